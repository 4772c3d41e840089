import "./life.css";
import { useMutation } from "@tanstack/react-query";
import { mayWrite, useMe } from "../../../access/use-me.ts";
import type { Vocabulary } from "../../../network/model.ts";
import { Button } from "../../../ui/button.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { countText } from "../../../ui/format.ts";
import { Refused } from "../../../ui/loading.tsx";
import { SelectField } from "../../../ui/select-field.tsx";
import { post, ServerProblem } from "../../../ui/server/api-client.ts";
import {
  type LifeConflict,
  type LifeFact,
  type LifeKind,
  type LifeSource,
  lifeKindLabels,
  lifeKinds,
  lifeNatures,
  lifeSourceLabels,
  lifeSources,
} from "../../life.ts";
import { factOn } from "../../life-days.ts";
import { lifeText, sinceText } from "../../life-words.ts";
import { ContactVersions } from "../reach/contact-versions.tsx";
import { LifeFields } from "./life-fields.tsx";
import { changedKinds, contentOf, type Entries, type Entry, sentOf, startingEntries } from "./life-form.ts";
import { WhenFields } from "./when-fields.tsx";

interface LifeDialogProps {
  readonly personId: string;
  /** In force on this record. */
  readonly facts: readonly LifeFact[];
  readonly words: Vocabulary;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}
interface Typed {
  /** Facts in force when the form opened, to tell whoever comes second. */
  readonly seen: readonly { readonly id: string; readonly kind: LifeKind }[];
  readonly start: Entries;
  readonly entries: Entries;
  readonly statedOn: string | null;
  readonly source: LifeSource;
}

const SOURCES = lifeSources.map((code) => ({ code, label: lifeSourceLabels[code] }));

/** "Mettre à jour la situation": every fact side by side; only those that changed are written, together. */
export function LifeDialog({ personId, facts, words, onSaved, onClose }: LifeDialogProps) {
  const me = useMe();
  const kept = useDraft<Typed>(me.accountId, `life ${personId}`, () => {
    const start = startingEntries(facts, today());
    const seen = facts.map(({ id, kind }) => ({ id, kind }));
    return { seen, start, entries: start, statedOn: today(), source: "declared" };
  });
  const { seen, start, entries, statedOn, source } = kept.value;
  const changed = changedKinds(start, entries);
  const finish = () => {
    kept.forget();
    onSaved();
  };
  const save = useMutation({
    mutationFn: (known: Typed["seen"]) =>
      post(`/api/people/${personId}/life`, {
        seen: known.filter(({ kind }) => changed.includes(kind)).map(({ id }) => id),
        facts: changed.map((kind) => sentOf(kind, entries[kind], statedOn, source)),
      }),
    onSuccess: finish,
  });
  const conflict = conflictOf(save.error);
  if (conflict !== null) {
    const now = conflict.current.map(({ id, kind }) => ({ id, kind }));
    return (
      <Dialog title="Deux personnes ont noté la situation" onClose={onClose} wide canDismiss={false}>
        <ContactVersions
          message={conflict.message}
          mine={changed.map((kind) => typedLine(kind, entries[kind], words))}
          theirs={conflict.current.map((fact) => factLine(fact, words))}
          pending={save.isPending}
          onKeepMine={() => save.mutate(now)}
          onTakeTheirs={finish}
          onEdit={() => {
            kept.set({
              ...kept.value,
              seen: [...seen.filter(({ kind }) => !changed.includes(kind)), ...now],
            });
            save.reset();
          }}
        />
      </Dialog>
    );
  }
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const set = (kind: LifeKind, entry: Entry) =>
    kept.set((typed) => ({ ...typed, entries: { ...typed.entries, [kind]: entry } }));
  return (
    <Dialog title="Mettre à jour la situation" onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed.length > 0) save.mutate(seen);
        }}
      >
        <DraftNotice draft={kept} />
        <div className="form-pair">
          <DateField
            label="Dit ou vu le"
            name="statedOn"
            value={statedOn}
            onChange={(day) => kept.set({ ...kept.value, statedOn: day })}
            max={today()}
            error={errors["facts.0.statedOn"]}
          />
          <SelectField
            label="Comment le sait-on&nbsp;?"
            options={SOURCES}
            value={source}
            onChange={(code) => kept.set({ ...kept.value, source: code })}
          />
        </div>
        <div className="life-facts">
          {lifeKinds
            .filter((kind) => mayWrite(me, lifeNatures[kind]))
            .map((kind) => (
              <FactFields
                key={kind}
                kind={kind}
                entry={entries[kind]}
                known={factOn(facts, kind, today())}
                changed={changed.includes(kind)}
                words={words}
                onChange={(entry) => set(kind, entry)}
                error={(name) => errors[`facts.${changed.indexOf(kind)}.${name}`]}
              />
            ))}
        </div>
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending} isDisabled={changed.length === 0}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
          <span className="soft small" role="status">
            {changed.length === 0
              ? "Rien n’a changé."
              : `${countText(changed.length, "changement")}, seuls écrits\u00a0: le reste ne bouge pas.`}
          </span>
        </div>
      </form>
    </Dialog>
  );
}

interface FactFieldsProps {
  readonly kind: LifeKind;
  readonly entry: Entry;
  readonly known: LifeFact | null;
  readonly changed: boolean;
  readonly words: Vocabulary;
  readonly onChange: (entry: Entry) => void;
  readonly error: (name: string) => string | undefined;
}

function FactFields({ kind, entry, known, changed, words, onChange, error }: FactFieldsProps) {
  return (
    <fieldset className={`life-fact ${changed ? "life-changed" : ""}`}>
      <legend>{lifeKindLabels[kind]}</legend>
      {known !== null && (
        <p className="soft small">
          {changed ? "Noté jusque-là" : "Noté"}&nbsp;: {lifeText(known, words)}, {sinceText(known)}
        </p>
      )}
      <LifeFields
        kind={kind}
        value={entry.value}
        onChange={(value) => onChange({ ...entry, value })}
        error={error}
        words={words}
      />
      {changed && (
        <WhenFields
          kind={kind}
          value={entry.when}
          onChange={(when) => onChange({ ...entry, when })}
          error={error}
          whole={false}
        />
      )}
    </fieldset>
  );
}

function typedLine(kind: LifeKind, { value, when }: Entry, words: Vocabulary): string {
  const since =
    when.from === null ? "" : `, ${sinceText({ from: when.from, to: null, atLeast: when.atLeast })}`;
  const said = { kind, ...contentOf(kind, value) } as unknown as LifeFact;
  return `${lifeKindLabels[kind]}\u00a0: ${lifeText(said, words)}${since}`;
}

function factLine(fact: LifeFact, words: Vocabulary): string {
  return `${lifeKindLabels[fact.kind]}\u00a0: ${lifeText(fact, words)}, ${sinceText(fact)}`;
}

/** What is in force, when someone else wrote first; null otherwise. */
export function conflictOf(error: unknown): LifeConflict | null {
  return error instanceof ServerProblem && error.status === 409 && error.code === "edit_conflict"
    ? (error.answer as LifeConflict)
    : null;
}
