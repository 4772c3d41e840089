import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { composePaper, type Heading } from "../src/care/prints/compose.ts";
import { printedSchema } from "../src/care/prints.ts";
import { programRoot } from "../src/platform/program-root.ts";
import { startTypesetter } from "../src/platform/typeset/typesetter.ts";
import { newId } from "../src/ui/new-id.ts";
import { onePlusSixteen, statementFloor, withFloorTable } from "./floors.ts";
import { httpClient, requestText, round } from "./http-load.ts";
import { type Bench, endless } from "./measures.ts";

const TYPED = {
  kind: "prescription",
  lines: [
    { what: "Metformine 500 mg, comprimés", how: "1 matin et soir, en mangeant, 3 mois", part: "ald" },
    { what: "Bandelettes pour lecteur de glycémie, une boîte", how: "1 contrôle par jour", part: "ald" },
    { what: "Paracétamol 1 g, comprimés", how: "1 en cas de douleur, au plus 3 par jour, 5 jours" },
    { what: "Sérum physiologique", how: "au besoin" },
  ],
  advice: "À renouveler deux fois.",
} as const;

const HEADING: Heading = {
  centre: "Centre",
  demonstration: false,
  structure: "Service",
  site: "Centre-ville",
  lines: "",
  by: "Dr",
  role: "Médecin",
  rpps: null,
  identity: {
    family: "Koné",
    given: "Mariam",
    birth: "1992-03-12",
    sex: "female",
  } as unknown as Heading["identity"],
};

/** Establishing an ordonnance: heading, PDF/UA, encryption, row, bytes, trail. */
export async function measurePrint(bench: Bench) {
  const person = endless(bench.people.slice(0, 20_000));
  const figures = await onePlusSixteen(bench.seconds, () =>
    httpClient(bench.port, () =>
      requestText({
        method: "POST",
        path: `/api/people/${person()}/prints/${newId()}`,
        token: bench.director,
        body: { siteId: bench.site, typed: TYPED },
      }),
    ),
  );
  const { rows } = await bench.owner.query<{ bytes: number }>(
    "select avg(bytes)::int as bytes from papers.document where origin = 'printed'",
  );
  const bytes = rows[0]?.bytes ?? 0;
  const body = JSON.stringify("x".repeat(bytes));
  const durableInsert = await withFloorTable(bench.owner, () =>
    statementFloor(
      bench.admin,
      bench.seconds,
      "floor_print",
      "insert into public.bench_floor (body) values ($1)",
      () => [body],
    ),
  );
  return {
    ...figures,
    pdfBytes: bytes,
    typesetMs: await typesetAlone(),
    floors: { emptyRoute: bench.emptyRoute, durableInsert },
    aim: { oneP50Ms: 60 },
    met: { latency: figures.one.p50Ms <= 60 },
  };
}

/** The PDF alone, by the same thread's program: median of fifty. */
async function typesetAlone(): Promise<number> {
  const typesetter = startTypesetter(pathToFileURL(join(programRoot(), "dist/server/typeset-worker.js")));
  const times: number[] = [];
  for (let n = 0; n < 55; n++) {
    const paper = composePaper(printedSchema.parse(TYPED), HEADING, "2026-03-02", `0000-${n}`);
    const started = performance.now();
    await typesetter.pdf("paper.typ", paper, true);
    if (n >= 5) times.push(performance.now() - started);
  }
  await typesetter.stop();
  return round(times.sort((a, b) => a - b)[25] ?? 0);
}
