import { type Nature, natures } from "../model.ts";

/** Sets of blocks of information that several routes carry. */

export const NOTES: readonly Nature[] = ["clinical", "social_notes", "useful"];
export const ESSENTIALS: readonly Nature[] = [...NOTES, "social_situation"];
/** A person's page, and of tasks alone "money": a task has the nature of what it tells, and names to say whom it is about. */
export const PAGE = natures.filter((nature) => !["minutes", "author_only"].includes(nature));
export const DOCUMENTS = PAGE.filter(
  (nature) => !["identity", "useful", "appointments", "money"].includes(nature),
);
