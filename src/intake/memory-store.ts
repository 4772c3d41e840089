import { sql } from "kysely";
import { headingKey } from "./columns.ts";
import { coverColumns, type Forget, type RegisterMemory, registerMemorySchema } from "./corrections.ts";
import { coverKey } from "./cover.ts";
import { defaultVocabularies } from "./default-vocabularies.ts";
import type { VocabularyTerm } from "./model.ts";
import type { Importer } from "./store.ts";
import { wordKey } from "./vocabularies.ts";

/** What reading a register of this structure rests on. */
export interface ReadingAids {
  /** The words registers use, and those of the network beside them. */
  readonly vocabularies: readonly VocabularyTerm[];
  readonly memory: RegisterMemory;
}

/** Reads the network's words and what the structure kept of earlier corrections. */
export function readAids({ db, caller, roles }: Importer): Promise<ReadingAids> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{
      terms: VocabularyTerm[];
      headings: unknown;
      words: unknown;
      covers: unknown;
    }>`
      select (select coalesce(jsonb_agg(jsonb_build_object('list', t.list, 'code', t.code, 'label', t.label, 'synonyms', t.synonyms)
                order by t.list, t.sort, t.label), '[]') from network.term t) as terms,
        (select coalesce(jsonb_agg(jsonb_build_object('heading', h.heading, 'field', h.field) order by h.heading), '[]')
           from intake.heading_memory h) as headings,
        (select coalesce(jsonb_agg(jsonb_build_object('list', w.list, 'text', w.text, 'code', w.code, 'label', w.label)
                order by w.list, w.text), '[]') from intake.word_memory w where w.list <> all (${[...coverColumns]}::text[])) as words,
        (select coalesce(jsonb_agg(jsonb_build_object('column', w.list, 'text', w.text, 'base', w.base, 'complementary', w.complementary)
                order by w.list, w.text), '[]') from intake.word_memory w where w.list = any (${[...coverColumns]}::text[])) as covers`.execute(
      tx,
    );
    const { terms = [], ...kept } = rows[0] ?? { headings: [], words: [], covers: [] };
    const memory = registerMemorySchema.parse(kept);
    return { vocabularies: withNetworkTerms(terms), memory };
  });
}

/** The spellings registers use come with the program; a word the network added is recognised by its own label. */
function withNetworkTerms(terms: readonly VocabularyTerm[]): VocabularyTerm[] {
  const usual = new Set(defaultVocabularies.map(({ list, code }) => `${list}:${code}`));
  return [...defaultVocabularies, ...terms.filter(({ list, code }) => !usual.has(`${list}:${code}`))];
}

/** Keeps corrections for the next file of this structure. */
export function remember({ db, caller, roles }: Importer, memory: RegisterMemory): Promise<void> {
  const headings = memory.headings.map((one) => ({ key: headingKey(one.heading), ...one }));
  const words = [
    ...memory.words.map((word) => ({ key: wordKey(word.text), ...word })),
    ...memory.covers.map(({ column, ...cover }) => ({ key: coverKey(cover.text), list: column, ...cover })),
  ].filter(({ key }) => key !== "");
  return db.call<void>(caller, roles, "intake.remember", "intake.remember($4)", [
    JSON.stringify({ headings, words }),
  ]);
}

/** Forgets one heading or word; false when nothing was kept of it. */
export function forget({ db, caller, roles }: Importer, what: Forget): Promise<boolean> {
  const isCover = "list" in what && coverColumns.some((column) => column === what.list);
  const [list, key] =
    "heading" in what
      ? [null, headingKey(what.heading)]
      : [what.list, isCover ? coverKey(what.text) : wordKey(what.text)];
  return db.call<boolean>(caller, roles, "intake.forget", "intake.forget($4, $5)", [list, key]);
}
