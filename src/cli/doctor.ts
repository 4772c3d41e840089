import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readHeadFile } from "../access/audit/head-file.ts";
import { readState } from "../platform/backup/plan.ts";
import { openDataFolder, serverHolder } from "../platform/data-folder.ts";
import { programRoot } from "../platform/program-root.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, tell } from "./output.ts";

/** Something to mend (fault) or to consider (advice), with what to do. */
interface Finding {
  readonly level: "fault" | "advice";
  readonly what: string;
  readonly todo: string;
}

const fault = (what: string, todo: string): Finding => ({ level: "fault", what, todo });
const advice = (what: string, todo: string): Finding => ({ level: "advice", what, todo });
const GIGABYTE = 1024 ** 3;

/** Looks at the installation from outside in: machine, folder, database, chain. Exit 1 for a fault, 0 for mere advice. */
export async function doctorCommand(): Promise<CommandAnswer> {
  const findings = [...machine(), ...(await dataFolder())];
  const faults = findings.filter((finding) => finding.level === "fault");
  const lines = findings.map(
    (f) => `${f.level === "fault" ? "À RÉPARER" : "Conseil"} : ${f.what}\n  ${f.todo}`,
  );
  return {
    data: {
      ok: faults.length === 0,
      faults,
      advice: findings.filter((finding) => finding.level === "advice"),
    },
    text: lines.length === 0 ? "Tout va bien." : lines.join("\n"),
    exitCode: faults.length === 0 ? 0 : 1,
  };
}

function machine(): Finding[] {
  const found: Finding[] = [];
  if (!existsSync(join(programRoot(), "dist", "web", "index.html"))) {
    found.push(
      fault("Les écrans ne sont pas construits.", "Lancez « npm run build » dans le dossier du programme."),
    );
  }
  const { HOST: host = "127.0.0.1", MAILLAGE_PROXY: proxy, MAILLAGE_TLS_CERT: certificate } = process.env;
  if (!["127.0.0.1", "localhost", "::1"].includes(host) && proxy !== "1" && !certificate) {
    found.push(
      advice(
        `Le serveur écoute sur ${host} sans chiffrement.`,
        "Donnez-lui un certificat (MAILLAGE_TLS_CERT, MAILLAGE_TLS_KEY), ou placez devant un proxy inverse avec MAILLAGE_PROXY=1 : voir docs/guide/installation.md.",
      ),
    );
  }
  const { MAILLAGE_SMTP: smtp, MAILLAGE_URL: url } = process.env;
  if (smtp && !url) {
    found.push(
      advice(
        "Les courriers mènent à l’adresse où le serveur écoute.",
        "Indiquez l’adresse que les personnes ouvrent : MAILLAGE_URL=https://…",
      ),
    );
  }
  return found;
}

async function dataFolder(): Promise<Finding[]> {
  const found: Finding[] = [];
  try {
    const folder = openDataFolder(process.env);
    accessSync(folder.root, constants.W_OK);
    const mode = statSync(folder.root).mode & 0o007;
    if (mode !== 0) {
      found.push(
        fault(
          `Le dossier ${folder.root} est ouvert à tous les comptes de la machine.`,
          `Lancez : chmod o-rwx ${folder.root}`,
        ),
      );
    }
    const disk = statfsSync(folder.root);
    const free = disk.bavail * disk.bsize;
    if (free < GIGABYTE) {
      found.push(
        fault(
          `Il reste ${(free / GIGABYTE).toFixed(1)} Go sur le disque.`,
          "Libérez de la place : la base s’arrête quand le disque est plein.",
        ),
      );
    } else if (free < 5 * GIGABYTE) {
      found.push(
        advice(
          `Il reste ${(free / GIGABYTE).toFixed(1)} Go sur le disque.`,
          "Prévoyez de libérer de la place.",
        ),
      );
    }
    const { lastBackup } = readState(folder);
    if (lastBackup === null || Date.now() - Date.parse(lastBackup.madeAt) > 7 * 86_400_000) {
      found.push(
        advice(
          lastBackup === null
            ? "Aucune sauvegarde n’a encore été faite."
            : "La dernière sauvegarde a plus d’une semaine.",
          "Voyez docs/guide/sauvegarder.md : maillage recovery-key, puis maillage backup-plan --place …",
        ),
      );
    }
    const holder = serverHolder(folder);
    found.push(...(await database()));
    const head = await readHeadFile(folder.auditHead);
    if (head && holder && Date.now() - Date.parse(head.signedAt) > 60_000) {
      found.push(
        fault(
          "Le journal n’est plus scellé depuis plus d’une minute.",
          "Redémarrez le serveur, puis lancez « maillage audit verify ».",
        ),
      );
    }
    if (!holder) found.push(advice("Le serveur ne fonctionne pas.", "Lancez « maillage start »."));
  } catch (error) {
    found.push(
      fault(tell(error).split("\n")[0] ?? "", "Corrigez ce point, puis relancez « maillage doctor »."),
    );
  }
  return found;
}

function database(): Promise<Finding[]> {
  return asConsole(async ({ installation: { db, demonstration, server, connectOwner } }) => {
    const found: Finding[] = [];
    if (!(await db.alive())) {
      found.push(
        fault(
          "La base ne répond pas au compte de l’application.",
          "Vérifiez que le dossier keys/ est celui de cette base.",
        ),
      );
    }
    if (demonstration)
      found.push(advice("Cette installation est une démonstration.", "N’y enregistrez personne de réel."));
    const owner = await connectOwner();
    try {
      const { rows } = await owner.query<{ durable: string; withoutFactor: number; accounts: number }>(
        `select current_setting('fsync') as durable,
          (select count(*)::int from access.account a where a.disabled_at is null and a.email not like '%.invalid') as accounts,
          (select count(*)::int from access.account a join access.credential c on c.account_id = a.id
            where a.disabled_at is null and c.password_hash is not null and c.totp_confirmed_at is null
              and not exists (select from access.passkey p where p.account_id = a.id)) as "withoutFactor"`,
      );
      const state = rows[0];
      if (state?.durable !== "on") {
        found.push(
          fault(
            "PostgreSQL n’écrit pas durablement (fsync=off).",
            "Remettez fsync = on dans sa configuration, puis redémarrez-le.",
          ),
        );
      }
      if (state && !demonstration && state.accounts === 0) {
        found.push(
          advice(
            "Personne ne peut encore se connecter.",
            "Créez un compte : maillage user add --email … --name … --role …",
          ),
        );
      }
      if (state && state.withoutFactor > 0) {
        found.push(
          advice(
            `${state.withoutFactor} compte(s) sans second facteur.`,
            "Demandez à ces personnes d’ouvrir « Ma sécurité ».",
          ),
        );
      }
    } finally {
      await owner.end();
    }
    if (server.kind === "external") {
      found.push(advice("La base est sur un PostgreSQL externe.", "Ses mises à jour sont de votre ressort."));
    }
    return found;
  });
}
