import { serve } from "@hono/node-server";
import { Hono } from "hono";
import pg from "pg";
import { type Figures, httpClient, measure, type Round, requestText } from "./http-load.ts";
import { startEmptyRoute } from "./server-process.ts";

/**
 * The least each thing can cost on this machine, measured the same way at the same moment: what the program adds is
 * the difference. Database floors go straight from the load generator to PostgreSQL, as the owner: no policy, no audit.
 */

/** Figures at one client and at sixteen. */
export interface Pair {
  readonly one: Figures;
  readonly sixteen: Figures;
}

/** Runs the same thing at one client then at sixteen, each after a warm-up. */
export async function onePlusSixteen(
  seconds: number,
  openClient: Parameters<typeof measure>[1],
): Promise<Pair> {
  const run = (round: Round) => measure(round, openClient);
  await run({ clients: 16, seconds: Math.min(2, seconds) });
  const one = await run({ clients: 1, seconds });
  return { one, sixteen: await run({ clients: 16, seconds }) };
}

/** Serves nothing, by the same HTTP library as the program: what `--empty-route` runs. */
export function serveEmptyRoute(): void {
  const app = new Hono().get("/", (c) => c.json({}));
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
    process.stdout.write(`http://127.0.0.1:${port}/\n`);
  });
  process.once("SIGTERM", () => server.close(() => process.exit(0)));
}

/** HTTP alone. */
export async function emptyRouteFloor(seconds: number): Promise<Pair> {
  const server = await startEmptyRoute();
  try {
    const text = requestText({ method: "GET", path: "/", token: null });
    return await onePlusSixteen(seconds, () => httpClient(server.port, () => text));
  } finally {
    await server.stop();
  }
}

/** One statement straight to PostgreSQL; each client has a connection, the statement is prepared once. */
export function statementFloor(
  admin: pg.ClientConfig,
  seconds: number,
  name: string,
  text: string,
  next: () => unknown[],
): Promise<Pair> {
  return onePlusSixteen(seconds, async () => {
    const client = new pg.Client(admin);
    await client.connect();
    return { once: () => client.query({ name, text, values: next() }), close: () => client.end() };
  });
}

/** The table floors write to; dropped at the end. */
export async function withFloorTable<T>(owner: pg.Client, work: () => Promise<T>): Promise<T> {
  await owner.query(
    "create table if not exists public.bench_floor (id uuid primary key default uuidv7(), body jsonb)",
  );
  try {
    return await work();
  } finally {
    await owner.query("drop table public.bench_floor");
  }
}
