import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { dayText } from "../../ui/format.ts";
import { essentialWords } from "../essential-words.ts";
import type { Essential, EssentialConflict, EssentialForm } from "../essentials.ts";
import { readEssential } from "../essentials-reading.ts";

interface EssentialVersionsProps {
  readonly conflict: EssentialConflict;
  /** What both corrected. */
  readonly corrected: Essential;
  readonly form: EssentialForm;
  /** ISO day of ours. */
  readonly day: string;
  readonly pending: boolean;
  /** Saves ours in place of this row, or beside what is in force (null). */
  readonly onKeepMine: (replaces: string | null) => void;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}

/** Both versions of one thing that two people corrected, or that one withdrew meanwhile. */
export function EssentialVersions(props: EssentialVersionsProps) {
  const { conflict, corrected, form, day } = props;
  const theirs = conflict.current.find(({ replaces }) => replaces === corrected.id);
  const read = readEssential(form, day);
  const mine = read.ok
    ? essentialWords({ kind: form.kind, content: read.content, onDay: day } as Essential)
    : null;
  const other = theirs && essentialWords(theirs);
  return (
    <Dialog title="Deux personnes ont corrigé cette ligne" onClose={props.onClose} wide canDismiss={false}>
      <div className="stack">
        <Alert tone="wait" title={conflict.message} announced />
        <div className="form-pair">
          <section>
            <h3>La vôtre</h3>
            {mine && <Version main={mine.main} more={mine.more} />}
          </section>
          <section>
            <h3>L’autre, déjà enregistrée</h3>
            {other ? <Version main={other.main} more={other.more} /> : <p>La ligne a été retirée.</p>}
            {theirs && (
              <p className="soft small">
                {theirs.by}, le {dayText(theirs.at.slice(0, 10))}
              </p>
            )}
          </section>
        </div>
        <div className="row">
          <Button tone="main" isPending={props.pending} onPress={() => props.onKeepMine(theirs?.id ?? null)}>
            Garder la mienne
          </Button>
          <Button onPress={props.onTakeTheirs}>{theirs ? "Garder l’autre" : "La laisser retirée"}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Version({ main, more }: { readonly main: string; readonly more: string }) {
  return (
    <p>
      <strong>{main}</strong>
      {more !== "" && ` · ${more}`}
    </p>
  );
}
