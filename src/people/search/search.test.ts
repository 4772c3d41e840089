/** Searching, on a real database: what is found, for whom, and why. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrangeFullCentre, type Centre } from "../../../tests/support/centre.ts";
import { parseBirth } from "../birth.ts";
import { nameKeys } from "../names.ts";
import { searchTokens } from "../rules.ts";
import { recentPeople, searchPeople } from "./store.ts";

const TODAY = "2026-03-02";
/** Family, given, birth as typed, used family, used given. */
const PEOPLE = [
  ["Benali", "Mohamed", "12/03/1975"],
  ["Ben Saïd", "Youssef", "01/01/1980"],
  ["Ouédraogo", "Fatoumata", "03/1990"],
  ["Nguyễn", "Thị Mai", "1968"],
  ["Kovačević", "Dragan", "30/11/1959"],
  ["Da Silva Ferreira", "João", ""],
  ["Lefèvre", "Jean-Pierre", "14/07/1951"],
  ["Djebbar", "Djamel", "vers 1970"],
  ["Traoré", "Aïcha", "22/02/2001", "Koné", "Aïssa"],
  ["Özdemir", "Hüseyin", "09/09/1999"],
  ["D’Angelo", "Marie", "05/05/1985"],
  ["N’Diaye", "Ibrahima", "12/03/1975"],
] as const;

let centre: Centre;
const ids = new Map<string, string>();

beforeAll(async () => {
  centre = await arrangeFullCentre();
  for (const [family, given, birth, usedFamily = "", usedGiven = ""] of PEOPLE)
    ids.set(family, await record(centre.team, { family, given, birth, usedFamily, usedGiven }));
  ids.set("Inconnue", await record(centre.outside, { family: "Zylberstein", given: "Odette", birth: "" }));
});
afterAll(() => centre.t.close());

interface Recorded {
  readonly family: string;
  readonly given: string;
  readonly birth: string;
  readonly usedFamily?: string;
  readonly usedGiven?: string;
}

/** A record of one structure, written by the schema's owner. */
async function record(structure: string, person: Recorded): Promise<string> {
  const { family, given, usedFamily = "", usedGiven = "" } = person;
  const id = randomUUID();
  const reading = parseBirth(person.birth, TODAY);
  const birth = reading.ok ? (reading.birth?.canonical ?? null) : null;
  const keys = nameKeys({ family, given });
  const { owner } = centre.t;
  await owner.query("insert into people.person (id) values ($1)", [id]);
  await owner.query(
    "insert into people.registration (person_id, structure_id, since) values ($1, $2, '2020-01-01')",
    [id, structure],
  );
  await owner.query(
    `insert into people.identity (person_id, family, given, birth, birth_date, used_family, used_given, key_tokens,
       key_letters, search_tokens)
     values ($1, $2, $3, $4, case when length($4) = 10 then $4::date end, nullif($5, ''), nullif($6, ''), $7, $8, $9)`,
    [
      id,
      family,
      given,
      birth,
      usedFamily,
      usedGiven,
      keys.words,
      keys.letters,
      searchTokens(
        [
          { family, given },
          { family: usedFamily, given: usedGiven },
        ],
        birth,
      ),
    ],
  );
  return id;
}

function search(words: string, { as = centre.who.reception.token, probable = false } = {}) {
  return searchPeople(
    centre.t.db,
    centre.caller(as),
    ["reception", "outside_social_worker", "auditor", "console"],
    {
      words,
      today: TODAY,
      probable,
    },
  );
}

/** The family name of the first found, and why. */
async function first(words: string): Promise<string> {
  const [person] = await search(words);
  return person ? `${person.family} (${person.why})` : "personne";
}

describe("a query finds, best first, and says why", () => {
  test.each([
    ["benali mohamed", "Benali (nom et prénom)"],
    ["BENALI", "Benali (nom)"],
    ["mohamed benali 12/03/75", "Benali (même date de naissance, nom et prénom)"],
    ["ben ali", "Benali (nom)"],
    ["bensaid yus", "Ben Saïd (nom, prénom qui s’écrit aussi Youssef)"],
    ["bena moh", "Benali (début du nom et du prénom)"],
    ["muhammad benalli", "Benali (nom à une lettre près, prénom qui s’écrit aussi Mohamed)"],
    ["wedraogo", "Ouédraogo (nom qui s’écrit aussi Ouedraogo)"],
    ["nguyen mars 1968", "Nguyễn (date de naissance compatible, nom)"],
    ["N’Guyen mai", "Nguyễn (nom et prénom)"],
    ["kovatchevitch", "Kovačević (nom qui s’écrit aussi Kovacevic)"],
    ["silva ferreira", "Da Silva Ferreira (nom)"],
    ["el silva joao", "Da Silva Ferreira (nom et prénom)"],
    ["jeanpierre lefevre", "Lefèvre (nom et prénom)"],
    ["pierre-jean LEFÈVRE", "Lefèvre (nom et prénom)"],
    ["jamel djebar", "Djebbar (nom à une lettre près, prénom à une lettre près)"],
    ["kone aissa", "Traoré (nom et prénom)"],
    ["traore aicha", "Traoré (nom et prénom)"],
    ["ozdemri hossein", "Özdemir (nom à une lettre près, prénom qui s’écrit aussi Huseyin)"],
    ["coulobav huseyin", "personne"],
    ["bzdemri huseyin", "Özdemir (prénom, nom à deux lettres près)"],
    ["d angelo", "D’Angelo (nom)"],
    ["ndiaye 12 mars 1975", "N’Diaye (même date de naissance, nom)"],
    ["ouedraogo mars 1990", "Ouédraogo (même mois de naissance, nom)"],
    ["kovacevic 1959", "Kovačević (même année de naissance, nom)"],
    ["djebar 55 ans", "Djebbar (à peu près le même âge, nom à une lettre près)"],
    ["nguyen 04/05/1968", "Nguyễn (date de naissance compatible, nom)"],
    ["lefevre 14/07/1951 jean", "Lefèvre (même date de naissance, nom et prénom)"],
    ["lefevre 14/07/1952", "Lefèvre (date de naissance proche, nom)"],
    ["lefevre 30/01/2003", "Lefèvre (nom, autre date de naissance)"],
    ["lefevre 14/07", "Lefèvre (même jour de naissance, nom)"],
    ["zzzz qqqq", "personne"],
    ["", "personne"],
    ["  '' \\ : & | ! ( ", "personne"],
  ])("« %s » : %s", async (words, expected) => {
    expect(await first(words)).toBe(expected);
  });

  test("a record's number finds the record", async () => {
    const [person] = await search("benali");
    for (const words of [`n° ${person?.localNumber}`, `${person?.localNumber}`, `N°${person?.localNumber}`]) {
      expect(await search(words)).toMatchObject([{ family: "Benali", why: "numéro de dossier" }]);
    }
  });

  test("words of another kind than names are found by their digits", async () => {
    const id = ids.get("Benali");
    await centre.t.owner.query(
      "insert into people.name_variant (person_id, family, given, key_tokens, key_letters, search_tokens) values ($1, 'Benali', '', 'tel', 'tel', '{tel:0612345678}')",
      [id],
    );
    expect(await search("06 12 34 56")).toMatchObject([{ id, why: "numéro de téléphone" }]);
    expect(await search("benali 0612")).toMatchObject([{ id, why: "numéro de téléphone, nom" }]);
    expect(await search("06 12 43")).toEqual([]);
    await centre.t.owner.query("update people.name_variant set known_to = now() where key_tokens = 'tel'");
    expect(await search("06 12 34 56")).toEqual([]);
  });

  test("a word typed twice is a person who has it twice, before those who have it once", async () => {
    const twice = await record(centre.team, { family: "Gheorghe", given: "Vasile Vasile", birth: "" });
    const both = await record(centre.team, { family: "Vasile", given: "Vasile", birth: "" });
    const once = await record(centre.team, { family: "Gheorghe", given: "Vasile", birth: "" });
    const order = async (words: string) => (await search(words)).map(({ id }) => id);
    expect(await order("gheorghe vasile vasile")).toEqual([twice, once]);
    expect(await order("gheorghe vasile vaslie")).toEqual([twice, once]);
    expect((await order("vasile vasile")).slice(0, 2).sort()).toEqual([twice, both].sort());
    expect((await search("vasile vasile"))[0]?.why).not.toContain("autre nom");
    expect((await order("gheorghe vasile"))[0]).toBe(once);
  });

  test("a query is read up to its first six words and hundred and twenty characters", async () => {
    expect(await first("benali mohamed de la du des zzzz")).toBe("Benali (nom et prénom)");
    expect(await first(`benali ${" ".repeat(120)} zzzz`)).toBe("Benali (nom)");
    expect(await search("x".repeat(5_000))).toEqual([]);
  });

  test("before a record is created, whoever may be the same person is shown, further ones too", async () => {
    const found = await search("Benali Mohamed 13/03/1975", { probable: true });
    expect(found[0]).toMatchObject({ family: "Benali", why: "date de naissance proche, nom et prénom" });
    const other = await search("Benali Mohamed 30/08/2011", { probable: true });
    expect(other[0]).toMatchObject({ family: "Benali", why: "nom et prénom, autre date de naissance" });
  });
});

describe("whatever is typed", () => {
  const cases = PEOPLE.map(([family, given]) => ({ family, given }));
  const words = cases.flatMap(({ family, given }) =>
    searchTokens([{ family, given }], null)
      .filter((word) => word.length >= 5 && !word.startsWith("+"))
      .map((word) => ({ word, family })),
  );
  const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");

  test("one letter of a word wrong, missing, added or swapped still finds the person among the first five", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...words),
        fc.nat(),
        letter,
        fc.constantFrom("wrong", "missing", "added", "swapped"),
        async ({ word, family }, seed, added, kind) => {
          const at = seed % (word.length - (kind === "swapped" ? 1 : 0));
          const typed = {
            wrong: word.slice(0, at) + added + word.slice(at + 1),
            missing: word.slice(0, at) + word.slice(at + 1),
            added: word.slice(0, at) + added + word.slice(at),
            swapped: word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
          }[kind];
          expect((await search(typed)).slice(0, 5).map((one) => one.id)).toContain(ids.get(family));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("order, accents, case, hyphens and apostrophes change nothing", async () => {
    const written = fc.constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize("NFD").replace(/\p{M}/gu, ""),
      (text: string) => text.replaceAll("-", " "),
      (text: string) => text.replaceAll("’", "'"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases),
        fc.boolean(),
        written,
        async ({ family, given }, swapped, write) => {
          const plain = await search(`${family} ${given}`);
          const other = await search(write(swapped ? `${given} ${family}` : `${family} ${given}`));
          expect(plain[0]?.id).toBe(ids.get(family));
          expect(other.map(({ id, why }) => ({ id, why }))).toEqual(
            plain.map(({ id, why }) => ({ id, why })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("someone of another structure is never found without a consent, however their name is typed", async () => {
    const hidden = ids.get("Inconnue");
    const pieces = fc.constantFrom(
      "zylberstein",
      "odette",
      "zyl",
      "od",
      "zilberstin",
      "odete",
      "1",
      "zylbersteni",
      "o",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (typed, probable) => {
          const found = await search(typed.join(" "), { probable });
          expect(found.map(({ id }) => id)).not.toContain(hidden);
        },
      ),
      { numRuns: 40 },
    );
    const { rows } = await centre.t.owner.query<{ n: number }>(
      "select local_number as n from people.person where id = $1",
      [hidden],
    );
    expect(await search(`n° ${rows[0]?.n}`)).toEqual([]);
    const as = centre.who.outside_social_worker.token;
    // The partner's role reads by consent alone.
    expect(await search("zylberstein", { as })).toEqual([]);
    await centre.t.owner.query(
      `insert into access.consent (person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on)
       values ($1, $2, '{identity}', 'oral', 'dit', $3, '2020-01-01')`,
      [hidden, centre.outside, centre.who.outside_social_worker.account],
    );
    expect(await search("zylberstin", { as })).toMatchObject([{ id: hidden, why: "nom à une lettre près" }]);
  });
});

describe("each search", () => {
  test("is one row of the trail, naming whom it gave", async () => {
    const found = await search("benali");
    const { rows } = await centre.t.owner.query(
      "select person_ids, detail from audit.entry where action = 'person.search' order by id desc limit 1",
    );
    expect(rows).toEqual([
      { person_ids: found.map(({ id }) => id), detail: { words: 1, found: found.length } },
    ]);
  });

  test("is refused to who may not search", async () => {
    await expect(search("benali", { as: centre.who.auditor.token })).rejects.toThrow();
  });

  test("is open to the command line, on its own structure", async () => {
    const as = centre.who.console.token;
    expect((await search("benali", { as }))[0]).toMatchObject({ family: "Benali", why: "nom" });
    expect(await search("zylberstein", { as })).toEqual([]);
  });

  test("no longer finds a name once it was corrected, nor a person once withdrawn", async () => {
    const id = await record(centre.team, { family: "Quitterie", given: "Solange", birth: "" });
    expect(await search("quitterie")).toMatchObject([{ id }]);
    await centre.t.owner.query("update people.identity set known_to = now() where person_id = $1", [id]);
    expect(await search("quitterie")).toEqual([]);
    const { rows } = await centre.t.owner.query("select from people.search_entry where person_id = $1", [id]);
    expect(rows).toEqual([]);
  });
});

test("recent people are those one opened oneself and may still know of, latest first", async () => {
  const as = centre.who.reception.token;
  const open = async (token: string, id: string | undefined) => {
    await centre.t.db.call(
      centre.caller(token),
      ["reception", "nurse"],
      "test open",
      "record.open_person($4)",
      [id],
    );
  };
  await open(as, ids.get("Benali"));
  await open(as, ids.get("Djebbar"));
  await open(as, ids.get("Benali"));
  await open(as, ids.get("Inconnue")).catch(() => {});
  await open(centre.who.nurse.token, ids.get("Lefèvre"));
  const recent = await recentPeople(centre.t.db, centre.caller(as), ["reception"]);
  expect(recent.map(({ family }) => family)).toEqual(["Benali", "Djebbar"]);
  const { rows } = await centre.t.owner.query(
    "select person_ids from audit.entry where action = 'person.list' order by id desc limit 1",
  );
  expect(rows).toEqual([{ person_ids: recent.map(({ id }) => id) }]);
});
