import { Alert } from "../../ui/alert.tsx";
import type { PersonPage } from "../model.ts";

interface OpenedJoinedProps {
  readonly page: PersonPage;
  /** The record the address names. */
  readonly opened: string;
}

/** Whoever opens a record that was joined to another is told which one they read. */
export function OpenedJoined({ page, opened }: OpenedJoinedProps) {
  const record = page.joined?.records.find(({ id }) => id === opened);
  if (record === undefined) return null;
  return (
    <Alert
      tone="unknown"
      title={`Vous avez ouvert le dossier n°\u00a0${record.localNumber}\u00a0: il est réuni avec celui-ci, le n°\u00a0${page.localNumber}.`}
    />
  );
}
