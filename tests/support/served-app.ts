import { openAgendaLive } from "../../src/agenda/live.ts";
import { paperBox } from "../../src/papers/box.ts";
import { numberBox } from "../../src/people/number/box.ts";
import { startTypesetter } from "../../src/platform/typeset/typesetter.ts";
import { buildServer, type ServerDeps } from "../../src/server.ts";
import type { Centre } from "./centre.ts";

/** An answer of the application: status and JSON body (or text, when it is not JSON). */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** The whole application over a database, without a socket. */
export interface ServedApp {
  /** @param token the session cookie, or null @param body JSON, or a form as the browser sends it */
  ask(
    token: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Asked by another program, as a telephone's form is: no session; the whole response. */
  send(
    method: string,
    path: string,
    form: FormData | null,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** Errors the application did not expect. */
  readonly unexpected: unknown[];
}

/** The wiring of a test's application. */
export function depsOf(centre: Centre, unexpected: unknown[] = []): ServerDeps {
  return {
    db: centre.t.db,
    reach: { behindProxy: false },
    newStamp: centre.newStamp,
    encryptionKey: Buffer.from(centre.t.secrets.stampSecret, "base64"),
    numbers: numberBox({ keys: () => [{ version: 1, material: Buffer.alloc(32, 7) }] }),
    papers: paperBox({ keys: () => [{ version: 1, material: Buffer.alloc(32, 8) }] }),
    typesetter: startTypesetter(),
    desk: deskOfNoMachine(),
    live: openAgendaLive(centre.t.db),
    reminders: ["sms", "email"],
    today: () => "2026-03-02",
    log: (error) => void unexpected.push(error),
  };
}

/** A machine without disks of its own, on which nothing is ever made. */
function deskOfNoMachine(): ServerDeps["desk"] {
  const disk = { free: 2 ** 40, total: 2 ** 41 };
  return {
    read: () => ({
      plan: { place: null, at: "02:00", keep: 14, archive: true },
      mail: false,
      recoveryKey: null,
      backup: { running: false, last: null, failure: null },
      archive: { until: null, failure: null },
      disk,
      placeDisk: null,
      headSignedAt: null,
      program: { running: "0", installed: "0", migrations: 0, node: process.versions.node },
    }),
    savePlan: () => {},
    newKey: () => ({ id: "0", key: "0" }),
    backupNow: () => {},
  };
}

/** Builds the application as the server does. @param over settings that differ from the usual ones */
export function serveApp(centre: Centre, over: Partial<ServerDeps> = {}): ServedApp {
  const unexpected: unknown[] = [];
  const app = buildServer({ ...depsOf(centre, unexpected), ...over });
  // What @hono/node-server gives of the connection; requests here have none.
  const connection = {
    incoming: { socket: { remoteAddress: "192.0.2.1", remotePort: 1, remoteFamily: "IPv4" } },
  };
  return {
    unexpected,
    async send(method, path, form, headers = {}) {
      return app.request(path, { method, body: form, headers }, connection);
    },
    async ask(token, method, path, body, headers = {}) {
      const form = body instanceof FormData;
      const response = await app.request(
        path,
        {
          method,
          headers: {
            ...(token === null ? {} : { cookie: `maillage_session=${token}` }),
            ...(form || method === "GET" ? {} : { "content-type": "application/json" }),
            origin: "http://localhost",
            ...headers,
          },
          ...(method === "GET" ? {} : { body: form ? body : JSON.stringify(body ?? {}) }),
        },
        connection,
      );
      const text = await response.text();
      try {
        return { status: response.status, body: JSON.parse(text) };
      } catch {
        return { status: response.status, body: text };
      }
    },
  };
}
