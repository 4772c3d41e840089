import { newId } from "../../ui/new-id.ts";

/** An identity as one types it while someone speaks. */
export interface TypedIdentity {
  /** Made once: sent twice, one record. */
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly birth: string;
}

/**
 * What is typed of a call until it is over, kept through a reload (ui/draft.ts: this tab, this account, gone when they leave); never in an
 * address. The next call erases it.
 */
export interface CallDraft {
  readonly id: string;
  /** That arrived; empty: none. */
  readonly number: string;
  /** To find who calls. */
  readonly typed: string;
  /** A new identity being written; null: not yet. */
  readonly identity: TypedIdentity | null;
  readonly message: string;
  /** About what to call back; null: nothing said. */
  readonly back: { readonly number: string; readonly words: string } | null;
}

/** A call of which nothing is typed yet. */
export function freshCall(number = ""): CallDraft {
  return { id: newId(), number, typed: "", identity: null, message: "", back: null };
}

/** Something of it would be lost. */
export function somethingTyped({ typed, identity, message, back }: CallDraft): boolean {
  return typed !== "" || identity !== null || message !== "" || back !== null;
}
