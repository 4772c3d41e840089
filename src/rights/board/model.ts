import { z } from "zod";
import type { MyTask } from "../../tasks/model.ts";
import type { RequestLine } from "../requests/model.ts";
import type { RequestNature } from "../requests/words.ts";

/** Views of the board: all that is open, by what it waits for, and by what makes it urgent (rights.board_view). */
export const boardViews = [
  "now",
  "person",
  "papers",
  "authority",
  "us",
  "silence",
  "renewal",
  "appeal",
  "all",
] as const;
export type BoardView = (typeof boardViews)[number];
export const viewLabels: Readonly<Record<BoardView, string>> = {
  now: "À faire maintenant",
  person: "Attend la personne",
  papers: "Attend des pièces",
  authority: "Attend l’organisme",
  us: "Attend le centre",
  silence: "Silence atteint",
  renewal: "À renouveler",
  appeal: "Recours bientôt fermé",
  all: "Tout",
};
/** What a view gathers, and what to do when it is empty. */
export const viewHelp: Readonly<Record<BoardView, string>> = {
  now: "Ce qui est à faire d’ici sept jours ou en retard, les silences atteints, les recours qui se ferment d’ici trente jours.",
  person: "Demandes que la personne doit faire avancer.",
  papers: "Demandes arrêtées sur une pièce.",
  authority: "Demandes déposées, dont on attend la réponse.",
  us: "Demandes que le centre doit faire avancer, renouvellements compris.",
  silence: "L’organisme n’a pas répondu dans son délai\u00a0: son silence veut dire quelque chose.",
  renewal: "Droits dont le renouvellement peut être déposé dès maintenant.",
  appeal: "Refus, ou silences qui valent refus, dont le recours se ferme d’ici trente jours.",
  all: "Toutes les demandes ouvertes.",
};

/** Most that a count says: above, "999+". */
export const COUNTED = 1_000;

/** A place in the order of the board: its last day (null: none) and its identifier. */
const cursor = z.object({ day: z.iso.date().nullable(), id: z.uuid() });
const filters = {
  /** An account; null: everyone. */
  keeper: z.uuid().nullable().default(null),
  type: z.string().max(60).nullable().default(null),
};
export const boardSchema = z.object({
  view: z.enum(boardViews),
  ...filters,
  after: cursor.nullable().default(null),
});
export type BoardAsk = z.input<typeof boardSchema>;
export const boardCountsSchema = z.object(filters);

/** A person named in a list. */
type Named = MyTask["person"];

/** An open request, with the person it is about. Days are ISO. */
export interface BoardRow
  extends Pick<
    RequestLine,
    | "id"
    | "on"
    | "type"
    | "label"
    | "state"
    | "stateOn"
    | "waitsOn"
    | "nextAct"
    | "nextFrom"
    | "nextDay"
    | "silenceOn"
    | "silenceMeans"
    | "appealBy"
    | "steps"
  > {
  readonly nature: RequestNature;
  readonly authority: string;
  readonly keeper: string;
  readonly keeperName: string;
  /** Papers it still waits for, as they are called. */
  readonly missing: readonly string[];
  readonly person: Named;
}

export interface BoardPage {
  readonly rows: readonly BoardRow[];
  /** Where the following page begins; null at the end. */
  readonly next: z.infer<typeof cursor> | null;
}

/** Someone who keeps requests, or may. */
export interface Keeper {
  readonly account: string;
  readonly name: string;
  /** Still at work in the structure. */
  readonly here: boolean;
  readonly mayKeep: boolean;
}

/** How many in each view, COUNTED at most; and who keeps requests. */
export interface BoardCounts {
  readonly counts: Readonly<Record<BoardView, number>>;
  readonly keepers: readonly Keeper[];
}

/** Rights that end, with nothing after them. */
export interface Ending {
  readonly on: string;
  readonly layers: readonly string[];
  readonly scheme: string;
  readonly label: string;
  /** Last day included. */
  readonly endsOn: string;
  readonly person: Named;
}

/** Days ahead in which a right that ends is told. */
export const ENDING_DAYS = 60;

/** One's own day. */
export interface MyDay {
  readonly tasks: readonly MyTask[];
  readonly requests: BoardPage;
  readonly papers: BoardPage;
  readonly endings: readonly Ending[];
}

/** Hands over all the open requests of a colleague, as they were seen. */
export const handoverSchema = z.object({
  id: z.uuidv7(),
  from: z.uuid(),
  to: z.uuid("Choisissez un collègue."),
  /** The mark of what was seen. */
  seen: z.string().max(64),
});
export type Handover = z.infer<typeof handoverSchema>;
/** id: of the undoing itself, made once. */
export const undoHandoverSchema = z.object({ id: z.uuidv7() });

export interface HandoverSeen {
  readonly count: number;
  readonly seen: string;
}
