import type { Me, Nature } from "../access/model.ts";
import type { PersonPage } from "./model.ts";

/** Whether a block of this person is shown here: always to the team, whose matrix decides; to others, when it is agreed to. */
export function shares(page: Pick<PersonPage, "shared">, nature: Nature): boolean {
  return page.shared === null || page.shared.includes(nature);
}

/** Who reads this page, with the rights that are theirs on it: of whoever reads by consent, those of the blocks agreed to alone. */
export function meOn(me: Me, page: Pick<PersonPage, "shared">): Me {
  if (page.shared === null) return me;
  const natures = Object.entries(me.natures).filter(([nature]) => shares(page, nature as Nature));
  return { ...me, natures: Object.fromEntries(natures) };
}
