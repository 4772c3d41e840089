/** The first start on an empty folder: who holds the link printed on the terminal sets the centre up, once. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openDataFolder } from "../../src/platform/data-folder.ts";
import { obtainPostgres } from "../../src/platform/postgres/obtain.ts";
import { openMailServer } from "../support/mail-server.ts";
import {
  openPreparedProgram,
  openProgram,
  type Program,
  type Served,
  temporaryPlace,
} from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
const programs: Program[] = [];

beforeAll(async () => {
  bundle = await bundleServer();
});
afterEach(async () => {
  for (const program of programs.splice(0)) await program.close();
});

function emptyProgram(over: Record<string, string> = {}): Program {
  const program = openProgram(bundle, over);
  programs.push(program);
  return program;
}

/** The same, its first start behind it. */
async function waitingProgram(over: Record<string, string> = {}): Promise<Program> {
  const program = await openPreparedProgram(bundle, over);
  programs.push(program);
  return program;
}

function tokenOf(served: Served): string {
  return /Pour installer, ouvrez : http\S+\/installation#(\S+)/.exec(served.stdout())?.[1] ?? "";
}

const FORM = {
  preset: "bourgoin",
  name: "Centre des Deux-Rives",
  timeZone: "Indian/Reunion",
  structures: [{ code: "bourgoin", name: "Ville des Deux-Rives" }],
  sites: [{ name: "Mairie annexe", opening: [{ weekday: 1, halfDay: "morning" }] }],
  account: {
    name: "Dr Ana Rivière",
    email: "Ana@deux-rives.example",
    role: "medical_director",
    password: "quatre mots bien à moi",
  },
};
const setUp = (served: Served, token: string) => served.ask(null, "POST", "/api/set-up", { ...FORM, token });
const inspect = (served: Served, token: string) => served.ask(null, "POST", "/api/set-up/inspect", { token });

/** Works as the database's owner without installing anything, as no command would. */
async function asOwner<T>(program: Program, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const server = await obtainPostgres({
    folder: openDataFolder({ MAILLAGE_DATA: program.dataFolder }),
    databaseUrl: undefined,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    env: process.env,
  });
  const owner = new pg.Client(server.admin);
  owner.on("error", () => {});
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
    await server.release();
  }
}

describe("before the centre is set up", () => {
  test("everything says so and what to do, but health and the set-up; the link is new at each start", async () => {
    const program = emptyProgram();
    let served = await program.start();
    const first = tokenOf(served);
    expect(first).toMatch(/^[\w-]{43}$/);
    for (const [method, path] of [
      ["GET", "/api/installation"],
      ["GET", "/api/me"],
      ["POST", "/api/sign-in"],
      ["POST", "/api/demonstration/sign-in"],
      ["GET", "/api/openapi.json"],
    ] as const) {
      const { status, body } = await served.ask(null, method, path);
      expect([path, status, body.code]).toEqual([path, 503, "not_set_up"]);
      expect(body.message).toMatch(/n’est pas encore installé.*terminal/);
    }
    expect((await served.ask(null, "GET", "/api/health")).status).toBe(200);
    expect((await inspect(served, "A".repeat(43))).status).toBe(410);
    expect((await setUp(served, "A".repeat(43))).status).toBe(410);
    const { body } = await inspect(served, first);
    expect(body.presets.map(({ code }: { code: string }) => code)).toContain("bourgoin");
    const stored = await asOwner(program, (owner) =>
      owner.query("select encode(token_hash, 'hex') as hash from access.set_up_link"),
    );
    expect(JSON.stringify(stored.rows)).not.toContain(first);

    await served.end("SIGKILL");
    served = await program.start();
    expect(tokenOf(served)).toMatch(/^[\w-]{43}$/);
    expect(tokenOf(served)).not.toBe(first);
    expect((await inspect(served, tokenOf(served))).status).toBe(200);
  });

  test("a link that waited a day no longer opens", async () => {
    const program = await waitingProgram();
    const served = await program.start();
    await asOwner(program, (owner) => owner.query("update access.set_up_link set expires_at = now()"));
    expect((await setUp(served, tokenOf(served))).status).toBe(410);
  });

  test("a command sets the preset up by itself; the server beside it then serves, and its link is dead", async () => {
    const program = await waitingProgram();
    const served = await program.start();
    const added = await program.run(
      "user",
      "add",
      "--email",
      "a@b.example",
      "--name",
      "A",
      "--role",
      "nurse",
      "--json",
    );
    expect(added.code).toBe(0);
    expect((await served.ask(null, "GET", "/api/installation")).body.name).toMatch(/Bourgoin/);
    expect((await setUp(served, tokenOf(served))).status).toBe(409);
  });
});

describe("setting the centre up", () => {
  test("of two at once one wins; the centre is as it was asked, its first account has both functions", async () => {
    const program = await waitingProgram();
    const served = await program.start();
    const token = tokenOf(served);
    const refused = await served.ask(null, "POST", "/api/set-up", {
      ...FORM,
      token,
      sites: [],
      account: { ...FORM.account, password: "court" },
    });
    expect([refused.status, Object.keys(refused.body.fields)]).toEqual([422, ["sites", "account.password"]]);

    const answers = await Promise.all([setUp(served, token), setUp(served, token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toEqual({ step: "enrol" });
    expect((await setUp(served, token)).status).toBe(410);
    expect((await served.ask(null, "GET", "/api/installation")).body.name).toBe("Centre des Deux-Rives");
    const { rows } = await asOwner(program, (owner) =>
      owner.query(
        `select (select array_agg(role order by role) from access.assignment g where g.account_id = a.id) as roles, a.email,
                (select array_agg(name) from network.site) as sites, (select time_zone from network.installation) as zone,
                (select name from network.structure where in_team) as home,
                (select count(*)::int from audit.entry where action = 'installation.create') as acts
           from access.account a where a.email not like '%.invalid'`,
      ),
    );
    expect(rows).toEqual([
      {
        roles: ["medical_director", "technical_administrator"],
        email: "ana@deux-rives.example",
        sites: ["Mairie annexe"],
        zone: "Indian/Reunion",
        home: "Ville des Deux-Rives",
        acts: 1,
      },
    ]);
    expect(await program.run("audit", "verify", "--json").then((ended) => ended.json())).toMatchObject({
      ok: true,
    });
    await served.end("SIGTERM");
    expect((await program.start()).stdout()).not.toContain("installation#");
  });

  test("killed in the middle, it leaves nothing behind and the link still serves", async () => {
    const program = await waitingProgram();
    let served = await program.start();
    const token = tokenOf(served);
    await asOwner(program, async (owner) => {
      await owner.query("begin");
      // The set-up gets as far as writing sites, and waits there.
      await owner.query("lock table network.site in exclusive mode");
      const answer = setUp(served, token).catch((error: unknown) => error);
      await waitFor(owner, "select from pg_locks where not granted and relation = 'network.site'::regclass");
      await served.end("SIGKILL");
      await owner.query("rollback");
      expect(await answer).toBeInstanceOf(Error);
    });
    served = await program.start();
    expect((await served.ask(null, "GET", "/api/installation")).status).toBe(503);
    expect((await setUp(served, token)).status).toBe(200);
  });

  async function waitFor(client: pg.Client, query: string): Promise<void> {
    for (const late = Date.now() + 15_000; Date.now() < late; await new Promise((r) => setTimeout(r, 50))) {
      if ((await client.query(query)).rowCount) return;
    }
    throw new Error("it never got there");
  }
});

describe("mail", () => {
  test("a letter written while the mail server was away, then the process killed, leaves after the restart", async () => {
    const smtp = await openMailServer();
    const port = new URL(smtp.url).port;
    await smtp.close();
    const mail = { MAILLAGE_SMTP: `smtp://127.0.0.1:${port}`, MAILLAGE_MAIL_FROM: "maillage@centre.example" };
    const program = await waitingProgram(mail);
    let served = await program.start();
    await setUp(served, tokenOf(served));
    expect(
      (await served.ask(null, "POST", "/api/sign-in/forgotten", { email: "ana@deux-rives.example" })).body,
    ).toEqual({ mail: true });
    await served.end("SIGKILL");
    await asOwner(program, (owner) =>
      owner.query("update access.outgoing_mail set next_attempt_at = clock_timestamp()"),
    );
    const back = await openMailServer(Number(port));
    try {
      served = await program.start();
      const { text } = await back.letterTo("ana@deux-rives.example");
      const token = /\/invitation#(\S+)/.exec(text)?.[1] ?? "";
      const { body } = await served.ask(null, "POST", "/api/invitation/inspect", { token });
      expect(body).toEqual({ name: "Dr Ana Rivière", email: "ana@deux-rives.example" });
      const log = served.stderr();
      expect(log).not.toMatch(/deux-rives|invitation#/);
    } finally {
      await back.close();
    }
  });

  test("settings that cannot serve stop the start, and say why without the password", async () => {
    const program = await waitingProgram({ MAILLAGE_SMTP: "smtp://a:motdepasse@h" });
    await expect(program.start()).rejects.toThrow(/MAILLAGE_MAIL_FROM/);
    await expect(program.start()).rejects.not.toThrow(/motdepasse/);
  });
});

describe("a certificate of one's own", () => {
  test("the server speaks TLS itself: https link, secure cookies, strict transport", async () => {
    const place = temporaryPlace();
    const [cert, key] = [join(place.path, "cert.pem"), join(place.path, "key.pem")];
    execFileSync(
      "openssl",
      [
        ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost".split(
          " ",
        ),
        ..."-addext subjectAltName=IP:127.0.0.1".split(" "),
        "-keyout",
        key,
        "-out",
        cert,
      ],
      { stdio: "ignore" },
    );
    const tls = { MAILLAGE_TLS_CERT: cert, MAILLAGE_TLS_KEY: key };
    const program = await waitingProgram(tls);
    try {
      const served = await program.start();
      expect(served.url).toMatch(/^https:/);
      const token = tokenOf(served);
      const page = await overTls(served.url, cert, "GET", "/installation");
      expect(page.headers["strict-transport-security"]).toContain("max-age=31536000");
      const { status, headers } = await overTls(served.url, cert, "POST", "/api/set-up", { ...FORM, token });
      expect([status, headers["set-cookie"]?.join()]).toEqual([
        200,
        expect.stringMatching(/^__Host-maillage_step=.*Secure/),
      ]);
      await expect(fetch(served.url.replace("https:", "http:"))).rejects.toThrow();

      const wrong = emptyProgram({ ...tls, MAILLAGE_TLS_KEY: cert });
      await expect(wrong.start()).rejects.toThrow(/certificat.*ne peuvent pas servir/);
    } finally {
      place.remove();
    }
  });
});

interface TlsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>> & { "set-cookie"?: string[] };
}

/** One request that trusts this certificate and no other. */
async function overTls(
  base: string,
  certFile: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, base),
      {
        method,
        ca: readFileSync(certFile),
        headers: { "content-type": "application/json", origin: new URL(base).origin },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers as TlsAnswer["headers"] }),
        );
      },
    );
    asked.once("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
