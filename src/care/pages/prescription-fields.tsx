import { useEffect, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { keyed } from "../../ui/keyed.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { PrescriptionLine } from "../prints.ts";
import { CurrentTreatments } from "./current-treatments.tsx";
import type { PrintFieldsProps } from "./print-fields.tsx";
import { EMPTY_LINE } from "./print-form.ts";

/** Lines in words; Enter goes to the next one, which it makes when there is none. */
export function PrescriptionFields({ draft, set, errors, renewable }: PrintFieldsProps) {
  const { lines } = draft;
  const list = useRef<HTMLOListElement>(null);
  const before = useRef(lines.length);
  // A line added is written in at once.
  useEffect(() => {
    if (lines.length > before.current) focusLine(list.current, lines.length - 1);
    before.current = lines.length;
  }, [lines.length]);
  const change = (key: string, by: Partial<PrescriptionLine>) =>
    set({ lines: lines.map((line) => (line.key === key ? { ...line, ...by } : line)) });
  const next = (index: number) => {
    if (index + 1 < lines.length) focusLine(list.current, index + 1);
    else set({ lines: [...lines, keyed(EMPTY_LINE)] });
  };
  return (
    <>
      <CurrentTreatments {...renewable} lines={lines} onTakeUp={(taken) => set({ lines: taken })} />
      <ol className="print-lines" ref={list}>
        {lines.map((line, index) => (
          <li
            key={line.key}
            className="print-line"
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
              event.preventDefault();
              next(index);
            }}
          >
            <div className="form-pair">
              <TextField
                label={`Ligne ${index + 1}\u00a0: ce qui est prescrit`}
                name={`typed.lines.${index}.what`}
                value={line.what}
                onChange={(what) => change(line.key, { what })}
                placeholder="Amoxicilline 1 g, comprimés"
                error={
                  errors[`typed.lines.${index}.what`] ?? (index === 0 ? errors["typed.lines"] : undefined)
                }
                autoComplete="off"
                autoFocus={index === 0}
              />
              <TextField
                label={`Ligne ${index + 1}\u00a0: comment et combien de temps`}
                name={`typed.lines.${index}.how`}
                value={line.how}
                onChange={(how) => change(line.key, { how })}
                placeholder="1 matin et soir, 7 jours"
                error={errors[`typed.lines.${index}.how`]}
                autoComplete="off"
              />
            </div>
            <div className="row">
              <Check
                label="Pour l’ALD"
                value={line.part === "ald"}
                onChange={(ald) => change(line.key, { part: ald ? "ald" : "usual" })}
              />
              {lines.length > 1 && (
                <Button
                  tone="quiet"
                  aria-label={`Retirer la ligne ${index + 1}`}
                  onPress={() => set({ lines: lines.filter(({ key }) => key !== line.key) })}
                >
                  Retirer
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
      <div>
        <Button onPress={() => set({ lines: [...lines, keyed(EMPTY_LINE)] })}>Ajouter une ligne</Button>
      </div>
      <p className="soft small">
        Dès qu’une ligne est pour l’affection de longue durée, l’ordonnance s’imprime en deux parties.
      </p>
      <div className="form-pair">
        <TextArea
          label="Sous les lignes (facultatif)"
          name="typed.advice"
          rows={2}
          maxLength={1_000}
          value={draft.advice}
          onChange={(advice) => set({ advice })}
          help="Par exemple «&nbsp;À renouveler deux fois&nbsp;»."
          error={errors["typed.advice"]}
        />
        <TextField
          label="Poids (enfant)"
          name="typed.weight"
          value={draft.weight}
          onChange={(weight) => set({ weight })}
          placeholder="14 kg"
          error={errors["typed.weight"]}
          autoComplete="off"
        />
      </div>
    </>
  );
}

function focusLine(list: HTMLOListElement | null, index: number): void {
  list?.children[index]?.querySelector("input")?.focus();
}
