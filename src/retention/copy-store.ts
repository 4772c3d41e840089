import { COPY_SCHEMA, type RecordCopy } from "./copy.ts";
import type { AccessRequest, AskAccess, CloseAccess } from "./requests.ts";
import type { Asking } from "./store.ts";

type SealedNumber = { on: string; keyVersion: number; sealed: string | null; kind: "nir" | "nia" };

/** Opens what was sealed of a social security number (src/people/number/box.ts). */
export interface NumberOpener {
  open(kept: { readonly sealed: Buffer; readonly keyVersion: number }, person: string): string;
}

/**
 * Everything kept of a person, for themself; audited. Social security numbers are opened here, when their use is allowed.
 * @param request an open request of theirs; null for the command line @param withheld signed notes kept back
 * @returns null when nobody is there, or no such request is open
 */
export async function copyRecord(
  { db, caller, roles }: Asking,
  box: NumberOpener,
  about: { person: string; request: string | null; withheld: readonly string[]; madeOn: string },
): Promise<RecordCopy | null> {
  const found = await db.call<
    (Omit<RecordCopy, "numbers"> & { numbers: (SealedNumber & RecordCopy["numbers"][number])[] }) | null
  >(
    caller,
    roles,
    "record.export_record",
    `(select jsonb_build_object('centre', i.name, 'demonstration', i.demonstration) || record.export_record($4, $5, $6)
        from network.installation i)`,
    [about.person, about.request, about.withheld],
    "slow",
  );
  if (!found) return null;
  return {
    ...found,
    schema: COPY_SCHEMA,
    madeOn: about.madeOn,
    numbers: found.numbers.map(({ on, keyVersion, sealed, kind, head, from, until }) => ({
      kind,
      head,
      number: sealed && box.open({ sealed: Buffer.from(sealed, "base64"), keyVersion }, on),
      from,
      until,
    })),
  };
}

/** @returns false when no record of the centre has this id or number */
export async function askAccess({ db, caller, roles }: Asking, said: AskAccess): Promise<boolean> {
  const { outcome } = await db.call<{ outcome: string }>(
    caller,
    roles,
    "retention.ask_access",
    "retention.ask_access($4)",
    [JSON.stringify(said)],
  );
  return outcome === "done";
}

/** Requests, those to answer first. */
export function readRequests({ db, caller, roles }: Asking): Promise<AccessRequest[]> {
  return db.call<AccessRequest[]>(
    caller,
    roles,
    "retention.access_requests",
    "retention.access_requests()",
    [],
  );
}

export function closeAccess(
  { db, caller, roles }: Asking,
  id: string,
  said: CloseAccess,
): Promise<"done" | "early" | "unknown"> {
  return db.call(caller, roles, "retention.close_access", "retention.close_access($4, $5, $6, $7)", [
    id,
    said.closedOn,
    said.outcome,
    said.words,
  ]);
}
