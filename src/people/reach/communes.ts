import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Commune } from "../address.ts";
import { foldName } from "../names.ts";

/** The communes of France, as the INSEE lists them (Code officiel géographique, through a package that embeds it). */
export interface Gazetteer {
  /**
   * Communes by the beginning of their name or of one of its words, or of a postcode; the most people first.
   * @param former also former communes, which one may be born in, and which no letter is sent to
   */
  find(words: string, former: boolean): Commune[];
  /** By INSEE code; undefined when there is none. */
  byCode(code: string): Commune | undefined;
}

interface Kept extends Commune {
  readonly folded: string;
  readonly former: boolean;
}

interface Listed {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly codesPostaux?: readonly string[];
  readonly population?: number;
}

const MOST = 12;
const FORMER = ["commune-deleguee", "commune-associee"];
let loading: Promise<Gazetteer> | null = null;

/** Reads the list once, at its first use: most processes never need it. */
export function loadGazetteer(): Promise<Gazetteer> {
  loading ??= read().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function read(): Promise<Gazetteer> {
  const path = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/communes.json");
  const listed = JSON.parse(await readFile(path, "utf8")) as Listed[];
  listed.sort((a, b) => (b.population ?? 0) - (a.population ?? 0));
  const kept: Kept[] = [];
  const byCode = new Map<string, Kept>();
  for (const { code, nom, type, codesPostaux } of listed) {
    // The head of a merged commune is listed twice under one code: as it is now comes first.
    if (byCode.has(code)) continue;
    const one = {
      code,
      name: nom,
      postcodes: [...(codesPostaux ?? [])],
      folded: foldName(nom),
      former: FORMER.includes(type),
    };
    kept.push(one);
    byCode.set(code, one);
  }
  const present = kept.filter((one) => !one.former);
  return {
    byCode: (code) => plain(byCode.get(code)),
    find(words, former) {
      const digits = /^\s*(\d[\dab]{1,4})\s*$/iu.exec(words)?.[1]?.toUpperCase();
      const among = former ? kept : present;
      if (digits !== undefined)
        return best(among, ({ code, postcodes }) =>
          postcodes.includes(digits)
            ? 0
            : postcodes.some((one) => one.startsWith(digits))
              ? 1
              : code === digits
                ? 2
                : null,
        );
      const wanted = foldPlace(words);
      if (wanted.length < 2) return [];
      return best(among, ({ folded }) =>
        folded === wanted
          ? 0
          : folded.startsWith(wanted)
            ? 1
            : ` ${folded}`.includes(` ${wanted}`)
              ? 2
              : null,
      );
    },
  };
}

/** "st denis" as "saint denis". */
function foldPlace(words: string): string {
  return foldName(words).replace(/\bst(e?)\b/gu, "saint$1");
}

/** The closest first; of two as close, the one listed first. @param closeness null: not one of them */
function best(among: readonly Kept[], closeness: (one: Kept) => number | null): Commune[] {
  const found: Commune[][] = [[], [], []];
  for (const one of among) {
    const place = closeness(one);
    const same = place === null ? undefined : found[place];
    if (same && same.length < MOST) same.push(plain(one) as Commune);
  }
  return found.flat().slice(0, MOST);
}

function plain(one: Kept | undefined): Commune | undefined {
  return one && { code: one.code, name: one.name, postcodes: one.postcodes };
}
