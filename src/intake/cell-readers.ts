/** Readers of the columns whose cells say few different things: each thing is read once, and counted. */
import type { CoverColumn } from "./corrections.ts";
import { readCover, type ToldCovers, withComplementary } from "./cover.ts";
import type { CoverStatement, VocabularyList } from "./model.ts";
import {
  readProfessional,
  readSex,
  readTerm,
  readTerms,
  remembering,
  type VocabularyIndex,
} from "./vocabularies.ts";

/** What told covers mean, by column. */
export type ToldCoversByColumn = Readonly<Record<CoverColumn, ToldCovers>>;

/** How many visits hold each text, by list or column of cover. */
export type TextCounts = ReadonlyMap<VocabularyList | CoverColumn, ReadonlyMap<string, number>>;

export type CellReaders = ReturnType<typeof cellReaders>;

/** Readers for one register; `counts` fills as they read. */
export function cellReaders(vocabularies: VocabularyIndex, told: ToldCoversByColumn) {
  const counts = new Map<VocabularyList | CoverColumn, Map<string, number>>();
  const counted = <T>(column: VocabularyList | CoverColumn, read: (text: string) => T) => {
    const texts = new Map<string, number>();
    counts.set(column, texts);
    const remembered = remembering(read);
    return (text: string): T => {
      if (text !== "") texts.set(text, (texts.get(text) ?? 0) + 1);
      return remembered(text);
    };
  };
  const term = (list: VocabularyList) => counted(list, (text) => readTerm(vocabularies, list, text));
  const terms = (list: VocabularyList) => counted(list, (text) => readTerms(vocabularies, list, text));
  const complementary = counted("complementaryCover", () => null);
  return {
    counts: counts as TextCounts,
    referrer: term("referrer"),
    housing: term("housing"),
    place: term("place"),
    contact: term("contact"),
    reasons: terms("reason"),
    orientations: terms("orientation"),
    professional: counted("professional", (text) => readProfessional(vocabularies, text)),
    sex: remembering(readSex),
    cover: counted("cover", (text) => readCover(text, told.cover)),
    complementary: (cover: CoverStatement | null, text: string) => {
      complementary(text);
      return withComplementary(cover, text, told.complementaryCover);
    },
  };
}
