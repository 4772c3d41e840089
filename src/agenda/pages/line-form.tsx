import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { languageLabels } from "../../people/languages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WordsField } from "../../ui/words-field.tsx";
import type { KeptLine } from "../model.ts";
import { LINE_DAYS, lineHoursText, lineHoursWords, readLineHours } from "../planning/line-hours.ts";
import { SaveRefused } from "./save-refused.tsx";
import { type Planning, useKept } from "./use-planning.ts";

interface LineFormProps {
  readonly planning: Planning;
  /** Null: nobody wrote one. */
  readonly one: KeptLine | null;
  readonly onClose: () => void;
}

/** As one says them, which is how the page of the telephone tells them. */
const LANGUAGES = Object.entries(languageLabels)
  .filter(([code]) => code !== "fr")
  .map(([, label]) => ({ code: label, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "fr"));
const PHONE = /^\+?[0-9][0-9 ().-]{1,29}$/u;

/** The line people call. */
export function LineForm({ planning, one, onClose }: LineFormProps) {
  const me = useMe();
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, "line", () => ({
    phone: one?.phone ?? "",
    days: LINE_DAYS.map((_, n) => lineHoursText(one?.hours ?? [], n + 1)),
    bring: one?.bring ?? "Pensez à votre carte Vitale ou à votre attestation.",
    interpreters: one?.interpreter?.phone ?? "",
    code: one?.interpreter?.code ?? "",
    languages: one?.interpreter?.languages ?? [],
  }));
  const { value, set } = draft;
  const hours = value.days.map((text, n) => readLineHours(text, n + 1));
  const number = (text: string) =>
    PHONE.test(text.trim()) ? undefined : "Un numéro de téléphone, en chiffres.";
  const wrong = {
    phone: number(value.phone),
    interpreters:
      value.interpreters.trim() !== ""
        ? number(value.interpreters)
        : value.code.trim() !== "" || value.languages.length > 0
          ? "Leur numéro manque."
          : undefined,
  };
  const right = !hours.includes(null) && Object.values(wrong).every((error) => error === undefined);
  const { save, setStamp } = useKept("/api/agenda/line", one, () => {
    draft.forget();
    onClose();
  });
  const body = () => ({
    phone: value.phone,
    hours: hours.flatMap((day) => day ?? []),
    bring: value.bring,
    interpreter:
      value.interpreters.trim() === ""
        ? null
        : {
            phone: value.interpreters,
            languages: value.languages,
            ...(value.code.trim() === "" ? {} : { code: value.code }),
          },
  });
  const now = planning.keeping.line;
  return (
    <Dialog title="Ligne téléphonique" onClose={onClose} canDismiss={!draft.changed} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (right && !save.isPending) save.mutate(body());
        }}
      >
        <DraftNotice draft={draft} />
        <TextField
          label="Numéro que l’on appelle"
          name="phone"
          inputMode="tel"
          value={value.phone}
          onChange={(phone) => set({ ...value, phone })}
          help="Dit aussi dans les rappels, pour annuler."
          error={judged ? wrong.phone : undefined}
        />
        <fieldset className="planning-line-hours">
          <legend className="field-label">Elle répond (vide&nbsp;: elle ne répond pas ce jour-là)</legend>
          <div className="planning-line-days">
            {LINE_DAYS.map((day, n) => (
              <TextField
                key={day}
                label={day}
                name={day}
                value={value.days[n] ?? ""}
                onChange={(text) =>
                  set({ ...value, days: value.days.map((was, k) => (k === n ? text : was)) })
                }
                error={hours[n] === null ? "Par exemple 08:00-12:00, 14:00-18:00." : undefined}
                autoComplete="off"
              />
            ))}
          </div>
        </fieldset>
        <TextArea
          label="Ce que l’on demande à chacun d’apporter"
          name="bring"
          rows={2}
          maxLength={300}
          value={value.bring}
          onChange={(bring) => set({ ...value, bring })}
          help={
            "Lu à la personne après chaque rendez-vous pris au téléphone\u00a0: n’écrivez rien de médical."
          }
        />
        <div className="form-pair">
          <TextField
            label="Interprètes au téléphone (facultatif)"
            name="interpreters"
            inputMode="tel"
            value={value.interpreters}
            onChange={(interpreters) => set({ ...value, interpreters })}
            help="Montré à qui répond, pour qui ne parle pas français."
            error={judged ? wrong.interpreters : undefined}
          />
          <TextField
            label="Code à donner (facultatif)"
            name="code"
            value={value.code}
            onChange={(code) => set({ ...value, code })}
            autoComplete="off"
          />
        </div>
        <WordsField
          label={"Langues (aucune choisie\u00a0: toutes)"}
          options={LANGUAGES}
          value={value.languages}
          onChange={(languages) => set({ ...value, languages })}
        />
        {save.isError && (
          <SaveRefused
            error={save.error}
            now={now === null ? undefined : nowWords(now)}
            onKeepMine={() => {
              setStamp(now?.stamp);
              save.reset();
            }}
          />
        )}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            Enregistrer
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}

function nowWords({ phone, hours, bring, interpreter }: KeptLine): string {
  const rung = interpreter === null ? "aucun interprète" : `interprètes au ${interpreter.phone}`;
  return [phone, lineHoursWords(hours), bring && `«\u00a0${bring}\u00a0»`, rung]
    .filter(Boolean)
    .join("\u00a0; ");
}
