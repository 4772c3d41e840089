import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRequestLaw } from "../requests/read-law.ts";
import { citationOf, draftLetter, type LetterFacts, lettersFor } from "./draft.ts";
import { letterKinds, TO_COMPLETE } from "./model.ts";

const law = readRequestLaw();
const TODAY = "2026-05-04";
type Step = LetterFacts["request"]["steps"][number];
const step = (state: Step["state"], on: string | null, words = ""): Step => ({
  id: `${state} ${on}`,
  seq: 1,
  state,
  on,
  effectOn: null,
  endsOn: null,
  scope: "",
  words,
  channel: null,
  reason: null,
  waitsOn: null,
  corrects: null,
  by: "Essai",
  at: "",
  until: null,
});
const requestOf = (type: string, ...steps: Step[]): LetterFacts["request"] => ({
  type,
  state: steps.at(-1)?.state ?? "identified",
  steps,
  reference: "AB 12",
  authority: "",
  members: [],
  log: [],
});
const facts = (request: LetterFacts["request"]): LetterFacts => ({
  request,
  right: "Complémentaire santé solidaire (C2S)",
  authority: "CPAM, MSA ou CGSS",
  person: "Mariam Traoré, née le 12/03/1992",
});

describe("the standard letters", () => {
  test("silence that means acceptance has its own letter, which cites the law it was read in", () => {
    const silent = requestOf("c2s", step("filed", "2026-03-03"));
    expect(lettersFor(silent, law, TODAY)).toEqual(["implicit_grant", "chasing", "acknowledgement"]);
    expect(lettersFor(silent, law, "2026-05-02")).toEqual(["chasing", "acknowledgement"]);
    const { body, doubts } = draftLetter("implicit_grant", facts(silent), law, TODAY);
    expect(body).toContain("réputée acceptée (articles L861-5, R861-16 du code de la sécurité sociale)");
    expect(body).toContain("déposée le 3 mars 2026, référence AB 12");
    expect(doubts).toEqual([]);
  });

  test("a refusal is contested with its date, its reference and its ground, the reasons left to write", () => {
    const refused = requestOf("c2s", step("refused", "2026-03-12", "Ressources au-dessus du plafond."));
    expect(lettersFor(refused, law, TODAY)).toEqual(["appeal"]);
    const { to, body } = draftLetter("appeal", facts(refused), law, TODAY);
    expect(to).toBe("Commission de recours amiable\nCPAM, MSA ou CGSS");
    expect(body).toContain("la décision du 12 mars 2026");
    expect(body).toContain("Motif donné\u00a0: Ressources au-dessus du plafond.");
    expect(body).toContain(TO_COMPLETE);
  });

  test("the court has its letter once it may be asked: no amicable appeal in that right, or one rejected; which court is to be verified", () => {
    const refused = requestOf("c2s", step("refused", "2026-03-12"));
    const appealed = step("appeal_cra", "2026-02-20");
    expect(lettersFor(requestOf("c2s", step("refused", "2026-01-12"), appealed), law, "2026-04-19")).toEqual(
      [],
    );
    const rejected = requestOf("c2s", step("refused", "2026-01-12"), appealed);
    expect(lettersFor(rejected, law, "2026-04-20")).toEqual(["court"]);
    expect(lettersFor(requestOf("c2s", appealed, step("refused", "2026-04-02")), law, TODAY)).toEqual([
      "court",
    ]);
    expect(lettersFor(requestOf("domiciliation", step("refused", "2026-03-12")), law, TODAY)).toEqual([
      "court",
    ]);
    expect(lettersFor(requestOf("primary_care_doctor", step("refused", "2026-03-12")), law, TODAY)).toEqual(
      [],
    );
    expect(lettersFor(refused, law, TODAY)).toEqual(["appeal"]);
    const { to, body, doubts } = draftLetter("court", facts(rejected), law, TODAY);
    expect(to).toContain(TO_COMPLETE);
    expect(body).toContain("mon recours préalable du 20 février 2026, resté sans réponse");
    expect(doubts.join(" ")).toContain("pôle social du tribunal judiciaire");
  });

  test("what was not read at a source is told beside the form, and never written", () => {
    const silent = requestOf("ame", step("filed", "2026-03-03"));
    const { body, doubts } = draftLetter("appeal", facts(silent), law, TODAY);
    expect(body).not.toContain("réputée refusée");
    expect(doubts.join(" ")).toContain("CRPA L231-4");
    fc.assert(
      fc.property(
        fc.constantFrom(...law),
        fc.constantFrom(...letterKinds),
        fc.constantFrom("filed" as const, "refused" as const),
        (row, kind, state) => {
          if (row.confidence !== "sure") expect(citationOf(row)).toBeNull();
          const drafted = draftLetter(
            kind,
            facts(requestOf(row.type, step(state, "2026-03-03"))),
            law,
            TODAY,
          );
          expect(drafted.body).not.toMatch(/mémoire|vérifier|null|undefined/);
        },
      ),
    );
  });
});
