import { Check, ChoiceField } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { dayText } from "../../../ui/format.ts";
import { type ContactRow, type Death, deathSourceLabels, deathSources } from "../../contact.ts";
import { rowsOf } from "../../contact-words.ts";
import { type ContactDialogProps, ContactForm } from "./contact-dialog.tsx";

interface DeathForm {
  readonly dead: boolean;
  readonly unknownDay: boolean;
  readonly day: string | null;
  readonly source: Death["source"] | null;
}

const SOURCES = deathSources.map((code) => ({ code, label: deathSourceLabels[code] }));

/** Notes that someone died, or that it was noted by mistake. */
export function DeathDialog(props: ContactDialogProps) {
  const known = rowsOf(props.rows, "death").length > 0;
  return (
    <ContactForm<DeathForm>
      {...props}
      title="Décès"
      path="death"
      about={(rows) => rowsOf(rows, "death")}
      formOf={formOf}
      bodyOf={({ dead, day, unknownDay, source }) => ({
        death: dead ? { day: unknownDay ? null : day, source } : null,
      })}
      wordsOf={formWords}
      isDisabled={(form) => form.dead && ((form.day === null && !form.unknownDay) || form.source === null)}
    >
      {(form, set, errors) => (
        <>
          {known && (
            <Check
              label="Noté par erreur, la personne est en vie"
              value={!form.dead}
              onChange={(mistake) => set({ ...form, dead: !mistake })}
            />
          )}
          {form.dead && (
            <>
              {!form.unknownDay && (
                <DateField
                  label="Date du décès"
                  name="death.day"
                  value={form.day}
                  onChange={(day) => set({ ...form, day })}
                  max={today()}
                  error={errors["death.day"]}
                />
              )}
              <Check
                label="Date inconnue"
                value={form.unknownDay}
                onChange={(unknownDay) => set({ ...form, unknownDay })}
              />
              <ChoiceField
                label="Comment le sait-on&nbsp;?"
                options={SOURCES}
                value={form.source}
                onChange={(source) => set({ ...form, source })}
              />
            </>
          )}
          <p className="soft">
            Le dossier reste lisible. Il dit que la personne est décédée, et aucun message ne lui est proposé.
          </p>
        </>
      )}
    </ContactForm>
  );
}

function formOf(rows: readonly ContactRow[]): DeathForm {
  const death = rowsOf(rows, "death")[0]?.content;
  return death
    ? { dead: true, unknownDay: death.day === null, day: death.day, source: death.source }
    : { dead: true, unknownDay: false, day: null, source: null };
}

function formWords({ dead, day, unknownDay, source }: DeathForm): string[] {
  if (!dead) return ["Personne en vie"];
  const when = unknownDay || day === null ? "date inconnue" : `le ${dayText(day)}`;
  return [`Décès, ${when}`, ...(source === null ? [] : [deathSourceLabels[source]])];
}
