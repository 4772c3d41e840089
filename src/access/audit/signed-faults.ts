import type { ChainSource, SignedRow } from "./chain-source.ts";
import type { Fault, FaultList } from "./verdict.ts";

/** Signed notes and documents against the entries of those acts, which are themselves in the chain. */
export async function tellSigned(source: ChainSource, faults: FaultList): Promise<void> {
  for await (const page of source.doubtfulSigned()) {
    for (const row of page) faults.add(row.kind === "note" ? noteFault(row) : documentFault(row));
  }
}

function noteFault({ id, digest, entryId }: SignedRow): Fault {
  const entry = `(entrée n°\u00a0${entryId})`;
  if (digest === null)
    return fault(
      "deleted",
      entryId,
      `La note ${id}, signée ${entry}, n’est plus dans la base\u00a0: elle a été supprimée.`,
    );
  if (entryId === null)
    return fault(
      "inserted",
      null,
      `La note ${id} n’a été signée par personne\u00a0: elle a été ajoutée hors du programme, ou sa signature a été supprimée.`,
    );
  return fault(
    "edited",
    entryId,
    `La note ${id} n’est plus celle qui a été signée ${entry}\u00a0: elle a été modifiée.`,
  );
}

function documentFault({ id, digest, entryId }: SignedRow): Fault {
  const entry = `(entrée n°\u00a0${entryId})`;
  if (digest === null)
    return fault(
      "deleted",
      entryId,
      `Le document ${id}, classé ou établi ${entry}, n’est plus dans la base\u00a0: il a été supprimé.`,
    );
  if (entryId === null)
    return fault(
      "inserted",
      null,
      `Le document ${id} n’a été classé ni retiré par personne comme la base le dit\u00a0: il a été changé hors du programme, ou son acte a été supprimé.`,
    );
  return fault(
    "edited",
    entryId,
    `Le document ${id} n’est plus celui qui a été classé ou établi ${entry}\u00a0: il a été modifié.`,
  );
}

function fault(kind: Fault["kind"], entryId: number | null, message: string): Fault {
  return { kind, ...(entryId === null ? {} : { entryId }), message };
}
