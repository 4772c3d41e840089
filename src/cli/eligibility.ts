import { join } from "node:path";
import { eligibilitySchema, type Facts, factsSchema, howWritten } from "../admission/eligibility.ts";
import { decideEligibility, readGrounds } from "../admission/rules.ts";
import type { AdmissionRules } from "../network/admission-data.ts";
import { readPreset } from "../network/preset.ts";
import { programRoot } from "../platform/program-root.ts";
import { type CommandAnswer, CommandError } from "./output.ts";
import { type CommandInput, readObject, UNUSABLE } from "./standard-input.ts";

const WORDS = {
  thing: "faits",
  undone: "Rien n’a été examiné.",
  command: "maillage eligibility --preset auxerre --json < faits.json",
};

/** `maillage eligibility`: facts in JSON in, whether the preset's rules admit, condition by condition. Keeps nothing. */
export async function eligibilityCommand(code: string, input: CommandInput): Promise<CommandAnswer> {
  const { admission, name } = readPreset(join(programRoot(), "presets"), code);
  if (!admission)
    throw new CommandError(
      `Le modèle «\u00a0${name}\u00a0» n’a pas de règles d’admission\u00a0: on y vient sans être adressé. ${WORDS.undone}`,
      UNUSABLE,
    );
  const raw = await readObject(input, WORDS);
  const read = factsSchema.safeParse(raw);
  if (!read.success) {
    const faults = new Set(
      read.error.issues.map((issue) =>
        issue.code === "unrecognized_keys"
          ? `Fait inconnu\u00a0: ${issue.keys.join(", ")}. Faits attendus\u00a0: ${Object.keys(factsSchema.shape).join(", ")}.`
          : issue.path.length === 0
            ? "Un seul objet JSON est attendu."
            : howWritten(issue.path[0] as keyof Facts),
      ),
    );
    throw new CommandError(
      `Faits inutilisables. ${[...faults].join(" ")} ${WORDS.undone} Schéma\u00a0: docs/eligibility.schema.json`,
      UNUSABLE,
    );
  }
  checkGrounds(read.data, admission);
  const answer = eligibilitySchema.parse(decideEligibility(read.data, admission));
  return { data: answer, text: spoken(answer) };
}

function checkGrounds({ grounds }: Facts, rules: AdmissionRules): void {
  if (!Array.isArray(grounds)) return;
  const { unread } = readGrounds(grounds, rules);
  if (unread.length > 0)
    throw new CommandError(
      `Motif inconnu\u00a0: ${unread.join(", ")}. Motifs de ce modèle\u00a0: ${rules.grounds.map((one) => one.code).join(", ")}. ${WORDS.undone}`,
      UNUSABLE,
    );
}

const VERDICTS = new Map<unknown, string>([
  [true, "Les conditions sont remplies."],
  [false, "Les conditions ne sont pas remplies."],
  ["unknown", "On ne peut pas encore le dire."],
]);
const MARKS = new Map<unknown, string>([
  [true, "oui"],
  [false, "non"],
  ["unknown", "à demander"],
]);

function spoken({ eligible, conditions }: ReturnType<typeof decideEligibility>): string {
  return [VERDICTS.get(eligible), ...conditions.map(({ met, why }) => `  ${MARKS.get(met)} – ${why}`)].join(
    "\n",
  );
}
