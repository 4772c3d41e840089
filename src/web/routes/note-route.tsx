import { Navigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { HandedInNote } from "../../care/pages/handed-in-note.tsx";
import { NoteDialog, type ToldEncounter } from "../../care/pages/note-dialog.tsx";
import type { Vocabulary } from "../../network/model.ts";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import type { PersonPage } from "../../record/model.ts";
import { encounterText } from "../../record/pages/timeline-lanes.ts";
import { today } from "../../ui/days.ts";
import { shortDayText } from "../../ui/format.ts";
import { newId } from "../../ui/new-id.ts";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Écrire une note", over the person's page: a new one, a draft gone on with, or what follows a signed one. */
export function NoteRoute() {
  const search = useSearch({ from: "/personnes/$id/note" });
  const { id, page, isReading, saved } = usePersonDialog();
  const words = useVocabulary();
  const [fresh] = useState(newId);
  // A draft just closed is gone on with as it was kept: the page shown may be the one before, being read again.
  const [waits, setWaits] = useState(search.brouillon !== undefined);
  if (waits && page && !isReading) setWaits(false);
  // The address names the note from its first word on: a reload finds the same one.
  if (search.brouillon === undefined)
    return (
      <Navigate to="/personnes/$id/note" params={{ id }} search={{ ...search, brouillon: fresh }} replace />
    );
  if (waits || !page || !words.data) return null;
  const draft = page.drafts.find((one) => one.mine && one.id === search.brouillon);
  if (draft && draft.submittedTo !== null) return <HandedInNote draft={draft} onDone={saved} />;
  const amends = page.notes.find((note) => note.id === (search.suite ?? draft?.amends));
  const begunFrom = page.encounters.find((one) => one.id === search.venue);
  // Joined records keep each their own: a note goes with what it tells of.
  const on = (draft ?? amends ?? begunFrom)?.on ?? id;
  return (
    <NoteDialog
      key={search.brouillon}
      id={search.brouillon}
      personId={on}
      draft={draft}
      amends={amends}
      encounters={latestEncounters(page, words.data, on, draft?.encounterId)}
      encounter={begunFrom?.id ?? todaysOnly(page, on)}
      onDone={saved}
    />
  );
}

/** A note tells of what has just been, or of the last few times. */
const OFFERED = 10;

function latestEncounters(
  page: PersonPage,
  words: Vocabulary,
  on: string,
  chosen: string | null | undefined,
): ToldEncounter[] {
  return page.encounters
    .filter((one) => one.on === on)
    .reverse()
    .filter(({ id }, index) => index < OFFERED || id === chosen)
    .map((one) => ({
      id: one.id,
      kind: one.kind,
      onDay: one.onDay,
      label: `${shortDayText(one.onDay)}, ${encounterText(one, words)}`,
    }));
}

/** Today's encounter, when there is one and no other. */
function todaysOnly(page: PersonPage, on: string): string | undefined {
  const todays = page.encounters.filter((one) => one.on === on && one.onDay === today());
  return todays.length === 1 ? todays[0]?.id : undefined;
}
