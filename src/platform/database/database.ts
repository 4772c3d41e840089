import { availableParallelism } from "node:os";
import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import { type Announcer, openAnnouncer } from "./announce.ts";
import { translateDatabaseError } from "./errors.ts";
import { type Heard, type Listening, listen } from "./listen.ts";
import { type LoginKind, type LoginPasswords, loginName } from "./login-roles.ts";
import type { DB } from "./schema.generated.ts";

/** Who asks: the session's token as the browser holds it, and the stamp of this one request. */
export interface Caller {
  readonly token: string;
  readonly stamp: string;
}

/** A transaction in which the actor has been proven; reads and writes go through the actor's own policies. */
export type ActorTransaction = Transaction<DB>;

/** The database as the server uses it: the application role, which reads nothing without a session. */
export interface Database {
  /**
   * One statement, one transaction, one actor: proves the caller, then evaluates one SQL expression (a function
   * call) whose parameters start at $4. One round trip; what hot paths use.
   * @param lane "slow" for what takes a second and a core: two at a time, the others wait their turn, and nobody
   * who opens a record waits behind them; "unasked" for what a screen asks by itself, which does not keep its session awake
   */
  call<T>(
    caller: Caller,
    roles: readonly string[],
    name: string,
    expression: string,
    values: readonly unknown[],
    lane?: "quick" | "slow" | "unasked",
  ): Promise<T>;
  /** Several statements in one transaction, after the caller was proven. Rolled back when `work` throws. */
  transact<T>(
    caller: Caller,
    roles: readonly string[],
    work: (tx: ActorTransaction) => Promise<T>,
  ): Promise<T>;
  /** Listens to what transactions of any process tell (NOTIFY), on a connection of its own, until it is closed. */
  listen(channel: string, heard: Heard): Listening;
  /** Tells whoever listens to a channel, in any process, of what a call of this one has committed. */
  announce(channel: string, payload: string): void;
  /** Connections of the sign-in role: accounts and sessions, nothing of a person. */
  readonly signIn: pg.Pool;
  /** Connections of the sealer: the audit chain. */
  readonly sealer: pg.Pool;
  /** True when PostgreSQL answers. */
  alive(): Promise<boolean>;
  close(): Promise<void>;
}

// Days stay the text PostgreSQL gives ("2014-05-03"): a Date object would move them across time zones.
const TYPES = new Map<number, (value: string) => unknown>([
  [pg.types.builtins.DATE, (value) => value],
  [pg.types.builtins.INT8, (value) => Number(value)],
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    TYPES.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Opens the pools of a migrated database.
 * @param login connection settings of a role on that server
 */
export function openDatabase(
  login: (user: string, password: string) => pg.ClientConfig,
  database: string,
  passwords: LoginPasswords,
): Database {
  const pool = (kind: LoginKind, max: number, longestWaitMs = 5_000, idleMinutes = 1) => {
    const made = new pg.Pool({
      ...login(loginName(database, kind), passwords[kind]),
      max,
      types,
      connectionTimeoutMillis: longestWaitMs,
      idleTimeoutMillis: idleMinutes * 60_000,
      application_name: `maillage ${kind}`,
    });
    // An idle connection cut by a restarting PostgreSQL is replaced at the next use; it must not end the process.
    made.on("error", () => {});
    // Nor must a connection cut between two statements of a transaction: the next statement fails, and tells.
    made.on("connect", (client) => client.on("error", () => {}));
    return made;
  };
  // Short statements on few cores: more of them at once only take turns, and each then costs half as much again
  // (measured on two cores: 1,250 pages a second with four connections, 960 with sixteen).
  // Kept while people pause: on a new connection PostgreSQL reads its catalogue and plans again, and the first page or
  // search takes ten times as long.
  const app = pool("app", Math.max(5, 2 * availableParallelism() + 1), 5_000, 30);
  const slow = pool("app", 2, 60_000);
  const signIn = pool("signin", 3);
  const sealer = pool("sealer", 1);
  const listening: Listening[] = [];
  const announcers = new Map<string, Announcer>();
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: app }) });

  return {
    signIn,
    sealer,
    async call<T>(
      caller: Caller,
      roles: readonly string[],
      name: string,
      expression: string,
      values: readonly unknown[],
      lane = "quick",
    ) {
      try {
        const { rows } = await queryKept<{ result: T }>(lane === "slow" ? slow : app, {
          name,
          text: `with actor as materialized (select access.enter($1, $2, $3${lane === "unasked" ? ", false" : ""})) select ${expression} as result from actor`,
          values: [caller.token, caller.stamp, roles, ...values],
        });
        return rows[0]?.result as T;
      } catch (error) {
        throw translateDatabaseError(error);
      }
    },
    async transact<T>(caller: Caller, roles: readonly string[], work: (tx: ActorTransaction) => Promise<T>) {
      try {
        return await kysely.transaction().execute(async (tx) => {
          await tx.executeQuery(enterQuery(caller, roles));
          return await work(tx);
        });
      } catch (error) {
        throw translateDatabaseError(error);
      }
    },
    listen(channel, heard) {
      const made = listen(
        { ...login(loginName(database, "app"), passwords.app), application_name: "maillage listen" },
        channel,
        heard,
      );
      listening.push(made);
      return made;
    },
    announce(channel, payload) {
      const announcer = announcers.get(channel) ?? openAnnouncer(app, channel);
      announcers.set(channel, announcer);
      announcer.announce(payload);
    },
    async alive() {
      try {
        await app.query("select 1");
        return true;
      } catch {
        return false;
      }
    },
    async close() {
      await Promise.all([
        ...listening.map((one) => one.close()),
        ...[...announcers.values()].map((one) => one.done()),
      ]);
      await kysely.destroy();
      // Kysely ends only a pool it has used; one left open would hold a command's process for a minute.
      await Promise.all([app, slow, signIn, sealer].map((one) => (one.ended ? undefined : one.end())));
    },
  };
}

// Ended by PostgreSQL, cut, or gone wrong inside: nothing more can be asked of it.
const LOST = /^(57|08|XX)/;

/**
 * As `pool.query`, which throws its connection away after any error. A refusal leaves it as good as before; a new one would
 * prove its password, read the catalogue and plan everything again.
 */
async function queryKept<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  query: pg.QueryConfig,
): Promise<pg.QueryResult<R>> {
  const client = await pool.connect();
  let lost = true;
  try {
    const answer = await client.query<R>(query);
    lost = false;
    return answer;
  } catch (error) {
    lost = !(error instanceof pg.DatabaseError) || LOST.test(error.code ?? "");
    throw error;
  } finally {
    client.release(lost);
  }
}

function enterQuery(caller: Caller, roles: readonly string[]) {
  return CompiledQuery.raw("select access.enter($1, $2, $3)", [
    caller.token,
    caller.stamp,
    roles as string[],
  ]);
}
