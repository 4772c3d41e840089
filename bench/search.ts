import { foldName } from "../src/people/names.ts";
import { onePlusSixteen, statementFloor } from "./floors.ts";
import { type Figures, httpClient, measure, requestText, timeOnce } from "./http-load.ts";
import { type Bench, endless, nurse } from "./measures.ts";
import { PERTURBATIONS } from "./perturb.ts";
import { type Draw, seededDraw } from "./random.ts";

interface Name {
  readonly family: string;
  readonly given: string;
}

/** What is typed at a desk. */
const KINDS: Readonly<Record<string, (draw: Draw, name: Name) => string>> = {
  family: (_, { family }) => family,
  /** A name's first four letters and the first name's first two. */
  beginnings: (_, { family, given }) => `${family.slice(0, 4)} ${given.slice(0, 2)}`,
  whole: (_, { family, given }) => `${family} ${given}`,
  oneError: (draw, name) => PERTURBATIONS.oneError?.apply(draw, name) ?? name.family,
};
/** How often each is typed: as one types, beginnings come more often than whole names, and errors now and then. */
const MIX = ["family", "beginnings", "beginnings", "whole", "beginnings", "oneError"];

/** Searching as someone types; each search lists people, so is audited. */
export async function measureSearch(bench: Bench) {
  const { rows } = await bench.owner.query<Name>(
    "select family, given from people.identity where known_to is null order by md5(id::text) limit 3000",
  );
  const draw = seededDraw(7);
  const typed = (kinds: readonly string[]) =>
    endless(rows.map((name, index) => KINDS[kinds[index % kinds.length] ?? ""]?.(draw, name) ?? name.family));
  const client = (words: () => string) => (place: number) =>
    httpClient(bench.port, () =>
      requestText({
        method: "POST",
        path: "/api/people/search",
        token: nurse(bench, place),
        body: { words: words() },
      }),
    );
  const words = typed(MIX);
  const first = await client(words)(0);
  const [firstMs, secondMs] = [await timeOnce(first), await timeOnce(first)];
  first.close();
  const figures = await onePlusSixteen(bench.seconds, client(words));
  const alone: Record<string, Figures> = {};
  for (const kind of Object.keys(KINDS))
    alone[kind] = await measure({ clients: 1, seconds: bench.seconds / 2 }, client(typed([kind])));
  return {
    firstMs,
    secondMs,
    ...figures,
    /** One client, each kind of query by itself. */
    alone,
    floors: {
      emptyRoute: bench.emptyRoute,
      indexedQuery: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_search",
        "select person_id from people.search_entry where found_by @@ $1::tsquery limit 20",
        () => [`'${foldName(words().split(" ")[0] ?? "")}':*`],
      ),
    },
    aim: { oneP95Ms: 10, sixteenPerSecond: 500 },
    met: { latency: figures.one.p95Ms <= 10, throughput: figures.sixteen.perSecond >= 500 },
  };
}
