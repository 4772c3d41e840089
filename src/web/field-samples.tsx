import { useState } from "react";
import { Card } from "../ui/card.tsx";
import { Check, ChoiceField, ViewSwitch } from "../ui/choice-field.tsx";
import { DateField } from "../ui/date-field.tsx";
import { type Option, SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { WordsField } from "../ui/words-field.tsx";

const COVERS: readonly Option[] = [
  { code: "puma", label: "PUMA" },
  { code: "ame", label: "AME" },
  { code: "insi", label: "Qualifiée", unavailable: "demande une réponse du téléservice INSi" },
];

/** Every field: empty, filled, helped, refused, impossible. */
export function FieldSamples() {
  const [text, setText] = useState("Traoré");
  const [day, setDay] = useState<string | null>("2014-05-03");
  const [cover, setCover] = useState("puma");
  const [words, setWords] = useState<string[]>(["ame"]);
  const [checked, setChecked] = useState(true);
  const field = { value: text, onChange: setText };
  return (
    <Card title="Champs">
      <div className="form-pair">
        <TextField label="Vide" name="empty" value="" onChange={setText} placeholder="exemple" />
        <TextField label="Rempli, avec une aide" name="filled" {...field} help="S’il diffère du nom." />
        <TextField label="Refusé" name="refused" {...field} error="Ce nom contient un chiffre." />
        <TextField label="Impossible" name="disabled" {...field} isDisabled />
        <DateField label="Jour" name="day" value={day} onChange={setDay} />
        <DateField label="Jour à venir" name="late" value="2099-01-01" onChange={setDay} max="2026-01-01" />
        <SelectField label="Liste" options={COVERS} value={cover} onChange={setCover} />
        <SelectField label="Liste sans choix" options={COVERS} value={null} onChange={setCover} />
        <SelectField
          label="Liste refusée"
          options={COVERS}
          value={cover}
          onChange={setCover}
          error="Ce régime n’existait pas ce jour-là."
        />
        <WordsField label="Mots" options={COVERS} value={words} onChange={setWords} />
      </div>
      <ChoiceField
        label="Choix"
        options={COVERS}
        value={cover}
        onChange={setCover}
        help="Ce qui ne peut pas être choisi reste visible."
      />
      <div className="choices">
        <Check label="Cochée" value={checked} onChange={setChecked} />
        <Check label="Décochée" value={!checked} onChange={(value) => setChecked(!value)} />
      </div>
      <div>
        <ViewSwitch
          label="Présentation"
          options={COVERS.slice(0, 2)}
          value={cover === "ame" ? "ame" : "puma"}
          onChange={setCover}
        />
      </div>
    </Card>
  );
}
