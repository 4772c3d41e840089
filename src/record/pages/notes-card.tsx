import "./notes-card.css";
import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { type Note, type NoteDraft, noteTemplates, templatesOf } from "../../care/notes.ts";
import { Card, EmptyState } from "../../ui/card.tsx";
import { momentText, shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

interface NotesCardProps {
  readonly personId: string;
  /** The latest first. */
  readonly notes: readonly Note[];
  readonly drafts: readonly NoteDraft[];
  readonly encounters: PersonPage["encounters"];
}

/** The notes this reader may see, each with its addenda, and the drafts of their own. */
export function NotesCard({ personId, notes, drafts, encounters }: NotesCardProps) {
  const me = useMe();
  const writes = templatesOf[me.role] !== undefined;
  if (!writes && notes.length === 0) return null;
  const shown = new Set(notes.map(({ id }) => id));
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
      {drafts.map((draft) => (
        <p key={draft.id} className="note-draft no-print">
          <span>
            <strong>Brouillon</strong>{" "}
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
          mayAdd={writes && mayWrite(me, note.nature)}
        >
          {notes.filter(({ amends }) => amends === note.id).reverse()}
        </NoteText>
      ))}
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
      <Words note={note} />
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
          <Words note={addendum} />
        </section>
      ))}
    </article>
  );
}

function Signed({ note }: { readonly note: Note }) {
  return (
    <span className="soft small">
      signée par {note.by} le {momentText(note.signedAt).slice(0, 16)}
    </span>
  );
}

function Words({ note }: { readonly note: Note }) {
  const parts = [
    ["Paroles de la personne", note.said],
    ["Convenu", note.agreed],
  ] as const;
  return (
    <>
      {note.body !== "" && <p className="note-words">{note.body}</p>}
      {parts
        .filter(([, text]) => text !== "")
        .map(([label, text]) => (
          <p key={label} className="note-words">
            <span className="soft small">{label}&nbsp;: </span>
            {text}
          </p>
        ))}
    </>
  );
}
