import { isAbsolute } from "node:path";
import { type BackupPlan, readPlan, writePlan } from "../../platform/backup/plan.ts";
import { asConsole } from "../console.ts";
import { type CommandAnswer, CommandError } from "../output.ts";

export interface PlanOptions {
  readonly place?: string;
  readonly at?: string;
  readonly keep?: string;
  readonly archive?: boolean;
  readonly off?: boolean;
}

/** `maillage backup-plan`: the daily backup and the archive that a running server makes by itself; says the plan in force. */
export function backupPlanCommand(options: PlanOptions): Promise<CommandAnswer> {
  return asConsole(async ({ installation, caller }) => {
    const before = readPlan(installation.folder);
    const wanted: BackupPlan = {
      place: options.off ? null : (options.place ?? before.place),
      at: options.at ?? before.at,
      keep: options.keep === undefined ? before.keep : Number(options.keep),
      archive: options.archive ?? before.archive,
    };
    refuse(wanted);
    if (JSON.stringify(wanted) !== JSON.stringify(before)) {
      await installation.db.call(caller(), ["console"], "backup.plan", "audit.record('backup.plan')", []);
      writePlan(installation.folder, wanted);
    }
    return { data: wanted, text: describe(wanted) };
  });
}

function refuse({ place, at, keep }: BackupPlan): void {
  const problem =
    place !== null && !isAbsolute(place)
      ? `Le dossier ${place} doit être donné en entier, depuis la racine (/…).`
      : !/^([01]\d|2[0-3]):[0-5]\d$/.test(at)
        ? `«\u00a0${at}\u00a0» n’est pas une heure. Écrivez-la comme 02:00.`
        : !Number.isInteger(keep) || keep < 1 || keep > 400
          ? "Le nombre de sauvegardes gardées va de 1 à 400."
          : null;
  if (problem !== null) throw new CommandError(`${problem} Rien n’a été modifié.`, 2);
}

function describe({ place, at, keep, archive }: BackupPlan): string {
  if (place === null)
    return "Aucune sauvegarde n’est prévue. Choisissez un dossier d’un autre disque\u00a0: maillage backup-plan --place /…";
  return `Chaque jour à ${at}, dans ${place}\u00a0; les ${keep} dernières sont gardées. ${archive ? "Archive continue, minute par minute." : "Sans archive continue."}`;
}
