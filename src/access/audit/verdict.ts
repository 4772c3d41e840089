/** What can be wrong with an audit chain. */
export type FaultKind =
  | "edited"
  | "deleted"
  | "inserted"
  | "swapped"
  | "truncated"
  | "broken_chain"
  | "bad_signature"
  | "wrong_key";

/** One thing wrong, told in French. */
export interface Fault {
  readonly kind: FaultKind;
  /** Identifier in audit.entry. */
  readonly entryId?: number;
  /** Number in the chain (audit.seal, audit.head). */
  readonly seq?: number;
  readonly message: string;
}

/** The verifier's answer. */
export interface AuditVerdict {
  /** No fault and, when a kept head was given, the end of the chain verified. */
  readonly ok: boolean;
  /** Entries in the trail. */
  readonly entries: number;
  /** Seals in the chain. */
  readonly sealed: number;
  /** Entries of the last seconds before the kept head was signed: not sealed yet, and not a fault. */
  readonly pending: number;
  /** The chain was compared with the head kept outside the database and reaches it. */
  readonly endVerified: boolean;
  /** Signed notes and documents were compared with their acts; false when the account given may not see them. */
  readonly notesVerified: boolean;
  /** What was removed from the beginning because its time was over, in French; null when nothing was. */
  readonly pruned: string | null;
  /** About the end of the chain, in French. */
  readonly end: string;
  /** The first faults of each kind. */
  readonly faults: readonly Fault[];
  /** How many faults there are in all, by kind. */
  readonly faultCounts: Partial<Record<FaultKind, number>>;
}

/** French names of the kinds. */
export const faultLabels: Record<FaultKind, string> = {
  edited: "entrée modifiée",
  deleted: "entrée ou scellé supprimé",
  inserted: "entrée ajoutée hors du programme",
  swapped: "entrées ou scellés échangés",
  truncated: "fin de la chaîne coupée",
  broken_chain: "chaîne rompue ou refaite",
  bad_signature: "signature fausse",
  wrong_key: "autre clé de signature",
};

const KEPT_PER_KIND = 100;

/** Gathers faults: all are counted, the first hundred of each kind are kept. */
export class FaultList {
  readonly faults: Fault[] = [];
  readonly counts: Partial<Record<FaultKind, number>> = {};

  add(fault: Fault): void {
    const count = (this.counts[fault.kind] ?? 0) + 1;
    this.counts[fault.kind] = count;
    if (count <= KEPT_PER_KIND) this.faults.push(fault);
  }

  has(...kinds: readonly FaultKind[]): boolean {
    return kinds.some((kind) => (this.counts[kind] ?? 0) > 0);
  }

  get none(): boolean {
    return this.faults.length === 0;
  }
}
