import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type DataFolder,
  FolderHeldError,
  holdAsServer,
  loadSecrets,
  openDataFolder,
  serverHolder,
} from "./data-folder.ts";
import { bundleScript, startScript, temporaryFolder } from "./postgres/process.test-support.ts";
import { identifyProcess } from "./process-identity.ts";

let place: ReturnType<typeof temporaryFolder>;
let env: Record<string, string>;
let folder: DataFolder;

beforeEach(() => {
  place = temporaryFolder();
  env = { MAILLAGE_DATA: join(place.path, "var") };
  folder = openDataFolder(env);
});

afterEach(() => place.remove());

let script: { path: string; remove(): void };

beforeAll(async () => {
  script = await bundleScript(
    "folder",
    `import { holdAsServer, loadSecrets, openDataFolder } from "../data-folder.ts";
     const folder = openDataFolder(process.env);
     process.stdin.on("data", async (text) => {
       if (String(text).startsWith("secrets")) console.log(JSON.stringify(loadSecrets(folder)));
       else await holdAsServer(folder, { pid: process.pid, url: "http://127.0.0.1:3000" })
         .then(() => console.log("held"), (error) => console.log(error.message));
     });
     console.log("here");`,
  );
});

afterAll(() => script.remove());

async function startTwo() {
  const two = [startScript(script.path, env), startScript(script.path, env)] as const;
  await Promise.all(two.map((one) => one.line()));
  return two;
}

async function killAll(scripts: readonly ReturnType<typeof startScript>[]): Promise<void> {
  for (const one of scripts) {
    one.child.kill("SIGKILL");
    await one.exited();
  }
}

test("the folder is created private, keys may live elsewhere, and an impossible place is told", () => {
  expect(statSync(folder.root).mode & 0o777).toBe(0o700);
  const shared = openDataFolder({ ...env, MAILLAGE_KEYS: join(place.path, "shared") });
  loadSecrets(shared);
  expect(existsSync(join(place.path, "shared", "secrets.json"))).toBe(true);
  writeFileSync(join(place.path, "file"), "");
  expect(() => openDataFolder({ MAILLAGE_DATA: join(place.path, "file", "var") })).toThrow(/MAILLAGE_DATA/);
});

describe("one server per folder", () => {
  test("of two that start at once one wins and the other names it; a killed one is taken over", async () => {
    const two = await startTwo();
    try {
      for (const one of two) one.say("hold");
      const answers = await Promise.all(two.map((one) => one.line()));
      const winner = two[answers.indexOf("held")];
      expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
      const refusal = answers.find((answer) => answer !== "held");
      expect(refusal).toContain(`n°\u00a0${winner?.child.pid}`);
      expect(refusal).toContain("http://127.0.0.1:3000");
      expect(refusal).toMatch(/depuis le \d+/);
    } finally {
      await killAll(two);
    }
    expect(serverHolder(folder)).toBeNull();
    const release = await holdAsServer(folder, { pid: process.pid, url: "http://127.0.0.1:4000" });
    await expect(holdAsServer(folder, { pid: process.pid, url: "x" })).rejects.toThrow(FolderHeldError);
    release();
    (await holdAsServer(folder, { pid: process.pid, url: "x" }))();
    expect(existsSync(folder.server)).toBe(false);
  });

  test("a holder whose number went to another process does not hold any more", async () => {
    const me = identifyProcess(process.pid);
    const stale = { pid: me.pid, startedAt: `1${me.startedAt}`, since: new Date().toISOString(), url: "x" };
    writeFileSync(folder.server, JSON.stringify(stale));
    expect(serverHolder(folder)).toBeNull();
    await holdAsServer(folder, { pid: process.pid, url: "y" });
    expect(serverHolder(folder)?.url).toBe("y");
  });

  test("an old release does not free the folder of a later holder", async () => {
    const first = await holdAsServer(folder, { pid: process.pid, url: "a" });
    first();
    await new Promise((done) => setTimeout(done, 5));
    await holdAsServer(folder, { pid: process.pid, url: "b" });
    first();
    expect(serverHolder(folder)?.url).toBe("b");
  });
});

describe("secrets", () => {
  test("two processes that make them at once agree, and they last", async () => {
    const two = await startTwo();
    try {
      for (const one of two) one.say("secrets");
      const [a, b] = await Promise.all(two.map((one) => one.line()));
      expect(a).toBe(b);
      expect(JSON.parse(a ?? "")).toEqual(loadSecrets(folder));
    } finally {
      await killAll(two);
    }
    expect(readdirSync(folder.keys).sort()).toEqual([
      "audit-private.pem",
      "audit-public.pem",
      "secrets.json",
    ]);
    for (const name of readdirSync(folder.keys))
      expect(statSync(join(folder.keys, name)).mode & 0o777).toBe(0o600);
  });

  test("the audit keys are a pair, named by the public one", () => {
    const secrets = loadSecrets(folder);
    const signature = sign(null, Buffer.from("tête"), createPrivateKey(secrets.auditPrivateKeyPem));
    const publicKey = createPublicKey(secrets.auditPublicKeyPem);
    expect(verify(null, Buffer.from("tête"), publicKey, signature)).toBe(true);
    const digest = createHash("sha256")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("hex");
    expect(secrets.auditKeyId).toBe(digest.slice(0, 16));
    expect(Buffer.from(secrets.stampSecret, "base64")).toHaveLength(32);
    expect(readFileSync(join(folder.keys, "audit-public.pem"), "utf8")).toBe(secrets.auditPublicKeyPem);
  });

  test("a lost signing key and a damaged file are told, never replaced in silence", () => {
    loadSecrets(folder);
    rmSync(join(folder.keys, "audit-private.pem"));
    expect(() => loadSecrets(folder)).toThrow(/signe le journal/);
    expect(existsSync(join(folder.keys, "audit-private.pem"))).toBe(false);
    writeFileSync(join(folder.keys, "secrets.json"), "{");
    expect(() => loadSecrets(folder)).toThrow(/sauvegarde/);
  });
});
