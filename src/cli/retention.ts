import { pruneTrail } from "../access/audit/pruning.ts";
import { businessClock } from "../platform/business-clock.ts";
import { erasureSalt } from "../retention/erasure-proof.ts";
import { actLabels, blockLabels, type Plan, planStateLabels, reasonLabels } from "../retention/model.ts";
import { runPlan } from "../retention/run.ts";
import { makePlan, readParameters, readPlans } from "../retention/store.ts";
import { addMonths } from "../ui/days.ts";
import { asConsole, type Console } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

const ROLES = ["console"];

/**
 * `maillage retention --dry-run`: what is due today, for someone to approve in the browser; nothing changes.
 * `maillage retention`: applies the plan approved, or goes on with the one a stopped command left.
 */
export function retentionCommand({ dryRun = false }: { dryRun?: boolean }): Promise<CommandAnswer> {
  const day = businessClock(process.env)();
  return asConsole((console) => (dryRun ? plan(console, day) : apply(console, day)));
}

const asking = ({ installation, caller }: Console) => ({
  db: installation.db,
  caller: caller(),
  roles: ROLES,
});

async function plan(console: Console, day: string): Promise<CommandAnswer> {
  const id = await makePlan(asking(console), day, true);
  const made = await find(console, id);
  return { data: made, text: told(made) };
}

async function apply(console: Console, day: string): Promise<CommandAnswer> {
  const run = await runPlan(
    () => asking(console),
    day,
    (id) => erasureSalt(console.installation.folder.keys, id),
  );
  switch (run.outcome) {
    case "none":
      throw new CommandError(
        "Aucun plan n’est approuvé. Rien n’a été modifié. Lancez « maillage retention --dry-run », puis faites approuver le plan " +
          "par le délégué à la protection des données ou le directeur médical (écran « Conservation »).",
        3,
      );
    case "expired":
      throw new CommandError(
        `Le plan du ${run.day} a été approuvé il y a trop longtemps. Rien n’a été modifié. Établissez-en un nouveau (--dry-run).`,
        3,
      );
    case "moved":
      throw new CommandError(
        `Depuis son approbation, le plan du ${run.day} a bougé : une personne est revenue, un dossier a été retenu ou une durée a changé. ` +
          "Rien n’a été modifié. Établissez-en un nouveau (--dry-run) et faites-le approuver.",
        3,
      );
    case "done": {
      const pruned = await lighten(console, day);
      const done = await find(console, run.plan);
      const text = [told(done), `Lignes du journal retirées, leur temps étant passé : ${pruned}.`].join("\n");
      return { data: { ...done, frozen: run.frozen, pruned }, text };
    }
  }
}

/** Removes the lines of the trail whose legal time is over; by the real clock, which is the trail's own, or earlier. */
async function lighten(console: Console, day: string): Promise<number> {
  const { installation } = console;
  const kept = (await readParameters(asking(console), day)).find(
    ({ code, inForce }) => code === "trail_kept" && inForce,
  );
  if (!kept) return 0;
  const [last = day] = [day, new Date().toISOString().slice(0, 10)].sort();
  const owner = await installation.connectOwner();
  try {
    await installation.db.call(
      asking(console).caller,
      ROLES,
      "retention.prune",
      "audit.record('retention.prune')",
      [],
    );
    return await pruneTrail(owner, installation.secrets, `${addMonths(last, -kept.value)}T00:00:00Z`);
  } finally {
    await owner.end();
  }
}

async function find(console: Console, id: string): Promise<Plan> {
  const found = (await readPlans(asking(console))).find((one) => one.id === id);
  if (!found) throw new Error("the plan just made is not there");
  return found;
}

function told(made: Plan): string {
  const { results } = made;
  return [
    `Plan de conservation au ${made.day} : ${planStateLabels[made.state]}.`,
    ...made.counts.map(
      ({ act, block, reason, persons }) =>
        `${actLabels[act]} : ${blockLabels[block].toLowerCase()}, ${persons} (${reasonLabels[reason] ?? reason}).`,
    ),
    ...(made.counts.length === 0 ? ["Rien n’est dû ce jour."] : []),
    ...(made.held > 0 ? [`Retenus par une conservation prolongée : ${made.held}.`] : []),
    ...(made.years.length > 0 ? [`Bilans figés avant l’effacement : ${made.years.join(", ")}.`] : []),
    ...(made.state === "done"
      ? [
          `Repris : ${results.restore ?? 0}, mis à part : ${results.archive ?? 0}, effacés : ${results.erase ?? 0}, ` +
            `laissés car ils avaient bougé : ${results.moved ?? 0}.`,
        ]
      : []),
    ...(made.state === "drafted" ? ["À approuver dans l’écran « Conservation » avant d’être appliqué."] : []),
  ].join("\n");
}
