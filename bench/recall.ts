import { foldName, nameKeys } from "../src/people/names.ts";
import { Connection, requestText } from "./http-load.ts";
import type { Bench } from "./measures.ts";
import { PERTURBATIONS } from "./perturb.ts";
import { type Draw, seededDraw } from "./random.ts";

/** People found within this many lines count as found. */
const LINES = 5;
/** Queries of each kind. */
const QUERIES = 1_000;

interface Name {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
}

/**
 * How often the person meant is among the first five, for a thousand queries of each kind of slip. A name alone cannot tell
 * namesakes apart: a line that bears the very name meant counts, whichever of them it is. With the birth date typed as
 * well (as written), only the person meant counts.
 */
export async function measureRecall(bench: Bench) {
  const people = await drawPeople(bench);
  const connection = await Connection.open(bench.port);
  const ask = async (words: string): Promise<Name[]> => {
    const { status, body } = await connection.ask(
      requestText({
        method: "POST",
        path: "/api/people/search",
        token: bench.nurses[0] ?? "",
        body: { words },
      }),
    );
    if (status !== 200) throw new Error(`search: ${status} ${body.slice(0, 200)}`);
    return (JSON.parse(Buffer.from(body, "latin1").toString("utf8")) as { people: Name[] }).people.slice(
      0,
      LINES,
    );
  };
  const kinds: Record<string, unknown> = {};
  for (const [kind, { least, apply }] of Object.entries(PERTURBATIONS)) {
    const draw = seededDraw(4_242);
    const queries = people.flatMap((person) => {
      const words = apply(draw, person);
      return words === null ? [] : [{ person, words }];
    });
    const named = await share(queries.slice(0, QUERIES), async ({ person, words }) =>
      (await ask(words)).some((line) => line.id === person.id || sameName(line, person)),
    );
    kinds[kind] = {
      queries: named.tried,
      recallAt5: named.share,
      aim: least,
      met: named.share >= least,
      missed: named.missed,
    };
  }
  const dated = people.filter(({ birth }) => birth?.length === 10).slice(0, QUERIES);
  const draw = seededDraw(99);
  const withBirth = await share(
    dated.map((person) => ({ person, words: withBirthTyped(draw, person) })),
    async ({ person, words }) => (await ask(words)).some(({ id }) => id === person.id),
  );
  kinds.oneErrorWithBirth = {
    queries: withBirth.tried,
    recallAt5: withBirth.share,
    missed: withBirth.missed,
  };
  connection.close();
  return { kinds, index: await indexSizes(bench) };
}

function withBirthTyped(draw: Draw, person: Name): string {
  const [year, month, day] = (person.birth ?? "").split("-");
  const name = PERTURBATIONS.oneError?.apply(draw, person) ?? `${person.family} ${person.given}`;
  return `${name} ${day}/${month}/${year}`;
}

function sameName(a: Name, b: Name): boolean {
  return (
    nameKeys(a).words === nameKeys(b).words || foldName(a.family + a.given) === foldName(b.family + b.given)
  );
}

async function share<Query extends { words: string }>(
  queries: readonly Query[],
  found: (query: Query) => Promise<boolean>,
) {
  const missed: string[] = [];
  for (const query of queries) if (!(await found(query))) missed.push(query.words);
  const rate = Math.round((1 - missed.length / queries.length) * 1_000) / 1_000;
  return { tried: queries.length, share: rate, missed: missed.slice(0, 8) };
}

async function drawPeople({ owner }: Bench): Promise<Name[]> {
  const { rows } = await owner.query<Name>(
    `select person_id as id, family, given, birth from people.identity where known_to is null
      order by md5(person_id::text) limit $1`,
    [QUERIES * 6],
  );
  return rows;
}

/** Megabytes on disk of what searching adds, and how many words it knows. */
async function indexSizes({ owner }: Bench) {
  const { rows } = await owner.query<{ name: string; mb: number; rows: number }>(
    `select c.relname as name, round(pg_total_relation_size(c.oid) / 1048576.0, 1)::float8 as mb, c.reltuples::int as rows
       from pg_class c where c.oid in ('people.search_entry'::regclass, 'people.search_word'::regclass, 'people.search_near'::regclass)`,
  );
  return Object.fromEntries(rows.map(({ name, ...size }) => [name, size]));
}
