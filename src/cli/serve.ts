import { hkdfSync } from "node:crypto";
import { createServer as createTlsServer } from "node:https";
import { createServer } from "node:net";
import { serve as listen, type ServerType } from "@hono/node-server";
import { mailBox } from "../access/accounts/mail-box.ts";
import { startSealer } from "../access/audit/sealer.ts";
import { createSetUpLink } from "../access/first-run/first-run.ts";
import { startRemovingSpent } from "../access/sign-in/spent-rows.ts";
import { openAgendaLive } from "../agenda/live.ts";
import { startReminders } from "../agenda/reminders/sender.ts";
import { readSmsCarrier } from "../agenda/reminders/sms.ts";
import { nowOf } from "../agenda/rules.ts";
import { type Installation, installPreset, presetsFolder } from "../installation.ts";
import { listPresets, readPreset } from "../network/preset.ts";
import { PAPER_KEYS, paperBox } from "../papers/box.ts";
import { NUMBER_KEYS, numberBox } from "../people/number/box.ts";
import { businessClock } from "../platform/business-clock.ts";
import { type DataFolder, holdAsServer } from "../platform/data-folder.ts";
import { openKeyRing } from "../platform/key-ring.ts";
import { startMailer } from "../platform/mail/mailer.ts";
import { readMailSettings } from "../platform/mail/settings.ts";
import { programRoot } from "../platform/program-root.ts";
import { startTypesetter } from "../platform/typeset/typesetter.ts";
import { startWritingPages } from "../record/written-pages.ts";
import { startDigests } from "../rights/digest/sender.ts";
import { buildServer } from "../server.ts";
import { openDesk } from "../upkeep/desk.ts";
import { clearAbandonedImports } from "./abandoned-imports.ts";
import { readEveningPaper, startEveningPaper } from "./agenda-paper.ts";
import { startKeeper } from "./backup/keeper.ts";
import { CommandError, commandLog } from "./output.ts";
import { type Certificate, readCertificate } from "./tls.ts";

/** Where the server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** Set when the server itself speaks TLS. */
  readonly certificate: Certificate | null;
}

/** Reads HOST (default 127.0.0.1: this machine alone), PORT (default 3000) and the certificate, if any. */
export function readAddress(env: Readonly<Record<string, string | undefined>>): Address {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommandError(
      `PORT=${env.PORT} n’est pas un numéro de port. Choisissez un nombre entre 1 et 65535, par exemple 3000.`,
      2,
    );
  }
  return { host: env.HOST || "127.0.0.1", port, certificate: readCertificate(env) };
}

/** Holds the folder and checks the port, before anything heavy is started. */
export async function claim(folder: DataFolder, address: Address): Promise<() => void> {
  const release = await holdAsServer(folder, { pid: process.pid, url: urlOf(address) });
  if (address.port !== 0 && !(await isFree(address))) {
    release();
    throw portTaken(address, await nextFree(address));
  }
  return release;
}

/**
 * Serves an installation until SIGTERM or SIGINT, then stops in order: requests, sealing, database, folder.
 * @returns once everything is closed
 */
export async function serve(
  installation: Installation,
  address: Address,
  releaseFolder: () => void,
): Promise<void> {
  const { db, secrets, folder } = installation;
  const mailSettings = readMailSettings(process.env);
  await clearAbandonedImports(installation);
  const sealer = await startSealer({ pool: db.sealer, secrets, headFile: folder.auditHead, log: commandLog });
  const encryptionKey = Buffer.from(
    hkdfSync("sha256", Buffer.from(secrets.stampSecret, "base64"), "", "second factor", 32),
  );
  const mailer =
    mailSettings &&
    startMailer({ pool: db.signIn, box: mailBox(encryptionKey), settings: mailSettings, log: commandLog });
  const sms = readSmsCarrier(process.env);
  const typesetter = startTypesetter();
  const keeper = startKeeper(installation, archiveEvery(process.env));
  const desk = openDesk({
    folder,
    programFolder: programRoot(),
    mail: mailSettings !== null,
    backupNow: () => keeper.backupNow(),
  });
  let here = address;
  const today = businessClock(process.env);
  const live = openAgendaLive(db);
  const app = buildServer({
    db,
    reach: { behindProxy: process.env.MAILLAGE_PROXY === "1", ownTls: address.certificate !== null },
    newStamp: installation.newStamp,
    encryptionKey,
    numbers: numberBox(openKeyRing(folder.keys, NUMBER_KEYS)),
    papers: paperBox(openKeyRing(folder.keys, PAPER_KEYS)),
    typesetter,
    mail: mailer ? { wake: () => mailer.wake(), ownUrl: () => new URL(urlOf(here)) } : undefined,
    firstRun: installation.installed ? undefined : firstRunOf(installation),
    publicUrl: process.env.MAILLAGE_URL || undefined,
    desk,
    live,
    reminders: [...(sms ? (["sms"] as const) : []), ...(mailer ? (["email"] as const) : [])],
    today,
    log: (error, requestId) => commandLog.error(`[${requestId ?? "-"}] ${describe(error)}`),
  });
  const http = await bind(app.fetch, address);
  const spentRows = startRemovingSpent({ pool: db.signIn, log: commandLog });
  const pages = startWritingPages({ pool: db.signIn, log: commandLog });
  const bound = http.address();
  here = { ...address, port: typeof bound === "object" && bound !== null ? bound.port : address.port };
  const digests =
    mailer &&
    startDigests({
      pool: db.signIn,
      box: mailBox(encryptionKey),
      today,
      address: () => new URL(process.env.MAILLAGE_URL || urlOf(here)),
      wake: () => mailer.wake(),
      log: commandLog,
    });
  const reminders = startReminders({
    pool: db.signIn,
    mail: mailer && { box: mailBox(encryptionKey), wake: () => mailer.wake() },
    sms,
    now: () => new Date(nowOf(today(), new Date()) ?? Date.now()),
    log: commandLog,
  });
  const evening = readEveningPaper(process.env);
  const paper = evening && startEveningPaper(installation, typesetter, evening, today);
  // Listened for before being announced: whoever reads "ready" may ask to stop at once.
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  process.stdout.write(`${await readyMessage(installation, here)}\n`);
  await asked;
  commandLog.info("Arrêt demandé.");
  await live.close();
  await closeHttp(http);
  await paper?.stop();
  await Promise.all([
    reminders.stop(),
    digests?.stop(),
    mailer?.stop(),
    spentRows.stop(),
    pages.stop(),
    typesetter.stop(),
  ]);
  await sealer.stop();
  // After the last seal: the archive of an orderly stop lacks nothing.
  await keeper.stop();
  await installation.close();
  releaseFolder();
}

/** Milliseconds between two turns of the archive (MAILLAGE_ARCHIVE_SECONDS, 60 at most: what a dead machine may lose). */
function archiveEvery(env: Readonly<Record<string, string | undefined>>): number {
  const seconds = Number(env.MAILLAGE_ARCHIVE_SECONDS || 45);
  return (Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 60) : 45) * 1_000;
}

function bind(fetch: Parameters<typeof listen>[0]["fetch"], address: Address): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const { certificate } = address;
    const tls = certificate && { createServer: createTlsServer, serverOptions: { ...certificate } };
    const http = listen({ fetch, hostname: address.host, port: address.port, ...tls }, () => resolve(http));
    http.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? portTaken(address, null) : error),
    );
  });
}

/** Lets requests under way end, for at most five seconds. */
function closeHttp(http: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, 5_000);
    http.close(() => {
      clearTimeout(limit);
      resolve();
    });
    if ("closeIdleConnections" in http) http.closeIdleConnections();
  });
}

function isFree(address: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(address.port, address.host, () => probe.close(() => resolve(true)));
  });
}

async function nextFree(address: Address): Promise<number | null> {
  for (let port = address.port + 1; port <= address.port + 20 && port <= 65_535; port++) {
    if (await isFree({ ...address, port })) return port;
  }
  return null;
}

function portTaken(address: Address, free: number | null): CommandError {
  const advice =
    free === null
      ? "Choisissez-en un autre avec PORT=…"
      : `Le port ${free} est libre : relancez avec PORT=${free}.`;
  return new CommandError(
    `Le port ${address.port} est déjà utilisé par un autre programme sur cette machine. Rien n’a été modifié. ${advice}`,
  );
}

function urlOf(address: Address): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `${address.certificate ? "https" : "http"}://${host}:${address.port}/`;
}

function firstRunOf({ connectOwner }: Installation) {
  return {
    connectOwner,
    presets: () => listPresets(presetsFolder()),
    readPreset: (code: string) => readPreset(presetsFolder(), code),
    install: (owner: Awaited<ReturnType<typeof connectOwner>>, preset: ReturnType<typeof readPreset>) =>
      installPreset(owner, preset, false),
  };
}

/** A new link at each start: the database knows the hash of those before, and nobody their tokens. */
async function setUpLink({ connectOwner }: Installation, base: string): Promise<string> {
  const owner = await connectOwner();
  try {
    return new URL(`/installation#${await createSetUpLink(owner)}`, base).href;
  } finally {
    await owner.end();
  }
}

async function readyMessage(installation: Installation, address: Address): Promise<string> {
  const lines = [`Maillage est prêt : ${urlOf(address)}`];
  if (!installation.installed) {
    const link = await setUpLink(installation, process.env.MAILLAGE_URL || urlOf(address));
    lines.push(
      `Pour installer, ouvrez : ${link}`,
      "Ce lien sert une fois, pendant 24 heures ; chaque démarrage en donne un nouveau tant que le centre n’est pas installé.",
    );
  }
  if (installation.demonstration) {
    lines.push("Démonstration : personnes inventées. Choisissez un rôle sur la page de connexion.");
  }
  lines.push("Pour arrêter : Ctrl-C.");
  return lines.join("\n");
}

function describe(error: unknown): string {
  // The message of a database error can quote what was typed: only its code and its place are told.
  if (typeof error === "object" && error !== null && "code" in error && "severity" in error) {
    const place = "routine" in error ? String(error.routine) : "";
    return `erreur de la base ${String(error.code)} ${place}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
