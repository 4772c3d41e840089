import type { z } from "zod";
import {
  confidenceLabels,
  type Estimate,
  type LawParameter,
  likelihoodLabels,
  rightLabels,
  type Situation,
  situationSchema,
} from "../rights/estimate/model.ts";
import { readLaw } from "../rights/estimate/read-law.ts";
import { estimateRights } from "../rights/estimate/rules.ts";
import { type CommandAnswer, CommandError } from "./output.ts";
import { type CommandInput, readObject, UNUSABLE } from "./standard-input.ts";

const WORDS = {
  thing: "une situation",
  undone: "Rien n’a été estimé.",
  command: "maillage estimate --json < situation.json",
};

/** `maillage estimate`: one situation in JSON in, the rights it may open out. Reads no record, keeps nothing. */
export async function estimateCommand(input: CommandInput): Promise<CommandAnswer> {
  const estimate = estimateRights(readSituation(await readObject(input, WORDS)), readLaw());
  return { data: published(estimate), text: spoken(estimate) };
}

function readSituation(raw: unknown): Situation {
  const read = situationSchema.safeParse(raw);
  if (read.success) return read.data;
  const faults = [...new Set(read.error.issues.flatMap(faultsOf))];
  throw new CommandError(
    `Situation inutilisable. ${faults.join(" ")} Rien n’a été estimé. Schéma\u00a0: docs/estimate.schema.json`,
    UNUSABLE,
  );
}

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue): string[] {
  if (issue.code === "unrecognized_keys")
    return [
      `Fait inconnu\u00a0: ${issue.keys.join(", ")}. Faits attendus\u00a0: ${Object.keys(situationSchema.shape).join(", ")}.`,
    ];
  if (issue.path.length === 0) return ["Un seul objet JSON est attendu."];
  return [issue.message];
}

/** The answer as published: {"rights":[…]}, each parameter with its name, value, day and source. */
function published({ rights }: Estimate) {
  return {
    rights: rights.map(({ code, likelihood, why, parameters }) => ({
      code,
      likelihood,
      why,
      parameters: parameters.map((row) => ({
        name: nameOf(row),
        value: row.value,
        from: row.from,
        source: sourceOf(row),
      })),
    })),
  };
}

function nameOf({ name, territory, case: which }: LawParameter): string {
  return [name, territory, which].filter((part) => part !== null).join(".");
}

function sourceOf({ source, confidence }: LawParameter): string {
  return confidence === "sure" ? source : `${source} (${confidenceLabels[confidence]})`;
}

function spoken({ rights }: Estimate): string {
  return [
    ...rights.flatMap(({ code, likelihood, why }) => [
      `${likelihoodLabels[likelihood]}\u00a0: ${rightLabels[code]}`,
      ...why.map((sentence) => `  – ${sentence}`),
    ]),
    "Une estimation n’est pas une décision\u00a0: seule la caisse décide.",
  ].join("\n");
}
