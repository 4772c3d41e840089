import type { Nature } from "../access/model.ts";
import type { PersonPage } from "./model.ts";

/** Whether a block of this person is shown here: always to the team, whose matrix decides; to others, when it is agreed to. */
export function shares(page: Pick<PersonPage, "shared">, nature: Nature): boolean {
  return page.shared === null || page.shared.includes(nature);
}
