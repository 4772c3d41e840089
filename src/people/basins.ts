import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Commune (INSEE code) → its inter-municipality. */
export type Basins = ReadonlyMap<string, { readonly code: string; readonly label: string }>;

interface Listed {
  readonly code: string;
  readonly nom: string;
  readonly membres: readonly { readonly code: string }[];
}

let loading: Promise<Basins> | null = null;

/** The inter-municipality of each commune of France (Code officiel géographique, by the package that embeds it), read once. */
export function loadBasins(): Promise<Basins> {
  loading ??= read().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function read(): Promise<Basins> {
  const path = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/epci.json");
  const listed = JSON.parse(await readFile(path, "utf8")) as Listed[];
  return new Map(
    listed.flatMap(({ code, nom, membres }) =>
      membres.map((one) => [one.code, { code, label: nom }] as const),
    ),
  );
}
