import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import type { LanguageCode } from "../../people/languages.ts";
import { CoverFields } from "../../rights/cover-fields.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { WordsField } from "../../ui/words-field.tsx";
import { type EncounterKind, encounterKinds, likeliestKind, type RecordEncounter } from "../model.ts";
import { type Company, emptyCompany, isComplete, PresenceFields, presencesOf } from "./presence-fields.tsx";

/** What is typed; the day apart, since it may not be one yet. */
interface EncounterDraft {
  readonly encounter: RecordEncounter;
  readonly day: string | null;
  readonly company: Company;
}

interface EncounterDialogProps {
  readonly personId: string;
  readonly words: Vocabulary;
  /** Languages the person speaks with an interpreter, the best spoken first. */
  readonly languages: readonly LanguageCode[];
  /** What this role may write: why someone came is care, cover is another block. */
  readonly may: { readonly reasons: boolean; readonly cover: boolean };
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

const KINDS = Object.entries(encounterKinds).map(([code, label]) => ({ code: code as EncounterKind, label }));
const HALF_DAYS = [
  { code: "none", label: "Non noté" },
  { code: "morning", label: "Matin" },
  { code: "afternoon", label: "Après-midi" },
] as const;
const NO_ONE = "";

/** Notes that someone came: when, where, with whom, and what this role may say of why. */
export function EncounterDialog(props: EncounterDialogProps) {
  const { personId, words, languages, may, onSaved, onClose } = props;
  const me = useMe();
  const [id] = useState(newId);
  const kept = useDraft<EncounterDraft>(me.accountId, `encounter ${personId}`, () => ({
    encounter: emptyEncounter(words, likeliestKind(me.role)),
    day: today(),
    company: emptyCompany(languages),
  }));
  const { encounter: draft, day, company } = kept.value;
  const save = useMutation({
    mutationFn: (encounter: RecordEncounter) =>
      post(`/api/people/${personId}/encounters`, { ...encounter, id }),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const set = (change: Partial<RecordEncounter>) =>
    kept.set({ ...kept.value, encounter: { ...draft, ...change } });
  return (
    <Dialog title="Noter une venue" onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (day !== null) save.mutate({ ...draft, onDay: day, presences: presencesOf(company) });
        }}
      >
        <DraftNotice draft={kept} />
        <div className="form-four">
          <DateField
            label="Jour"
            name="onDay"
            value={day}
            onChange={(typed) => kept.set({ ...kept.value, day: typed })}
            max={today()}
            error={errors.onDay}
          />
          <SelectField
            label="Lieu"
            options={words.sites.map((site) => ({ code: site.id, label: site.name }))}
            value={draft.siteId}
            onChange={(siteId) => set({ siteId })}
            error={errors.siteId}
          />
          <SelectField label="Nature" options={KINDS} value={draft.kind} onChange={(kind) => set({ kind })} />
          <SelectField
            label="Professionnel"
            options={[
              { code: NO_ONE, label: "Non noté" },
              ...words.professionals.map((one) => ({ code: one.id, label: one.label })),
            ]}
            value={draft.professionalId ?? NO_ONE}
            onChange={(id) => set({ professionalId: id === NO_ONE ? null : id })}
          />
        </div>
        <ChoiceField
          label="Moment"
          options={HALF_DAYS}
          value={draft.halfDay ?? "none"}
          onChange={(halfDay) => set({ halfDay: halfDay === "none" ? null : halfDay })}
        />
        <PresenceFields
          company={company}
          professionals={words.professionals.filter(({ id }) => id !== draft.professionalId)}
          errors={errors}
          onChange={(change) => kept.set({ ...kept.value, company: { ...company, ...change } })}
        />
        <EncounterWords
          draft={draft}
          words={words}
          reasons={may.reasons}
          onChange={(terms) => set({ terms })}
        />
        {may.cover && (
          <CoverFields
            schemes={words.schemes}
            day={day ?? today()}
            value={draft.cover}
            onChange={(cover) => set({ cover })}
          />
        )}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={day === null || !isComplete(company)}
          >
            {save.isPending ? "Enregistrement…" : "Enregistrer la venue"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

type Terms = RecordEncounter["terms"];

interface EncounterWordsProps {
  readonly draft: RecordEncounter;
  readonly words: Vocabulary;
  readonly reasons: boolean;
  readonly onChange: (terms: Terms) => void;
}

function EncounterWords({ draft, words, reasons, onChange }: EncounterWordsProps) {
  const chosen = (list: Terms[number]["list"]) =>
    draft.terms.filter((term) => term.list === list).map((term) => term.code);
  const choose = (list: Terms[number]["list"]) => (codes: string[]) =>
    onChange([...draft.terms.filter((term) => term.list !== list), ...codes.map((code) => ({ list, code }))]);
  const active = (list: Vocabulary["reason"]) => list.filter((word) => word.active);
  return (
    <div className="form-pair">
      {reasons && (
        <WordsField
          label="Motifs"
          options={active(words.reason)}
          value={chosen("reason")}
          onChange={choose("reason")}
        />
      )}
      {reasons && (
        <WordsField
          label="Orientations"
          options={active(words.orientation)}
          value={chosen("orientation")}
          onChange={choose("orientation")}
        />
      )}
      {words.service.length > 0 && (
        <WordsField
          label="Volet"
          options={active(words.service)}
          value={chosen("service")}
          onChange={(codes) => choose("service")(codes.slice(-1))}
        />
      )}
      <WordsField
        label="Adressé par"
        options={active(words.referrer)}
        value={chosen("referrer")}
        onChange={(codes) => choose("referrer")(codes.slice(-1))}
      />
    </div>
  );
}

function emptyEncounter(words: Vocabulary, kind: EncounterKind): RecordEncounter {
  return {
    siteId: words.sites[0]?.id ?? "",
    onDay: today(),
    halfDay: null,
    kind,
    professionalId: null,
    terms: [],
    presences: [],
    cover: [],
  };
}
