import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Role } from "../../src/access/model.ts";
import { prepareFolder } from "./prepared-folder.ts";
import type { Answer } from "./served-app.ts";
import type { ServerBundle } from "./server-bundle.ts";

/** What a command said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON object it must be. @throws when it is anything else */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json(): any;
}

/** The program on a data folder of its own. */
export interface Program {
  readonly dataFolder: string;
  /** Variables every process of this program gets, over ours. */
  readonly env: Record<string, string>;
  run(...args: string[]): Promise<Ended>;
  /** As `run`, with a text on standard input. */
  feed(input: string, ...args: string[]): Promise<Ended>;
  /** Starts serving; resolves once ready. @throws with what the process said when it ends instead */
  start(over?: Record<string, string>): Promise<Served>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

/** A server process. */
export interface Served {
  readonly url: string;
  readonly child: ChildProcess;
  /** What the process said on standard output so far. */
  stdout(): string;
  /** What the process said on standard error so far. */
  stderr(): string;
  /** Kills as a power cut would, or asks it to stop; resolves once it is gone. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
  ask(token: string | null, method: string, path: string, body?: unknown): Promise<Answer>;
}

/** A place of one's own under the temporary folder that any account may pass through. */
export function temporaryPlace(): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "mlg-sys-")));
  chmodSync(path, 0o755);
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

/** @param over variables that differ: another data folder, an external database */
export function openProgram(bundle: ServerBundle, over: Record<string, string> = {}): Program {
  const place = temporaryPlace();
  const dataFolder = over.MAILLAGE_DATA ?? join(place.path, "var");
  const env = {
    MAILLAGE_DATA: dataFolder,
    DATABASE_URL: "",
    PORT: "0",
    HOST: "",
    MAILLAGE_KEYS: "",
    ...over,
  };
  const served = new Set<Served>();
  return {
    dataFolder,
    env,
    run: (...args) => run(bundle.main, args, env),
    feed: (input, ...args) => run(bundle.main, args, env, input),
    async start(more = {}) {
      const one = await serve(bundle.main, { ...env, ...more });
      served.add(one);
      return one;
    },
    async close() {
      for (const one of served) await one.end("SIGTERM");
      place.remove();
    },
  };
}

/** As `openProgram`, on a folder whose first start was made once for the run; nothing is set up in it yet. */
export async function openPreparedProgram(
  bundle: ServerBundle,
  over: Record<string, string> = {},
): Promise<Program> {
  const program = openProgram(bundle, over);
  await prepareFolder(program.dataFolder, { args: ["bin/maillage", "start"] });
  return program;
}

async function run(
  main: string,
  args: readonly string[],
  env: Record<string, string>,
  input = "",
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A command that refuses may end before it read everything.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return {
    code,
    stdout,
    stderr,
    json() {
      if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`not one line of JSON: ${stdout}\n${stderr}`);
      return JSON.parse(stdout);
    },
  };
}

async function serve(main: string, env: Record<string, string>): Promise<Served> {
  const child = spawn(process.execPath, [main, "start"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const gone = once(child, "close");
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      const ready = /prêt : (https?:\/\/\S+)/.exec(stdout);
      if (ready?.[1]) resolve(ready[1]);
    });
    void gone.then(([code]) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  return {
    url,
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
      return child.exitCode;
    },
    ask: (token, method, path, body) => ask(url, token, method, path, body),
  };
}

async function ask(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer> {
  const form = body instanceof FormData;
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(token === null ? {} : { cookie: `maillage_session=${token}` }),
      ...(form || method === "GET" ? {} : { "content-type": "application/json" }),
      origin: new URL(url).origin,
    },
    ...(method === "GET" ? {} : { body: form ? body : JSON.stringify(body ?? {}) }),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

/** Connects as the owner of a running program's database. */
export async function connectAsOwner(program: Program): Promise<pg.Client> {
  const { url } = (await program.run("database-url", "--role", "owner", "--json")).json();
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Makes an account of this role in a running program's database, and opens its session. @returns the session's token */
export async function signInAs(program: Program, owner: pg.Client, role: Role): Promise<string> {
  const added = await program.run(
    "user",
    "add",
    "--email",
    `${role}@essai.invalid`,
    "--name",
    "Essai",
    "--role",
    role,
    "--json",
  );
  const token = randomBytes(32).toString("base64url");
  await owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, second_factor, expires_at)
     select $1, account_id, id, 'browser', true, now() + interval '1 hour' from access.assignment where account_id = $2`,
    [createHash("sha256").update(token).digest(), added.json().id],
  );
  return token;
}
