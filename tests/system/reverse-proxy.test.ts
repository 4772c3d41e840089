/** Behind the reverse proxy of deploy/Caddyfile, a real one: TLS there, and everything else as without it. */
import { request } from "node:https";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateRegister } from "../data/make-register.ts";
import { prepareProxy, type ReverseProxy } from "../support/caddy.ts";
import { connectAsOwner, openPreparedProgram, type Program, signInAs } from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let proxy: ReverseProxy;
let program: Program;
let owner: pg.Client;
let director: string;

beforeAll(async () => {
  [bundle, proxy] = await Promise.all([bundleServer(), prepareProxy()]);
  program = await openPreparedProgram(bundle, { MAILLAGE_PROXY: "1", MAILLAGE_URL: proxy.url });
  await program.run("migrate");
  const served = await program.start();
  await proxy.start(served.url);
  owner = await connectAsOwner(program);
  director = await signInAs(program, owner, "medical_director");
});
afterAll(async () => {
  await owner?.end();
  await proxy?.close();
  await program?.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The answer, piece by piece as it came. */
  readonly pieces: readonly string[];
}

/** One request by a browser that knows the proxy's authority, and no other way in. */
async function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: BodyInit } = {},
): Promise<Answer> {
  const packed = body === undefined ? undefined : new Request("http://x", { method: "POST", body });
  const bytes = packed && Buffer.from(await packed.arrayBuffer());
  const type = packed?.headers.get("content-type");
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, proxy.url),
      {
        method,
        ca: proxy.authority(),
        headers: { origin: proxy.url, ...(type && { "content-type": type }), ...headers },
      },
      (answer) => {
        const pieces: string[] = [];
        answer.setEncoding("utf8").on("data", (piece: string) => pieces.push(piece));
        answer.once("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, pieces }),
        );
      },
    );
    asked.once("error", reject);
    asked.end(bytes);
  });
}

/** @param host the name of its cookie behind TLS */
const signedIn = () => ({ cookie: `__Host-maillage_session=${director}` });
const json = (value: unknown) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

test("pages come over TLS, to be asked for so for a year, and the session's cookie is secure", async () => {
  const page = await ask("GET", "/");
  expect(page.status).toBe(200);
  expect(page.headers["strict-transport-security"]).toContain("max-age=31536000");
  const { invitation } = (
    await program.run(
      ...["user", "add", "--email", "ana@centre.example", "--name", "Ana", "--role", "nurse", "--json"],
    )
  ).json();
  const token = invitation.path.split("#")[1];
  const accepted = await ask(
    "POST",
    "/api/invitation/accept",
    json({ token, password: "quatre mots bien à moi" }),
  );
  expect(accepted.status, accepted.pieces.join()).toBe(200);
  expect(String(accepted.headers["set-cookie"])).toMatch(/^__Host-maillage_step=.*HttpOnly.*Secure/);
  expect((await ask("GET", "/api/me", { headers: signedIn() })).status).toBe(200);
});

test("a form sent from another site is refused, one of ours is not", async () => {
  const form = (origin: string) => {
    const body = new FormData();
    body.set("file", new File(["Date;Nom\n03/02/2014;Durand\n"], "a.csv"));
    body.set("dryRun", "true");
    return ask("POST", "/api/imports", { headers: { ...signedIn(), origin }, body });
  };
  expect((await form("https://ailleurs.example")).status).toBe(403);
  expect((await form(proxy.url)).status).toBe(200);
});

test("the address wrong passwords are counted for is the one the proxy saw, not one a browser invents", async () => {
  const attempt = (invented: string) =>
    ask("POST", "/api/sign-in", {
      ...json({ email: "personne@centre.example", password: "pas le bon mot" }),
      headers: { "content-type": "application/json", "x-forwarded-for": invented },
    });
  for (const invented of ["203.0.113.7", "203.0.113.8"]) expect((await attempt(invented)).status).toBe(401);
  const { rows } = await owner.query<{ points: number }>(
    "select points from access.rate_limit where key like 'connection:%'",
  );
  expect(rows).toEqual([{ points: 2 }]);
});

test("an import of 20,000 rows goes up whole, and its progress comes down as it is made", async () => {
  const body = new FormData();
  body.set("file", new File([generateRegister(2_014, 20_000).csv], "registre.csv"));
  body.set("dryRun", "true");
  body.set("decision", "accept");
  const { status, headers, pieces } = await ask("POST", "/api/imports", { headers: signedIn(), body });
  expect([status, headers["content-type"]]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  // Kept back by the proxy, the answer would come in one piece at the end.
  const first = pieces[0] ?? "";
  expect(first).toContain('"event":"progress"');
  expect(first).not.toContain('"event":"plan"');
  expect(pieces.join("")).toContain('"event":"plan"');
});
