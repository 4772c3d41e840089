import "./notes-card.css";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { mayRead, mayWrite, useMe, writesCare } from "../../access/use-me.ts";
import { NoteWords } from "../../care/note-words.tsx";
import { type Note, type NoteDraft, noteTemplates, templatesFor } from "../../care/notes.ts";
import { SubmittedNote, WaitingNote } from "../../care/submitted-note.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { momentText, numberText, shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { personQuery } from "../person-query.ts";
import { LeftOut } from "./left-out.tsx";

interface NotesCardProps {
  readonly personId: string;
  /** The latest first. */
  readonly notes: readonly Note[];
  readonly drafts: readonly NoteDraft[];
  readonly encounters: PersonPage["encounters"];
  /** How many notes the page left out. */
  readonly left: number;
}

/** The notes this reader may see, each with its addenda, and the drafts of their own. */
export function NotesCard({ personId, notes, drafts, encounters, left }: NotesCardProps) {
  const me = useMe();
  const templates = templatesFor(me);
  const writes = templates.length > 0;
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: personQuery(personId).queryKey });
  const begun = drafts.filter(({ mine, submittedTo }) => mine && submittedTo === null);
  const shown = new Set(notes.map(({ id }) => id));
  if (!writes && notes.length === 0) return null;
  // What is added to a note one may not read stands alone.
  const roots = notes.filter(({ amends }) => amends === null || !shown.has(amends));
  return (
    <Card
      title="Notes"
      actions={
        writes && (
          <Link to="/personnes/$id/note" params={{ id: personId }} className="button no-print">
            Écrire une note
          </Link>
        )
      }
    >
      {me.careElsewhere !== null && mayRead(me, "clinical") && (
        <p className="soft small">
          Les notes de soin s’écrivent dans «&nbsp;{me.careElsewhere}&nbsp;»&nbsp;; celles d’avant se lisent
          ici.
        </p>
      )}
      {drafts
        .filter(({ mine }) => !mine)
        .map((draft) => (
          <SubmittedNote key={draft.id} draft={draft} onDone={refresh} />
        ))}
      {drafts
        .filter(({ mine, submittedTo }) => mine && submittedTo !== null)
        .map((draft) => (
          <WaitingNote key={draft.id} draft={draft} onDone={refresh} />
        ))}
      {begun.map((draft) => (
        <p key={draft.id} className="note-draft no-print">
          <span>
            <strong>{draft.returned === null ? "Brouillon" : `Renvoyée par ${draft.returnedBy}`}</strong>{" "}
            <span className="soft">
              {noteTemplates[draft.template]}, gardé le {momentText(draft.keptAt).slice(0, 16)}
            </span>
          </span>
          <Link
            to="/personnes/$id/note"
            params={{ id: personId }}
            search={{ brouillon: draft.id, ...(draft.amends === null ? {} : { suite: draft.amends }) }}
            className="button"
          >
            Reprendre
          </Link>
        </p>
      ))}
      {notes.length === 0 && drafts.length === 0 && (
        <EmptyState title="Aucune note que votre rôle puisse lire." />
      )}
      {roots.map((note) => (
        <NoteText
          key={note.id}
          note={note}
          onDay={encounters.find(({ id }) => id === note.encounterId)?.onDay}
          personId={personId}
          mayAdd={writes && (note.nature === "clinical" ? writesCare(me) : mayWrite(me, note.nature))}
        >
          {notes.filter(({ amends }) => amends === note.id).reverse()}
        </NoteText>
      ))}
      <LeftOut
        count={left}
        words={left === 1 ? "la note plus ancienne" : `les ${numberText(left)}\u00a0notes plus anciennes`}
      />
    </Card>
  );
}

interface NoteTextProps {
  readonly note: Note;
  /** The day of the encounter it tells of. */
  readonly onDay: string | undefined;
  readonly personId: string;
  readonly mayAdd: boolean;
  /** Its addenda, the first first. */
  readonly children: readonly Note[];
}

function NoteText({ note, onDay, personId, mayAdd, children }: NoteTextProps) {
  return (
    <article className="note" aria-label={`${noteTemplates[note.template]}, ${momentText(note.signedAt)}`}>
      <header className="row">
        <h3>{noteTemplates[note.template]}</h3>
        {onDay !== undefined && <span className="soft small">venue du {shortDayText(onDay)}</span>}
        <Signed note={note} />
        {mayAdd && (
          <Link
            to="/personnes/$id/note"
            params={{ id: personId }}
            search={{ suite: note.id }}
            className="button button-quiet no-print"
          >
            Ajouter une suite
          </Link>
        )}
      </header>
      <NoteWords note={note} />
      {mayAdd && note.agreed !== "" && (
        <Link
          to="/personnes/$id/tache"
          params={{ id: personId }}
          search={{ note: note.id }}
          className="note-task no-print"
        >
          En faire une tâche
        </Link>
      )}
      {children.map((addendum) => (
        <section key={addendum.id} className="note-addendum" aria-label="Suite">
          <p>
            <strong>Suite</strong> <Signed note={addendum} />
          </p>
          <NoteWords note={addendum} />
        </section>
      ))}
    </article>
  );
}

function Signed({ note }: { readonly note: Note }) {
  return (
    <span className="soft small">
      {note.countersigner === null
        ? `signée par ${note.by}`
        : `écrite par ${note.by}, stagiaire, contresignée par ${note.countersigner}`}{" "}
      le {momentText(note.signedAt).slice(0, 16)}
    </span>
  );
}
