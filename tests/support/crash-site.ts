import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { expect } from "vitest";
import { connectAsOwner, openPreparedProgram, type Program, type Served, signInAs } from "./program.ts";
import type { Answer } from "./served-app.ts";
import { bundleServer } from "./server-bundle.ts";

/** A served centre whose processes are killed. */
export interface CrashSite {
  readonly program: Program;
  /** The server in force; replaced by `restart`. */
  server: Served;
  /** Sessions of someone who imports and of someone who writes. */
  readonly director: string;
  readonly nurse: string;
  readonly site: string;
  /** Kills the server as a power cut would, without starting another. */
  killServer(): Promise<void>;
  /** Starts a server where one was killed. */
  restart(): Promise<void>;
  /** Process number of PostgreSQL's own main process, to kill it by. */
  postmaster(): Promise<number>;
  asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T>;
  /** Waits until the server answers a request that needs the database. @returns what it said meanwhile */
  backAgain(): Promise<Answer[]>;
  /** While PostgreSQL is away people are told so in French, and nothing else. */
  expectOnlyAway(answers: readonly Answer[]): void;
  /** `maillage audit verify` finds nothing amiss. */
  expectChainWhole(): Promise<void>;
  close(): Promise<void>;
}

export async function openCrashSite(): Promise<CrashSite> {
  const bundle = await bundleServer();
  const program = await openPreparedProgram(bundle);
  await program.run("migrate");
  const asOwner = async <T>(work: (owner: pg.Client) => Promise<T>) => {
    const owner = await connectAsOwner(program);
    try {
      return await work(owner);
    } finally {
      await owner.end();
    }
  };
  const server = await program.start();
  const known = await asOwner(async (owner) => ({
    director: await signInAs(program, owner, "medical_director"),
    nurse: await signInAs(program, owner, "nurse"),
    site: (await owner.query<{ id: string }>("select id from network.site")).rows[0]?.id ?? "",
  }));
  const here: CrashSite = {
    program,
    server,
    ...known,
    asOwner,
    async killServer() {
      await here.server.end("SIGKILL");
    },
    async restart() {
      here.server = await program.start();
    },
    postmaster: () =>
      asOwner(async (owner) => {
        const { rows } = await owner.query<{ folder: string }>(
          "select current_setting('data_directory') as folder",
        );
        return Number(readFileSync(join(rows[0]?.folder ?? "", "postmaster.pid"), "utf8").split("\n")[0]);
      }),
    async backAgain() {
      const meanwhile: Answer[] = [];
      const deadline = Date.now() + 20_000;
      for (;;) {
        const answer = await here.server.ask(here.nurse, "GET", "/api/me").catch((error: unknown) => {
          throw new Error(`the server itself is gone: ${here.server.stderr()}`, { cause: error });
        });
        if (answer.status === 200) return meanwhile;
        meanwhile.push(answer);
        if (Date.now() > deadline) throw new Error(`not back: ${here.server.stderr()}`);
        await sleep(50);
      }
    },
    expectOnlyAway(answers) {
      for (const { status, body } of answers) {
        expect([status, body.code], here.server.stderr()).toEqual([503, "database_away"]);
        expect(body.message).toBe(
          "La base de données redémarre. Rien n’a été perdu ; réessayez dans quelques secondes.",
        );
      }
    },
    async expectChainWhole() {
      const ended = await program.run("audit", "verify", "--json");
      expect([ended.code, ended.json().ok], ended.stdout).toEqual([0, true]);
    },
    async close() {
      await program.close();
    },
  };
  return here;
}

/** The number `n` a query gives. */
export async function one(owner: pg.Client, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(sql, values);
  return rows[0]?.n ?? -1;
}
