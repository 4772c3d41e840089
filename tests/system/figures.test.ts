/** The year's figures of registers nobody has seen before, counted again from their text by other means. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importRegister } from "../../src/intake/import-register.ts";
import { layOutReport } from "../../src/reports/rules.ts";
import { countActivity } from "../../src/reports/store.ts";
import { generateRegister } from "../data/make-register.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

const SEEDS = [3, 17, 101, 2_014, 9_999];
const ROLES = ["console"];

let bundle: ServerBundle;
beforeAll(async () => {
  bundle = await bundleServer();
});

/** What a cover of the generator says, by layer; an empty cell and "?" say nothing. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  CMU: ["cmu"],
  "CMU-C": ["cmu"],
  "CMU + CMU-C": ["cmu"],
  AME: ["ame"],
  néant: ["none"],
  Aucune: ["none"],
  "RG + ACS": ["general"],
  "": [],
  "?": [],
};

interface Visit {
  readonly person: string;
  readonly day: string;
  readonly said: readonly string[];
}

/** Rows with a number are valid, by construction of the generator; a birth date is one person there. */
function visitsOf(csv: string): Visit[] {
  const rows = csv
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(";"));
  return rows
    .filter(([number]) => number !== "")
    .map((cells) => ({
      person: cells[4] ?? "",
      day: isoDay(cells[1] ?? ""),
      said: SAID[cells[7] ?? ""] ?? ["?"],
    }));
}

/** 2014-05-03, 3.5.14, 03.05.2014 or 03/05/2014. */
function isoDay(text: string): string {
  if (/^\d{4}-/.test(text)) return text;
  const [day = "", month = "", year = ""] = text.split(/[./]/);
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Half up, by decimal text: 2.345 → 2.35. */
const halfUp = (dividend: number, divisor: number, decimals: number) =>
  Math.floor((dividend / divisor) * 10 ** decimals + 0.5 + 1e-9) / 10 ** decimals;

/** The report of a period, from the visits alone. */
function countAgain(all: readonly Visit[], from: string, to: string) {
  const visits = all.filter(({ day }) => from <= day && day <= to);
  const persons = new Set(visits.map(({ person }) => person));
  const saidOn = new Map<string, { person: string; said: Set<string> }>();
  for (const { person, day, said } of visits) {
    const one = saidOn.get(`${person} ${day}`) ?? { person, said: new Set<string>() };
    for (const word of said) one.said.add(word);
    saidOn.set(`${person} ${day}`, one);
  }
  const share = (test: (said: Set<string>) => boolean) => {
    const found = new Set([...saidOn.values()].filter(({ said }) => test(said)).map(({ person }) => person))
      .size;
    return { persons: found, percent: halfUp(found * 100, persons.size, 0) };
  };
  const first = all.map(({ day }) => day).sort()[0] ?? "";
  const before = new Set(all.filter(({ day }) => day < from).map(({ person }) => person));
  return {
    consultations: visits.length,
    activeCaseload: persons.size,
    consultationsPerPerson: halfUp(visits.length, persons.size, 2),
    noneAtLeastOnce: share((said) => said.has("none")),
    cmuAtLeastOnce: share((said) => said.has("cmu")),
    unknown: share((said) => said.size === 0),
    newPersons: first >= from ? null : [...persons].filter((person) => !before.has(person)).length,
  };
}

async function countInDatabase(centre: Centre, from: string, to: string) {
  const caller = centre.caller(centre.who.console.token);
  const period = { from, to, knownOn: "2099-01-01" };
  const report = layOutReport(await countActivity(centre.t.db, caller, ROLES, period), new Map());
  const { consultations, activeCaseload, consultationsPerPerson, newPersons, coverage } = report;
  const { noneAtLeastOnce, cmuAtLeastOnce, unknown } = coverage;
  return {
    consultations,
    activeCaseload,
    consultationsPerPerson,
    noneAtLeastOnce,
    cmuAtLeastOnce,
    unknown,
    newPersons,
  };
}

describe.each(SEEDS)("the register drawn from %d", (seed) => {
  const { csv, expected } = generateRegister(seed, 300 + (seed % 200));
  let centre: Centre;
  beforeAll(async () => {
    centre = await arrangeFullCentre();
  });
  afterAll(() => centre.t.close());

  test("goes in whole and gives the figures its text gives", async () => {
    const importer = {
      db: centre.t.db,
      roles: ROLES,
      get caller() {
        return centre.caller(centre.who.console.token);
      },
    };
    const request = {
      bytes: Buffer.from(csv),
      fileName: "registre.csv",
      today: "2026-03-02",
      workerUrl: bundle.workerUrl,
    };
    const ending = await importRegister(importer, { ...request, decision: "accept", dryRun: false });
    expect(ending.outcome.rows).toMatchObject({ imported: expected.visits, refused: expected.refused });
    const visits = visitsOf(csv);
    expect(visits).toHaveLength(expected.visits);
    for (const [from, to] of [
      ["2014-01-01", "2014-12-31"],
      ["2014-02-11", "2014-02-28"],
      ["2014-07-01", "2014-12-31"],
    ] as const) {
      expect(await countInDatabase(centre, from, to), `${from}..${to}`).toEqual(countAgain(visits, from, to));
    }
    expect((await countInDatabase(centre, "2014-01-01", "2014-12-31")).noneAtLeastOnce.persons).toBe(
      expected.noneAtLeastOnce,
    );
    expect((await countInDatabase(centre, "2015-01-01", "2015-12-31")).consultations).toBe(0);
  });
});
