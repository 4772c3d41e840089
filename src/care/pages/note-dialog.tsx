import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { useAutosave } from "../../ui/autosave.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { post, put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { essentialsFor } from "../essentials-rules.ts";
import { noteHeadings, withHeadings } from "../note-headings.ts";
import {
  likeliestTemplate,
  type Note,
  type NoteDraft,
  type NoteTemplate,
  noteNature,
  noteTemplates,
  templatesFor,
  writingRole,
} from "../notes.ts";
import { MeasuresLine } from "./measures-line.tsx";
import { NoteKept } from "./note-kept.tsx";
import { useMeasures } from "./use-measures.ts";

interface NoteDialogProps {
  /** The note's own, from its first word to its signature. */
  readonly id: string;
  readonly personId: string;
  /** What the server keeps of it. */
  readonly draft: NoteDraft | undefined;
  /** The signed note it follows. */
  readonly amends: Note | undefined;
  /** Encounters of this record that it may tell of, the latest first. */
  readonly encounters: readonly ToldEncounter[];
  /** The one it was begun from. */
  readonly encounter: string | undefined;
  /** Signed, given up, or left for later. */
  readonly onDone: () => void;
}

/** An encounter, in words. */
export interface ToldEncounter {
  readonly id: string;
  readonly kind: string;
  /** ISO day. */
  readonly onDay: string;
  readonly label: string;
}

interface Typed {
  readonly template: NoteTemplate;
  readonly encounterId: string | null;
  readonly body: string;
  readonly said: string;
  readonly agreed: string;
}

interface Kept {
  readonly typed: Typed;
  /** The server's draft these words came after; 0 before it has one. */
  readonly version: number;
}

const LONGEST = 20_000;
const NO_ENCOUNTER = "none";
const ENDINGS = {
  sign: ["Signer", "Confirmer la signature"],
  submit: ["Soumettre", "Confirmer l’envoi"],
} as const;

/** A note, written on one page, kept as it is typed, then signed. */
export function NoteDialog(props: NoteDialogProps) {
  const { id, personId, draft, amends, encounters, encounter, onDone } = props;
  const me = useMe();
  const role = writingRole(me);
  const choices = templatesFor(me);
  // A trainee hands in to who answers for them, who signs.
  const supervisor = me.role === "trainee" ? (me.supervisor?.name ?? null) : null;
  const ending = me.role === "trainee" ? "submit" : "sign";
  const from = encounters.find((one) => one.id === encounter);
  const [onServer] = useState<Typed>(() => ({
    template: draft?.template ?? amends?.template ?? likeliestTemplate(from?.kind, choices),
    encounterId: (draft ?? amends)?.encounterId ?? from?.id ?? null,
    body: draft?.body ?? "",
    said: draft?.said ?? "",
    agreed: draft?.agreed ?? "",
  }));
  const kept = useDraft<Kept>(me.accountId, `note ${id}`, () => ({
    typed: onServer,
    version: draft?.version ?? 0,
  }));
  const { typed } = kept.value;
  const words = JSON.stringify(typed);
  // The same words on both sides: the answer that told their version was lost on the way.
  const version = words === JSON.stringify(onServer) ? (draft?.version ?? 0) : 0;
  // The last version the server told, at once: what is handed in comes after it.
  const heard = useRef(0);
  const [signing, setSigning] = useState(false);
  // Joined records keep each their own: a draft stays where it began, what follows a note goes with it.
  const address = `/api/people/${draft?.on ?? amends?.on ?? personId}/notes/${id}`;
  const written = {
    ...typed,
    nature: amends?.nature ?? noteNature(typed.template, role),
    amends: amends?.id ?? null,
  };
  const autosave = useAutosave(
    words,
    JSON.stringify(onServer),
    async () => {
      const answer = await put<{ version: number }>(`${address}/draft`, {
        ...written,
        version: Math.max(kept.value.version, version),
      });
      heard.current = answer.version;
      kept.set((before) => ({ ...before, version: answer.version }));
    },
    (error) => !(error instanceof ServerProblem) || error.status === 0 || error.status >= 500,
  );
  const constants = useMeasures({
    owner: me.accountId,
    personId,
    encounter: encounters.find((one) => one.id === typed.encounterId) ?? null,
    onSaved: () => undefined,
  });
  const measured = !amends && written.nature === "clinical" && essentialsFor(me).includes("measures");
  const finish = useMutation({
    mutationFn: async (how: "sign" | "submit" | "discard") => {
      if (how === "submit") {
        await autosave.flush();
        const last = Math.max(kept.value.version, version, heard.current);
        return post(`${address}/submit`, { ...written, version: last });
      }
      autosave.stop();
      return post(`${address}/${how}`, how === "sign" ? written : {});
    },
    onSuccess: () => {
      kept.forget();
      onDone();
    },
  });
  const leave = useMutation({
    mutationFn: async () => {
      // Refused or cut off, they stay in this browser, on the line of the person's constants.
      if (measured) await constants.save();
      return autosave.flush();
    },
    onSuccess: (allKept) => {
      // What the server has not is kept by this browser until it is taken up again.
      if (allKept) kept.forget();
      onDone();
    },
  });
  const end = async () => {
    if (!measured || (await constants.save())) finish.mutate(ending);
  };
  const errors = finish.error instanceof ServerProblem ? finish.error.fields : {};
  const set = (change: Partial<Typed>) => {
    setSigning(false);
    kept.set((before) => ({ ...before, typed: { ...before.typed, ...change } }));
  };
  const area = (name: "body" | "said" | "agreed") => ({
    name,
    value: typed[name],
    onChange: (text: string) => set({ [name]: text }),
    maxLength: LONGEST,
    error: errors[name],
  });
  const headings = amends ? [] : noteHeadings[typed.template];
  const withPlan = withHeadings(typed.body, headings);
  const nothing = [typed.body, typed.said, typed.agreed].every((text) => text.trim() === "");
  return (
    <Dialog
      title={amends ? "Ajouter une suite" : "Écrire une note"}
      onClose={leave.mutate}
      wide
      canDismiss={nothing}
    >
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        {amends ? (
          <p className="soft">
            À la suite de la note signée par {amends.by}, qui reste telle quelle&nbsp;:{" "}
            {noteTemplates[amends.template]}.
          </p>
        ) : (
          <div className="form-pair">
            <SelectField
              label="Modèle"
              options={choices.map((code) => ({ code, label: noteTemplates[code] }))}
              value={typed.template}
              onChange={(template) => set({ template })}
            />
            <SelectField
              label="Venue"
              options={[
                { code: NO_ENCOUNTER, label: "Aucune en particulier" },
                ...encounters.map((one) => ({ code: one.id, label: one.label })),
              ]}
              value={typed.encounterId ?? NO_ENCOUNTER}
              onChange={(code) => set({ encounterId: code === NO_ENCOUNTER ? null : code })}
            />
          </div>
        )}
        {draft?.returned != null && (
          <Alert tone="cover" title={`Renvoyée par ${draft.returnedBy}`}>
            <p className="note-words">{draft.returned}</p>
          </Alert>
        )}
        <p className="soft small">
          {ending === "submit" && `Signée avec vous par ${supervisor ?? "votre responsable"}, puis\u00a0: `}
          {whoReads(written.nature)}
        </p>
        {headings.length > 0 && (
          <div className="row">
            <Button
              tone="quiet"
              isDisabled={withPlan === typed.body || withPlan.length > LONGEST}
              onPress={() => set({ body: withPlan })}
            >
              Insérer le plan
            </Button>
            <span className="soft small">{headings.join(" · ")}</span>
          </div>
        )}
        <TextArea label="Note" rows={8} autoFocus {...area("body")} />
        <div className="form-pair">
          <TextArea label="Paroles de la personne" rows={3} {...area("said")} />
          <TextArea label="Ce qui est convenu" rows={3} {...area("agreed")} />
        </div>
        {measured && (
          <MeasuresLine values={constants.values} onChange={constants.set} faults={constants.faults} />
        )}
        <NoteKept state={autosave.state} />
        {finish.isError && <Refused error={finish.error} />}
        {constants.error !== null && <Refused error={constants.error} />}
        {signing && ending === "sign" && (
          <Alert tone="wait" title="Une note signée ne change plus." announced>
            <p>On peut y ajouter une suite, qui se lit avec elle.</p>
          </Alert>
        )}
        {signing && ending === "submit" && (
          <Alert tone="wait" title={`${supervisor ?? "Votre responsable"} la relira.`} announced>
            <p>Elle ne change plus tant qu’elle attend. Vous pourrez la reprendre.</p>
          </Alert>
        )}
        <div className="row">
          <Button
            tone="main"
            isDisabled={nothing || (ending === "submit" && supervisor === null)}
            isPending={finish.isPending}
            onPress={() => (signing ? void end() : setSigning(true))}
          >
            {ENDINGS[ending][signing ? 1 : 0]}
          </Button>
          <Button isPending={leave.isPending} onPress={() => leave.mutate()}>
            {nothing ? "Fermer" : "Fermer, garder le brouillon"}
          </Button>
          {!nothing && (
            <Button tone="quiet" isPending={finish.isPending} onPress={() => finish.mutate("discard")}>
              Effacer le brouillon
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function whoReads(nature: Note["nature"]): string {
  if (nature === "clinical") return "Lue par l’équipe de soins seule.";
  if (nature === "social_notes") return "Lue par vous seul, sauf accord de la personne noté au dossier.";
  return "Lue par l’équipe de soins et par l’accompagnement social\u00a0: n’y dites que ce qui sert au parcours.";
}
