import { newId } from "./new-id.ts";

/** An item of a list being typed, with a key of its own: its fields follow it when others are added before it. */
export type Keyed<Item> = Item & { readonly key: string };

/** Gives an item the key that it keeps in its list. */
export function keyed<Item extends object>(item: Item): Keyed<Item> {
  return { ...item, key: newId() };
}
