import { loadBasins } from "../people/basins.ts";
import { businessClock } from "../platform/business-clock.ts";
import { periodSchema } from "../reports/model.ts";
import { layOutReport } from "../reports/rules.ts";
import { countActivity } from "../reports/store.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** Options of `maillage report activity`. */
export interface ReportOptions {
  readonly from: string;
  readonly to: string;
  readonly knownOn?: string;
}

export async function reportActivityCommand(options: ReportOptions): Promise<CommandAnswer> {
  const period = periodSchema.safeParse({
    from: options.from,
    to: options.to,
    knownOn: options.knownOn ?? businessClock(process.env)(),
  });
  if (!period.success) {
    throw new CommandError(
      `${period.error.issues[0]?.message ?? "Période illisible."} Écrivez les jours comme 2014-01-31.`,
      2,
    );
  }
  const { from, to, knownOn = to } = period.data;
  const report = await asConsole(async ({ installation, caller }) =>
    layOutReport(
      await countActivity(installation.db, caller(), ["console"], { from, to, knownOn }),
      await loadBasins(),
    ),
  );
  const { coverage } = report;
  const percent = (value: number | null) => (value === null ? "–" : `${value} %`);
  return {
    data: report,
    text: [
      `Bilan du ${from} au ${to}, tel que connu le ${knownOn}`,
      `Consultations : ${report.consultations}`,
      `File active : ${report.activeCaseload} personnes`,
      `Consultations par personne : ${report.consultationsPerPerson ?? "–"}`,
      `Sans couverture au moins une fois : ${coverage.noneAtLeastOnce.persons} (${percent(coverage.noneAtLeastOnce.percent)})`,
      `CMU ou CMU-C au moins une fois : ${coverage.cmuAtLeastOnce.persons} (${percent(coverage.cmuAtLeastOnce.percent)})`,
      `Couverture inconnue : ${coverage.unknown.persons} (${percent(coverage.unknown.percent)})`,
      `Nouvelles personnes : ${report.newPersons ?? "pas d’historique"}`,
    ].join("\n"),
  };
}
