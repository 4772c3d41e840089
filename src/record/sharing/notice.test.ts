import { expect, test } from "vitest";
import { listLanguages } from "../../rights/papers.ts";
import { readCatalogue } from "../../rights/phrases.ts";
import { blockLabels, type Consent, type Sharing } from "./model.ts";
import { composeNotice } from "./notice.ts";
import { composeNoticeBeside } from "./notice-beside.ts";

const consent = (to: string, over: Partial<Consent>) =>
  ({
    to,
    opens: ["identity", "right_requests"],
    givenOn: "2026-03-01",
    endsOn: null,
    state: "in_force",
    ...over,
  }) as Consent;

const sharing: Sharing = {
  id: "",
  localNumber: 12,
  centre: "Centre d’essai",
  demonstration: false,
  structure: "Service",
  by: "Essai",
  byRole: "Travailleur social",
  identity: null,
  team: [
    {
      role: "Médecin",
      structure: "Service",
      names: ["Dr A"],
      reads: ["useful", "clinical"],
      sums: ["money"],
    },
  ],
  objections: [{ account: "Thomas", saidOn: "2026-03-01" }],
  consents: [
    consent("CCAS", { endsOn: "2026-09-01" }),
    ...(["withdrawn", "ended", "corrected", "to_come"] as const).map((state) => consent(state, { state })),
  ],
  choices: null,
};
const wordsOf = (given: Sharing) => JSON.stringify(composeNotice(given, "2026-03-02"));

test("the notice tells what is in force today, with whom, of what, until when, and nothing that is over", () => {
  const words = wordsOf(sharing);
  expect(words).toContain("lit\u00a0: nom et naissance, demandes de droits et papiers");
  expect(words).toContain("accord donné le 1er mars 2026, jusqu’au 1er septembre 2026");
  expect(words).toContain("lit\u00a0: ce que les soignants disent utile au parcours, dossier de soins");
  expect(words).toContain("Thomas");
  expect(words).not.toMatch(/withdrawn|ended|corrected|to_come/u);
});

test("whoever agreed to nothing is told so, and always how to refuse, withdraw and object", () => {
  const words = wordsOf({ ...sharing, consents: [], objections: [] });
  expect(words).toContain("vous n’avez donné aucun accord");
  expect(words).toMatch(/refuser un partage.*retirer un accord.*vous opposer/u);
  expect(words).not.toContain("À qui vous refusez la lecture");
});

test.each(listLanguages)(
  "beside French in %s, every phrase but a function's name has its translation, those nobody read over are marked",
  (code) => {
    const everything = Object.keys(blockLabels);
    const told: Sharing = {
      ...sharing,
      team: [{ role: "Médecin", structure: "", names: ["Dr A"], reads: everything, sums: everything }],
      consents: [consent("CCAS", { opens: everything }), consent("X", { opens: [], endsOn: "2026-09-01" })],
    };
    const notices = [told, { ...told, consents: [] }].map((one) =>
      composeNoticeBeside(one, { code, catalogue: readCatalogue(code) }, "2026-03-02"),
    );
    for (const { title, items, warning, language } of notices) {
      const said = [title, ...items.flatMap(({ label, details }) => [label, ...details])];
      expect(said.filter(({ other }) => other === null).map(({ fr }) => fr)).toEqual(["Médecin\u00a0: Dr A"]);
      expect(said.some(({ unchecked }) => unchecked)).toBe(warning !== null);
      expect(language?.direction).toBe(code === "ar" ? "rtl" : "ltr");
    }
    expect(JSON.stringify(notices[0]?.items)).toContain("01/09/2026");
  },
);
