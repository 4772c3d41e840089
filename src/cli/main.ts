import { Command, Option } from "commander";
import type { BackupOptions } from "./backup/backup.ts";
import type { PlanOptions } from "./backup/plan.ts";
import type { ImportRegisterOptions } from "./import-register.ts";
import { answer, tell } from "./output.ts";
import type { SlotsOptions } from "./slots.ts";
import type { UserAddOptions } from "./users.ts";

const program = new Command("maillage")
  .description(
    "Dossier partagé et bureau des centres de santé solidaires. Données : MAILLAGE_DATA (./var), port : PORT (3000).",
  )
  .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
  .helpOption("-h, --help", "montre cette aide")
  .helpCommand(false)
  .showHelpAfterError("Aide : maillage --help");

const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "Utilisation :",
  "Options:": "Options :",
  "Arguments:": "Arguments :",
  "Commands:": "Commandes :",
};

/** Serving commands speak on standard output once ready, and say why when they cannot start. */
function serving(run: () => Promise<void>): Promise<void> {
  return run().catch((error: unknown) => {
    process.stderr.write(`${tell(error)}\n`);
    process.exitCode = 1;
  });
}

program
  .command("start")
  .description("sert le centre jusqu’à Ctrl-C")
  .action(() => serving(async () => (await import("./start.ts")).start()));

program
  .command("demo")
  .description("sert une démonstration avec des personnes inventées")
  .option("--preset <nom>", "modèle d’organisation", process.env.MAILLAGE_PRESET || "bourgoin")
  .option("--fresh", "repart d’une démonstration vide")
  .action((options: { preset: string; fresh?: boolean }) =>
    serving(async () =>
      (await import("./start.ts")).demo({ preset: options.preset, fresh: options.fresh ?? false }),
    ),
  );

program
  .command("migrate")
  .description("met la base à jour, sans servir")
  .option("--json", "répond par un objet JSON")
  .action((options: { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./migrate.ts")).migrateCommand()),
  );

program
  .command("import-register")
  .description("importe le registre d’un centre (CSV ou XLSX)")
  .argument("<fichier>")
  .option("--year <année>", "année du registre : complète les dates sans année, refuse les autres")
  .option("--accept-probable", "les paires probables sont les mêmes personnes")
  .option("--reject-probable", "les paires probables sont des personnes différentes")
  .option("--dry-run", "dit ce qui serait importé, sans rien écrire")
  .option("--json", "répond par un objet JSON")
  .action((file: string, options: ImportRegisterOptions & { json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./import-register.ts")).importRegisterCommand(file, options),
    ),
  );

program
  .command("report")
  .description("calcule un bilan")
  .command("activity")
  .description("bilan d’activité d’une période, premier et dernier jour compris")
  .requiredOption("--from <jour>", "premier jour (AAAA-MM-JJ)")
  .requiredOption("--to <jour>", "dernier jour (AAAA-MM-JJ)")
  .option("--known-on <jour>", "tel que connu à la fin de ce jour")
  .option("--json", "répond par un objet JSON")
  .action((options: { from: string; to: string; json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./report.ts")).reportActivityCommand(options)),
  );

program
  .command("estimate")
  .description(
    "estime des droits possibles d’après une situation en JSON lue sur l’entrée standard (docs/estimate.schema.json)",
  )
  .option("--json", "répond par un objet JSON")
  .action((options: { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./estimate.ts")).estimateCommand(process.stdin)),
  );

program
  .command("eligibility")
  .description(
    "dit si les règles d’admission d’un modèle sont remplies, d’après des faits en JSON lus sur l’entrée standard (docs/eligibility.schema.json)",
  )
  .requiredOption("--preset <nom>", "modèle d’organisation")
  .option("--json", "répond par un objet JSON")
  .action((options: { preset: string; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./eligibility.ts")).eligibilityCommand(options.preset, process.stdin),
    ),
  );

program
  .command("slots")
  .description("donne les créneaux libres d’un service, les plus proches d’abord")
  .requiredOption("--service <code>")
  .requiredOption("--from <jour>", "premier jour (AAAA-MM-JJ)")
  .option("--days <n>", "nombre de jours", "14")
  .option("--site <code...>", "sur ces sites seulement")
  .option("--json", "répond par un objet JSON")
  .action((options: SlotsOptions & { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./slots.ts")).slotsCommand(options)),
  );

program
  .command("agenda-paper")
  .description("écrit l’agenda d’aujourd’hui et de demain en PDF, pour un jour sans réseau")
  .argument("<dossier>")
  .option("--from <jour>", "premier des deux jours (AAAA-MM-JJ)")
  .option("--json", "répond par un objet JSON")
  .action((folder: string, options: { from?: string; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./agenda-paper.ts")).agendaPaperCommand(folder, options),
    ),
  );

program
  .command("search")
  .description("cherche des personnes : noms dans n’importe quel ordre, naissance, numéro de dossier")
  .argument("<mots>")
  .option("--json", "répond par un objet JSON")
  .action((words: string, options: { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./search.ts")).searchCommand(words)),
  );

program
  .command("rotate-keys")
  .description("change les clés des numéros de sécurité sociale et des documents, et les chiffre de nouveau")
  .option("--json", "répond par un objet JSON")
  .action((options: { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./rotate-keys.ts")).rotateKeysCommand()),
  );

program
  .command("export-record")
  .description("donne à une personne tout ce qui est gardé d’elle")
  .argument("<personne>", "numéro ou identifiant du dossier")
  .option("--pdf <fichier>", "écrit un PDF lisible, au lieu du JSON")
  .option("--zip <fichier>", "écrit une archive\u00a0: le PDF, le JSON et les documents")
  .option("--json", "répond par un objet JSON")
  .action((person: string, options: { pdf?: string; zip?: string; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./export-record.ts")).exportRecordCommand(person, options),
    ),
  );

program
  .command("retention")
  .description("met à part et efface ce dont le temps est passé, selon le plan approuvé")
  .option("--dry-run", "établit le plan du jour, sans rien modifier")
  .option("--json", "répond par un objet JSON")
  .action((options: { dryRun?: boolean; json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./retention.ts")).retentionCommand(options)),
  );

const user = program.command("user").description("gère les comptes");

user
  .command("add")
  .description("crée un compte et un lien d’invitation à usage unique")
  .requiredOption("--email <adresse>")
  .requiredOption("--name <nom>")
  .requiredOption("--role <rôle>")
  .option("--structure <code>", "structure où la personne travaille")
  .option("--supervisor <adresse>", "responsable d’un stagiaire")
  .option("--json", "répond par un objet JSON")
  .action((options: UserAddOptions & { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./users.ts")).userAddCommand(options)),
  );

user
  .command("link")
  .description("donne un nouveau lien à usage unique à un compte : mot de passe oublié, ou téléphone perdu")
  .requiredOption("--email <adresse>")
  .option("--invitation", "renouvelle aussi le second facteur ; sinon le mot de passe seul")
  .option("--json", "répond par un objet JSON")
  .action((options: { email: string; invitation?: boolean; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./users.ts")).userLinkCommand(
        options.email,
        options.invitation ? "invitation" : "reset",
      ),
    ),
  );

program
  .command("audit")
  .description("journal des accès")
  .command("verify")
  .description("vérifie la chaîne du journal avec la tête conservée hors de la base")
  .option("--database <url>", "une copie de la base, au lieu de celle du dossier de données")
  .option("--head <fichier>", "tête signée (par défaut la dernière du dossier de données)")
  .option("--json", "répond par un objet JSON")
  .action((options: { database?: string; head?: string; json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./audit.ts")).auditVerifyCommand(options)),
  );

program
  .command("recovery-key")
  .description("fait la clé qui ouvre les sauvegardes, et la montre une fois")
  .option("--new", "en met une autre en usage")
  .option("--json", "répond par un objet JSON")
  .action((options: { new?: boolean; json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./backup/key.ts")).recoveryKeyCommand(options)),
  );

program
  .command("backup")
  .description(
    "sauvegarde tout, chiffré, pendant que le centre travaille, et le vérifie en le remettant à part",
  )
  .argument("<dossier>", "un autre disque : chaque sauvegarde y a son dossier")
  .addOption(new Option("--planned", "faite par le plan du serveur").hideHelp())
  .addOption(new Option("--follow", "suivie par l’archive du serveur").hideHelp())
  .option("--json", "répond par un objet JSON")
  .action((place: string, options: BackupOptions & { json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./backup/backup.ts")).backupCommand(place, options),
    ),
  );

program
  .command("backup-plan")
  .description("sauvegarde de chaque jour et archive continue, faites par le serveur")
  .option("--place <dossier>", "dossier d’un autre disque")
  .option("--at <heure>", "heure de la sauvegarde (HH:MM)")
  .option("--keep <nombre>", "combien de sauvegardes sont gardées")
  .option("--archive", "archive aussi ce qui suit, minute par minute")
  .option("--no-archive", "sans archive continue")
  .option("--off", "plus aucune sauvegarde prévue")
  .option("--json", "répond par un objet JSON")
  .action((options: PlanOptions & { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./backup/plan.ts")).backupPlanCommand(options)),
  );

program
  .command("verify-backup")
  .description("remet une sauvegarde à part, la compare, et dit en combien de temps")
  .argument("<dossier>", "une sauvegarde, ou le dossier qui les contient : la dernière")
  .option("--key <fichier>", "clé de récupération (- : entrée standard ; sinon MAILLAGE_RECOVERY_KEY)")
  .option("--json", "répond par un objet JSON")
  .action((place: string, options: { key?: string; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./backup/verify.ts")).verifyBackupCommand(place, options),
    ),
  );

program
  .command("restore")
  .description("remet une sauvegarde dans un dossier de données neuf")
  .argument("<dossier>", "une sauvegarde, ou le dossier qui les contient : la dernière")
  .option("--to <dossier>", "dossier de données à faire (par défaut MAILLAGE_DATA)")
  .option("--key <fichier>", "clé de récupération (- : entrée standard ; sinon MAILLAGE_RECOVERY_KEY)")
  .option("--json", "répond par un objet JSON")
  .action((place: string, options: { to?: string; key?: string; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./backup/restore.ts")).restoreCommand(place, options),
    ),
  );

program
  .command("move")
  .description("porte le centre sur un autre PostgreSQL, tout comparé, serveur arrêté")
  .requiredOption(
    "--to <adresse>",
    "postgresql://compte:mot-de-passe@serveur:5432/base, vide ; ou « embedded »",
  )
  .option("--json", "répond par un objet JSON")
  .action((options: { to: string; json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./backup/move.ts")).moveCommand(options.to)),
  );

program
  .command("doctor")
  .description("dit ce qui ne va pas dans l’installation et quoi faire")
  .option("--json", "répond par un objet JSON")
  .action((options: { json?: boolean }) =>
    answer(options.json ?? false, async () => (await import("./doctor.ts")).doctorCommand()),
  );

program
  .command("database-url")
  .description("donne l’adresse de la base, pour psql : à garder secrète")
  .option("--role <rôle>", "owner, app, signin ou sealer", "owner")
  .option("--json", "répond par un objet JSON")
  .action((options: { role: string; json?: boolean }) =>
    answer(options.json ?? false, async () =>
      (await import("./database-url.ts")).databaseUrlCommand(options.role),
    ),
  );

await program.parseAsync();
