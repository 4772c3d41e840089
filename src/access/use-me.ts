import { createContext, useContext } from "react";
import type { Me, Nature } from "./model.ts";

/** Who is signed in, for every screen under the shell. */
export const MeContext = createContext<Me | null>(null);

/** Who is signed in. Throws outside the shell, where nobody is. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error("no one is signed in here");
  return me;
}

/** True when the menus may offer to read this block; the database decides for good. */
export function mayRead(me: Me, nature: Nature): boolean {
  return me.natures[nature]?.read === true;
}

/**
 * True when the menus may offer to write care: of a centre that keeps its own clinical program, nobody here; its doctors
 * write requests and papers of the clinical block all the same.
 */
export function writesCare(me: Pick<Me, "natures" | "careElsewhere">): boolean {
  return me.careElsewhere === null && me.natures.clinical?.write === true;
}

/** True when the menus may offer to write this block; the database decides for good. */
export function mayWrite(me: Me, nature: Nature): boolean {
  return me.natures[nature]?.write === true;
}
