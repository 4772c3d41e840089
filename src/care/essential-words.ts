/** One thing noted of someone, in words: what one reads first, then the rest. */
import { forgoneCares, forgoneReasons } from "../people/renouncement.ts";
import { dayText, shortDayText } from "../ui/format.ts";
import {
  allergySeverities,
  centreParts,
  type Essential,
  type EssentialKind,
  type EssentialOf,
  historyCategories,
} from "./essentials.ts";
import { sinceText } from "./essentials-rules.ts";
import { measuredWords } from "./measures.ts";

export interface EssentialWords {
  readonly main: string;
  /** Empty when there is nothing more to say. */
  readonly more: string;
}

/** What a row says, whoever wrote it. */
export function essentialWords(row: Pick<Essential, "kind" | "content" | "onDay">): EssentialWords {
  const words = (WORDS[row.kind] as (row: unknown) => readonly [string, ...(string | false)[]])(row);
  const [main, ...more] = words;
  return { main, more: more.filter(Boolean).join(" · ") };
}

const since = (canonical: string | null) => {
  const text = sinceText(canonical);
  if (text === "") return "";
  if (text.startsWith("vers")) return text;
  return text.includes("/") ? `depuis le ${text}` : `depuis ${text}`;
};

const WORDS: {
  readonly [Kind in EssentialKind]: (row: EssentialOf<Kind>) => readonly [string, ...(string | false)[]];
} = {
  allergy: ({ content }) => [
    content.label,
    content.type === "intolerance" && "intolérance",
    content.reaction,
    content.severity !== "unknown" && allergySeverities[content.severity].toLowerCase(),
    sinceText(content.since),
  ],
  no_allergy: ({ onDay }) => ["Aucune allergie connue", `demandé le ${dayText(onDay)}`],
  history: ({ content }) => [
    content.label,
    content.category !== "medical" && historyCategories[content.category].toLowerCase(),
    sinceText(content.since),
  ],
  problem: ({ content }) => [
    content.label,
    content.code !== null && `CIM-10 ${content.code}`,
    since(content.since),
    content.until !== null && `terminé\u00a0: ${sinceText(content.until)}`,
  ],
  treatment: ({ content }) => [
    content.label,
    content.dose,
    content.from !== null && `depuis le ${shortDayText(content.from)}`,
    content.to !== null && `jusqu’au ${shortDayText(content.to)}`,
  ],
  vaccination: ({ content }) => [
    content.label,
    sinceText(content.on),
    content.next !== null && `rappel le ${shortDayText(content.next)}`,
  ],
  pregnancy: ({ content }) =>
    content.endedOn === null
      ? ["Grossesse en cours", content.due !== null && `terme prévu le ${dayText(content.due)}`]
      : ["Grossesse", `terminée le ${dayText(content.endedOn)}`],
  renouncement: ({ content }) => [
    forgoneCares[content.care],
    content.reasons.map((reason) => forgoneReasons[reason].toLowerCase()).join(", "),
    since(content.since),
    content.words !== "" && `«\u00a0${content.words}\u00a0»`,
    content.centre !== "none" && centreParts[content.centre].toLowerCase(),
    content.centreOn !== null && `le ${dayText(content.centreOn)}`,
  ],
  measures: ({ content, onDay }) => [
    `Constantes du ${dayText(onDay)}`,
    ...measuredWords(content).map(({ label, text }) => `${label}\u00a0: ${text}`),
  ],
};
