import { type BoardState, boardStates } from "../model.ts";

/** Reads the address of the invoicing screen: which state; what is to invoice by default. */
export function readFundingSearch({ etat }: Record<string, unknown>): { readonly etat: BoardState } {
  return { etat: boardStates.find((one) => one === etat) ?? "to_invoice" };
}
