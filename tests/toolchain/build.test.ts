import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileProgram, inlineCode } from "../../scripts/build/compile.mjs";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = ["bin", "scripts", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"];
const NOBODY = 65534;

/** A miniature of the program: the real launcher and build over sources of a few lines. */
let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), "launcher-"));
  // mkdtemp makes it private; another account must reach it in the read-only case.
  fs.chmodSync(root, 0o755);
  for (const path of COPIED) fs.cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  fs.symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  source("src/cli/main.ts", 'console.log("one", process.argv.slice(2).join(" "));\nprocess.exitCode = 3;\n');
  source(
    "src/web/index.html",
    '<!doctype html><div id="root"></div><script type="module" src="./main.tsx"></script>\n',
  );
  source("src/web/main.tsx", "document.body.append(String(import.meta.env.MODE));\n");
  source("src/intake/register-worker.ts", "export {};\n");
  source("src/platform/typeset/typeset-worker.ts", "export {};\n");
  source("src/reports/masking-worker.ts", "export {};\n");
  source("tools/verify-audit.ts", "export {};\n");
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function source(path: string, text: string): void {
  fs.mkdirSync(join(root, path, ".."), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

function outcome(child: ChildProcess): Promise<Outcome> {
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.on("data", (chunk) => {
      texts[stream] += chunk;
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...texts }));
  });
}

function maillage(args: string[] = [], options: { node?: string[]; user?: number } = {}): Promise<Outcome> {
  const user = options.user === undefined ? {} : { uid: options.user, gid: options.user };
  return outcome(
    spawn(process.execPath, [...(options.node ?? []), join(root, "bin/maillage"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: tmpdir(),
      ...user,
    }),
  );
}

const BUILDS = /préparation/g;
const builds = (...outcomes: Outcome[]) =>
  outcomes.flatMap(({ stderr }) => stderr.match(BUILDS) ?? []).length;

describe("bin/maillage", () => {
  it("builds at the first command, leaves standard output to it and passes its exit code on", async () => {
    const first = await maillage(["import", "--json"]);
    expect(first).toMatchObject({ code: 3, stdout: "one import --json\n" });
    expect(builds(first)).toBe(1);
    expect(await maillage()).toEqual({ code: 3, stdout: "one \n", stderr: "" });
  });

  it("builds again when a source changes, not when a test does", async () => {
    await maillage();
    source("src/cli/main.test.ts", "broken(");
    expect(builds(await maillage())).toBe(0);
    source("src/cli/main.ts", 'console.log("two");\n');
    expect(await maillage()).toMatchObject({ code: 0, stdout: "two\n" });
  });

  it("builds once for two commands started together", async () => {
    const both = await Promise.all([maillage(["a"]), maillage(["b"])]);
    expect(both.map(({ stdout }) => stdout)).toEqual(["one a\n", "one b\n"]);
    expect(builds(...both)).toBe(1);
  });

  it("takes over the lock of a build that was killed", async () => {
    const killed = spawn(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "ignore" });
    const lock = join(root, ".dist-lock");
    await expect
      .poll(() => fs.existsSync(lock) && fs.readFileSync(lock, "utf8"), { interval: 5, timeout: 15_000 })
      .toContain("pid");
    killed.kill("SIGKILL");
    await outcome(killed);
    expect(fs.existsSync(lock)).toBe(true);
    expect(await maillage()).toMatchObject({ code: 3, stdout: "one \n" });
    expect(fs.existsSync(lock)).toBe(false);
  });

  it("keeps the last good build when the sources do not compile, and says why", async () => {
    await maillage();
    source("src/cli/main.ts", "const = ;\n");
    const broken = await maillage();
    expect(broken).toMatchObject({ code: 1, stdout: "" });
    expect(broken.stderr).toContain("Rien n’a été modifié");
    expect(fs.readFileSync(join(root, "dist/server/main.js"), "utf8")).toContain("one");
  });

  it("runs from a folder it may not write when the build is fresh, and says what to do when it is not", async () => {
    await maillage();
    const isRoot = process.getuid?.() === 0;
    const reader = isRoot ? { user: NOBODY } : {};
    if (!isRoot) fs.chmodSync(root, 0o555);
    try {
      expect(await maillage([], reader)).toEqual({ code: 3, stdout: "one \n", stderr: "" });
      fs.appendFileSync(join(root, "src/cli/main.ts"), "// changed\n");
      const stale = await maillage([], reader);
      expect(stale).toMatchObject({ code: 1, stdout: "" });
      expect(stale.stderr).toMatch(/ne peut pas écrire[\s\S]*npm run build/);
    } finally {
      fs.chmodSync(root, 0o755);
    }
  });

  it("refuses a Node that is too old before doing anything", async () => {
    const pretend =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.18.3" } })';
    const old = await maillage([], {
      node: ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`],
    });
    expect(old).toMatchObject({ code: 1, stdout: "" });
    expect(old.stderr).toContain("demande Node 20.19");
    expect(fs.existsSync(join(root, "dist"))).toBe(false);
  });
});

describe("the build", () => {
  it("never makes an installation fail", async () => {
    source("src/cli/main.ts", "const = ;\n");
    const prepare = await outcome(spawn(process.execPath, [join(root, "scripts/build.mjs"), "--prepare"]));
    expect(prepare.code).toBe(0);
    expect(prepare.stderr).toContain("L’installation continue");
  });

  it("is for production whatever the caller's setting", async () => {
    const env = { ...process.env, NODE_ENV: "test" };
    await outcome(spawn(process.execPath, [join(root, "scripts/build.mjs")], { env }));
    const manifest = JSON.parse(fs.readFileSync(join(root, "dist/web/.vite/manifest.json"), "utf8"));
    expect(fs.readFileSync(join(root, "dist/web", manifest["index.html"].file), "utf8")).toContain(
      "production",
    );
  });

  it("refuses a stand-alone program that needs a package", async () => {
    source("tools/alone.ts", 'import "./missing.cjs";\n');
    source("tools/missing.cjs", 'require("pg-native"); require("node:fs");\n');
    const out = join(root, "alone.js");
    await compileProgram(root, "tools/alone.ts", out, []);
    expect(await outcome(spawn(process.execPath, ["--check", out]))).toMatchObject({ code: 0 });
    source("tools/missing.cjs", 'try { require("optional-package"); } catch {}\n');
    await expect(compileProgram(root, "tools/alone.ts", out, [])).rejects.toThrow("needs optional-package");
  });
});

describe("inlineCode", () => {
  it.each([
    "<script>go()</script>",
    '<script type="module">go()</script>',
    "<style>p{}</style>",
    '<p style="color:red">',
    '<body onload="go()">',
  ])("finds what a strict policy blocks: %s", (html) => {
    expect(inlineCode(html)).toHaveLength(1);
  });

  it("accepts scripts and styles in files of their own", () => {
    const page =
      '<script type="module" crossorigin src="/a.js"></script><link rel="stylesheet" href="/a.css">';
    expect(inlineCode(page)).toEqual([]);
  });
});
