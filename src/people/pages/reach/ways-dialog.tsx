import { mayWrite, useMe } from "../../../access/use-me.ts";
import { Button } from "../../../ui/button.tsx";
import { Check } from "../../../ui/choice-field.tsx";
import { type Keyed, keyed } from "../../../ui/keyed.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import {
  type ContactRow,
  deskWayKinds,
  kindsByOthers,
  type WayForm,
  type WayKind,
  wayKindLabels,
  wayKinds,
} from "../../contact.ts";
import { MAY_NAME, MAY_NOT_NAME, rowsOf, wayFormOf } from "../../contact-words.ts";
import { type ContactDialogProps, ContactForm } from "./contact-dialog.tsx";

type Typed = Keyed<WayForm>;

const EMPTY: WayForm = { kind: "phone", value: "", holder: "", mayName: false, note: "" };

const VALUES: Readonly<Record<WayKind, { label: string; help?: string }>> = {
  phone: { label: "Numéro", help: "Pour l’étranger, avec l’indicatif : +223 76 12 34 56." },
  other_phone: { label: "Numéro" },
  email: { label: "Adresse électronique" },
  message: { label: "Où, ou à qui", help: "Accueil de jour, Mme Diallo à l’hôtel…" },
  none: { label: "" },
};

/** How to reach someone, in the order to try. */
export function WaysDialog(props: ContactDialogProps) {
  const me = useMe();
  const kinds = mayWrite(me, "identity_detail") ? wayKinds : deskWayKinds;
  return (
    <ContactForm<Typed[]>
      {...props}
      title="Comment joindre la personne"
      path="ways"
      wide
      about={(rows) => rowsOf(rows, "way")}
      formOf={formOf}
      bodyOf={(ways) => ({ ways })}
      wordsOf={(ways) => ways.map(formWords)}
    >
      {(ways, set, errors) => (
        <>
          <p className="soft">Dans l’ordre où essayer&nbsp;: le premier est montré en tête du dossier.</p>
          {errors.ways !== undefined && <p className="field-error">{errors.ways}</p>}
          {ways.map((way, at) => (
            <WayFields
              key={way.key}
              kinds={kinds}
              way={way}
              at={at}
              count={ways.length}
              errors={errors}
              onChange={(changed) => set(ways.with(at, changed))}
              onRemove={() => set(ways.toSpliced(at, 1))}
              onUp={() => set(ways.with(at - 1, way).with(at, ways[at - 1] ?? way))}
            />
          ))}
          <div>
            <Button onPress={() => set([...ways, keyed(EMPTY)])}>Ajouter un moyen</Button>
          </div>
        </>
      )}
    </ContactForm>
  );
}

interface WayFieldsProps {
  readonly kinds: readonly WayKind[];
  readonly way: Typed;
  readonly at: number;
  readonly count: number;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (way: Typed) => void;
  readonly onRemove: () => void;
  readonly onUp: () => void;
}

function WayFields({ kinds, way, at, count, errors, onChange, onRemove, onUp }: WayFieldsProps) {
  const set = (change: Partial<WayForm>) => onChange({ ...way, ...change });
  const error = (name: string) => errors[`ways.${at}.${name}`];
  const { label, help } = VALUES[way.kind];
  return (
    <fieldset className="reach-item">
      <legend>{at === 0 ? "Premier moyen" : `Moyen ${at + 1}`}</legend>
      <div className="form-four">
        <SelectField
          label="Moyen"
          options={kinds.map((code) => ({ code, label: wayKindLabels[code] }))}
          value={way.kind}
          onChange={(kind) => set({ kind })}
          error={error("kind")}
        />
        {way.kind !== "none" && (
          <TextField
            label={label}
            name={`ways.${at}.value`}
            value={way.value}
            onChange={(value) => set({ value })}
            autoComplete="off"
            autoFocus={way.value === ""}
            error={error("value")}
            {...(help === undefined ? {} : { help })}
          />
        )}
        {way.kind === "other_phone" && (
          <TextField
            label="À qui est ce téléphone"
            name={`ways.${at}.holder`}
            value={way.holder}
            onChange={(holder) => set({ holder })}
            autoComplete="off"
            help="Sa sœur Awa, un voisin, son éducateur…"
            error={error("holder")}
          />
        )}
        <TextField
          label="Précision"
          name={`ways.${at}.note`}
          value={way.note}
          onChange={(note) => set({ note })}
          autoComplete="off"
          help="Le matin seulement, pas de message…"
          error={error("note")}
        />
      </div>
      {kindsByOthers.includes(way.kind) && (
        <Check
          label="On peut dire qu’un centre de santé appelle"
          value={way.mayName}
          onChange={(mayName) => set({ mayName })}
        />
      )}
      <div className="row">
        {at > 0 && (
          <Button tone="quiet" onPress={onUp} aria-label={`Essayer le moyen ${at + 1} plus tôt`}>
            Essayer plus tôt
          </Button>
        )}
        <Button tone="quiet" onPress={onRemove} aria-label={`Retirer le moyen ${at + 1} sur ${count}`}>
          Retirer
        </Button>
      </div>
    </fieldset>
  );
}

function formOf(rows: readonly ContactRow[]): Typed[] {
  const ways = rowsOf(rows, "way").map(({ content }) => wayFormOf(content));
  return (ways.length > 0 ? ways : [EMPTY]).map(keyed);
}

function formWords(form: WayForm): string {
  const about = [
    form.kind === "other_phone" && form.holder,
    kindsByOthers.includes(form.kind) && (form.mayName ? MAY_NAME : MAY_NOT_NAME),
    form.note,
  ].filter((word) => word !== false && word !== "");
  return [[wayKindLabels[form.kind], form.value].filter(Boolean).join("\u00a0: "), ...about].join(", ");
}
