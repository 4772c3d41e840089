import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { TOTP } from "otpauth";
import type pg from "pg";
import { newStamp } from "../../src/access/audit/stamp.ts";
import type { Role } from "../../src/access/model.ts";
import { createInvitation } from "../../src/access/sign-in/links.ts";
import { readSessionCookie, signInRoutes } from "../../src/access/sign-in-api.ts";
import type { ApiEnv } from "../../src/platform/http/api-env.ts";
import { answerError } from "../../src/platform/http/error-answers.ts";
import type { TestDatabase } from "./database.ts";

/** Members that answers of the sign-in routes may have. */
export interface AnswerBody {
  readonly step?: string;
  readonly methods?: string[];
  readonly code?: string;
  readonly message?: string;
  readonly fields?: Record<string, string>;
  readonly retryAfterSeconds?: number;
  readonly secret?: string;
  readonly uri?: string;
  readonly qrSvg?: string;
  readonly challenge?: string;
  readonly allowCredentials?: { id: string }[];
  readonly user?: { id: string; name: string };
  readonly name?: string;
  readonly email?: string;
}

/** An answer of the server: status and JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
}

/** A browser with its cookies, at a network address. */
export interface Browser {
  post(path: string, body?: unknown): Promise<Answer>;
  readonly cookies: Map<string, string>;
}

/** The sign-in routes served alone, over a test database. */
export interface Door {
  /** The clock by which six-digit codes are judged. */
  time: Date;
  browser(address?: string): Browser;
  /** Raw answer, for headers. */
  fetch(path: string, body: unknown, cookies?: string): Promise<Response>;
}

/** Opens the door. @param publicUrl the address people open; https makes the cookies secure */
export function openDoor(t: TestDatabase, publicUrl = "http://localhost:3000"): Door {
  const url = new URL(publicUrl);
  const secret = randomBytes(32);
  const unexpected: unknown[] = [];
  const app = new Hono<ApiEnv>();
  app.use(async (c, next) => {
    c.set("stamp", newStamp(secret));
    c.set("clientAddress", c.req.header("x-test-address") ?? "192.0.2.1");
    c.set("secure", url.protocol === "https:");
    c.set("token", readSessionCookie(c));
    await next();
  });
  const door: Door = {
    time: new Date("2026-03-02T08:00:00Z"),
    fetch: (path, body, cookies = "") => request(path, body, cookies, "192.0.2.1"),
    browser(address = "192.0.2.1") {
      const cookies = new Map<string, string>();
      return { cookies, post: (path, body = {}) => post(cookies, path, body, address) };
    },
  };
  app.route(
    "/",
    signInRoutes({
      db: t.db,
      encryptionKey: Buffer.from(t.secrets.stampSecret, "base64"),
      publicUrl: () => url,
      now: () => door.time,
    }),
  );
  app.onError((error, c: Context<ApiEnv>) => answerError(error, c, (cause) => unexpected.push(cause)));

  async function request(path: string, body: unknown, cookies: string, address: string): Promise<Response> {
    return app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: cookies, "x-test-address": address },
      body: JSON.stringify(body),
    });
  }

  async function post(
    cookies: Map<string, string>,
    path: string,
    body: unknown,
    address: string,
  ): Promise<Answer> {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await request(path, body, sent, address);
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const failure = unexpected.pop();
    if (failure) throw failure;
    return { status: response.status, body: (await response.json()) as AnswerBody };
  }
  return door;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/Max-Age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

/** Sets up one centre. @returns the identifier of its structure */
export async function arrangeCentre(owner: pg.Client, demonstration = false): Promise<string> {
  await owner.query(
    "insert into network.installation (name, preset, demonstration) values ('Centre d’essai', 'bourgoin', $1)",
    [demonstration],
  );
  const { rows } = await owner.query<{ id: string }>(
    "insert into network.structure (code, name, kind) values ('centre', 'Centre d’essai', 'centre') returning id",
  );
  return rows[0]?.id ?? "";
}

/** Creates an account with one assignment today. @returns its identifier */
export async function arrangeAccount(
  owner: pg.Client,
  structure: string,
  email: string,
  role: Role = "nurse",
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `with made as (
       insert into access.account (email, display_name, legal_category) values ($1, 'Camille Roussel', 'other') returning id)
     , given as (
       insert into access.assignment (account_id, structure_id, role) select id, $2, $3 from made returning account_id)
     select id from made`,
    [email, structure, role],
  );
  return rows[0]?.id ?? "";
}

/** Who this session token is, by the database's own judgement; null: nobody. */
export async function actorOf(t: TestDatabase, token: string | undefined): Promise<string | null> {
  const client = await t.db.signIn.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('maillage.token', $1, true)", [token ?? ""]);
    const { rows } = await client.query<{ account: string | null }>(
      "select (access.actor()).account_id as account",
    );
    return rows[0]?.account ?? null;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

export const PASSWORD = "trois chats sous la pluie";

/** An account that accepted its invitation and set up an authenticator application. */
export interface Colleague {
  readonly id: string;
  readonly email: string;
  /** The code its application shows at the door's time. */
  code(): string;
}

/** Takes someone through the invitation to their first session, as they would do it. */
export async function arrangeColleague(
  t: TestDatabase,
  door: Door,
  structure: string,
  email: string,
): Promise<Colleague & { readonly browser: Browser }> {
  const id = await arrangeAccount(t.owner, structure, email);
  const { token } = await createInvitation(t.owner, id);
  const browser = door.browser();
  await browser.post("/api/invitation/accept", { token, password: PASSWORD });
  const { body } = await browser.post("/api/security/totp/start");
  const totp = new TOTP({ secret: (body.secret ?? "").replaceAll(" ", "") });
  const code = () => totp.generate({ timestamp: door.time.getTime() });
  const { body: done } = await browser.post("/api/security/totp/confirm", { code: code() });
  if (done.step !== "done") throw new Error(`not signed in: ${JSON.stringify(done)}`);
  // Its code was just used: whoever signs in next does so at a later step.
  door.time = new Date(door.time.getTime() + 60_000);
  return { id, email, code, browser };
}
