import type { StatusLine, UpkeepStatus } from "./model.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GIGABYTE = 1024 ** 3;

/** Judges an installation: each subject with its state and what to do. Worst first is the page's to choose; the order is fixed. */
export function judge(status: UpkeepStatus): StatusLine[] {
  return [
    recoveryKey(status),
    lastBackup(status),
    archive(status),
    disk(status),
    placeDisk(status),
    letters(status),
    seal(status),
    updates(status),
  ];
}

/** Whether the last backup is older than a week, or there is none. */
export function backupIsOld({ now, backup }: UpkeepStatus): boolean {
  return backup.last === null || Date.parse(now) - Date.parse(backup.last.madeAt) > 7 * DAY;
}

function line(
  subject: string,
  tone: StatusLine["tone"],
  what: string,
  todo: string | null = null,
): StatusLine {
  return { subject, tone, what, todo };
}

function recoveryKey({ recoveryKey: key }: UpkeepStatus): StatusLine {
  const subject = "Clé de récupération";
  if (key === null) {
    return line(
      subject,
      "missing",
      "Aucune n’a été faite\u00a0: sans elle, aucune sauvegarde.",
      "Faites-la ci-dessous et recopiez-la en deux exemplaires, gardés ailleurs que ce poste.",
    );
  }
  return line(subject, "good", `Clé ${key.id}, depuis le ${day(key.since)}. Elle n’est pas gardée ici.`);
}

function lastBackup(status: UpkeepStatus): StatusLine {
  const subject = "Dernière sauvegarde";
  const { backup, plan } = status;
  if (backup.running) return line(subject, "wait", "Une sauvegarde est en cours.");
  const what =
    backup.last === null
      ? "Aucune sauvegarde n’a encore été faite."
      : `Le ${moment(backup.last.madeAt)}, remise et comparée en ${backup.last.seconds}\u00a0s, dans ${backup.last.folder}.`;
  const old = backupIsOld(status);
  if (backup.failure !== null) return line(subject, old ? "missing" : "wait", what, backup.failure.message);
  if (!old) return line(subject, "good", what);
  return line(
    subject,
    "missing",
    what,
    plan.place === null
      ? "Choisissez ci-dessous un dossier d’un autre disque."
      : "Vérifiez que le disque est branché, puis «\u00a0Sauvegarder maintenant\u00a0».",
  );
}

function archive({ now, plan, archive: state }: UpkeepStatus): StatusLine {
  const subject = "Archive continue";
  if (!plan.archive || plan.place === null) {
    return line(
      subject,
      "wait",
      "Elle n’est pas en service\u00a0: si ce poste meurt, ce qui suit la dernière sauvegarde est perdu.",
      "Choisissez un dossier de sauvegarde et mettez l’archive en service ci-dessous.",
    );
  }
  const late = state.until === null || Date.parse(now) - Date.parse(state.until) > 5 * MINUTE;
  const what =
    state.until === null
      ? "Elle commence avec la prochaine sauvegarde."
      : `Tout est archivé jusqu’au ${moment(state.until)}.`;
  if (!late) return line(subject, "good", what);
  return line(
    subject,
    state.until === null && state.failure === null ? "wait" : "missing",
    what,
    state.failure?.message ?? "Si cela dure plus de quelques minutes, redémarrez Maillage.",
  );
}

function disk({ disk: { free, total } }: UpkeepStatus): StatusLine {
  return space(
    "Place sur le disque",
    free,
    total,
    "Libérez de la place\u00a0: la base s’arrête quand le disque est plein.",
  );
}

function placeDisk({ plan, placeDisk: place }: UpkeepStatus): StatusLine {
  const subject = "Disque des sauvegardes";
  if (plan.place === null)
    return line(subject, "wait", "Aucun dossier n’est choisi.", "Choisissez-en un ci-dessous.");
  if (place === null) {
    return line(
      subject,
      "missing",
      `${plan.place} ne peut pas être atteint.`,
      "Rebranchez ce disque, ou choisissez un autre dossier.",
    );
  }
  if (place.sameAsData) {
    return line(
      subject,
      "missing",
      `${plan.place} est sur le même disque que les données\u00a0: il mourrait avec elles.`,
      "Branchez un autre disque. S’il est branché, vérifiez qu’il est bien monté à cet endroit.",
    );
  }
  return space(subject, place.free, place.total, "Libérez de la place, ou gardez moins de sauvegardes.");
}

function space(subject: string, free: number, total: number, todo: string): StatusLine {
  const what = `${gigabytes(free)} libres sur ${gigabytes(total)}.`;
  if (free < GIGABYTE) return line(subject, "missing", what, todo);
  return free < 5 * GIGABYTE ? line(subject, "wait", what, todo) : line(subject, "good", what);
}

function letters({ now, letters: { configured, waiting, oldest, givenUp } }: UpkeepStatus): StatusLine {
  const subject = "Courriers";
  if (!configured) {
    return line(
      subject,
      "good",
      "Aucun envoi n’est réglé\u00a0: les liens s’affichent, à remettre en main propre.",
    );
  }
  const stuck = oldest !== null && Date.parse(now) - Date.parse(oldest) > 10 * MINUTE;
  const what = `${waiting} en attente d’envoi${givenUp > 0 ? `, ${givenUp} abandonnés ces sept derniers jours` : ""}.`;
  if (!stuck && givenUp === 0) return line(subject, "good", what);
  return line(
    subject,
    stuck ? "missing" : "wait",
    what,
    "Vérifiez MAILLAGE_SMTP et que le serveur de courrier répond\u00a0; un lien abandonné se redonne depuis «\u00a0Comptes\u00a0».",
  );
}

function seal({ now, audit: { unsealed, oldest, headSignedAt } }: UpkeepStatus): StatusLine {
  const subject = "Scellé du journal";
  const behind = oldest !== null && Date.parse(now) - Date.parse(oldest) > MINUTE;
  const silent = headSignedAt === null || Date.parse(now) - Date.parse(headSignedAt) > MINUTE;
  const what = `${unsealed} ${unsealed > 1 ? "entrées" : "entrée"} en attente\u00a0; tête signée ${headSignedAt === null ? "absente" : `le ${moment(headSignedAt)}`}.`;
  if (!behind && !silent) return line(subject, "good", what);
  return line(
    subject,
    "missing",
    what,
    "Redémarrez Maillage, puis lancez «\u00a0maillage audit verify\u00a0». Prévenez le délégué à la protection des données si une entrée reste.",
  );
}

function updates({ program }: UpkeepStatus): StatusLine {
  const subject = "Mises à jour";
  const { running, installed, pending, node, postgres } = program;
  const what = `Maillage ${running}, PostgreSQL ${postgres}, Node ${node}.`;
  if (installed === running && pending === 0) {
    return line(
      subject,
      "good",
      `${what} Ce qui est installé est ce qui fonctionne. Maillage n’interroge aucun serveur\u00a0: s’il existe plus récent se voit là où vous l’avez pris.`,
    );
  }
  return line(
    subject,
    "wait",
    `${what} Une autre version attend dans le dossier du programme (${installed}${pending > 0 ? `, ${pending} mise(s) à jour de la base` : ""}).`,
    "Faites une sauvegarde, puis redémarrez Maillage pour la mettre en service.",
  );
}

const moments = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "short" });
const days = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" });
const tenths = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

function moment(iso: string): string {
  return moments.format(new Date(iso)).replace(" ", " à ");
}

function day(iso: string): string {
  return days.format(new Date(iso));
}

function gigabytes(bytes: number): string {
  return `${tenths.format(bytes / GIGABYTE)}\u00a0Go`;
}
