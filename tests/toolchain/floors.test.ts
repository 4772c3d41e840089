import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const { forbidden, options } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
  forbidden: { name: string }[];
  options: ICruiseOptions;
};

/** A small house: every file with what it imports. Types only when the specifier starts with "type ". */
const HOUSE: Record<string, string[]> = {
  "src/platform/database/pool.ts": ["pg"],
  "src/platform/database/schema.generated.ts": ["type undeclared"],
  "src/platform/http.ts": [],
  "src/ui/parts/button.tsx": [],
  "src/people/model.ts": [],
  "src/people/rules.ts": ["./model.ts"],
  "src/people/store.ts": ["../platform/database/pool.ts", "./model.ts"],
  "src/people/api.ts": ["./store.ts"],
  "src/people/inner/names.ts": [],
  "src/people/pages/search.tsx": ["../../ui/parts/button.tsx", "../model.ts", "type ../api.ts"],
  "src/rights/model.ts": [],
  "src/rights/store.ts": ["../people/store.ts", "../platform/database/pool.ts"],
  "src/web/main.tsx": ["../people/pages/search.tsx", "type ../server.ts"],
  "src/server.ts": ["./people/api.ts", "./rights/store.ts"],
  "src/cli/main.ts": ["../server.ts"],
  "tests/support/people.ts": ["../../src/people/store.ts", "dev-tool"],
  "src/people/store.test.ts": ["./store.ts", "../../tests/support/people.ts", "dev-tool"],
};

/** One wrong file a row: the rule that must name it, the file, what it imports. */
const WRONG: [rule: string, file: string, imports: string[]][] = [
  ["floor-platform", "src/platform/wrong.ts", ["../people/model.ts"]],
  ["floor-ui", "src/ui/wrong.ts", ["type ../people/model.ts"]],
  ["floor-network", "src/network/wrong.ts", ["../people/model.ts"]],
  ["floor-access", "src/access/wrong.ts", ["../people/model.ts"]],
  ["floor-upkeep", "src/upkeep/wrong.ts", ["../people/model.ts"]],
  ["floor-people", "src/people/wrong-floor.ts", ["type ../rights/model.ts"]],
  ["floor-papers", "src/papers/wrong.ts", ["type ../rights/model.ts"]],
  ["floor-tasks", "src/tasks/wrong.ts", ["type ../rights/model.ts"]],
  ["floor-rights", "src/rights/wrong-floor.ts", ["../care/right.ts"]],
  ["floor-admission", "src/admission/wrong.ts", ["../care/right.ts"]],
  ["floor-agenda", "src/agenda/wrong.ts", ["../care/right.ts"]],
  ["floor-telephone", "src/telephone/wrong.ts", ["../care/right.ts"]],
  ["floor-care", "src/care/wrong.ts", ["../intake/right.ts"]],
  ["floor-funding", "src/funding/wrong.ts", ["../intake/right.ts"]],
  ["floor-intake", "src/intake/wrong.ts", ["../record/right.ts"]],
  ["floor-record", "src/record/wrong.ts", ["../reports/right.ts"]],
  ["floor-reports", "src/reports/wrong.ts", ["../web/main.tsx"]],
  ["floor-retention", "src/retention/wrong.ts", ["../web/main.tsx"]],
  ["known-rooms-only", "src/web/wrong-room.ts", ["../attic/box.ts"]],
  ["public-files-only", "src/rights/wrong-inner.ts", ["../people/inner/names.ts"]],
  ["pages-of-other-rooms", "src/rights/wrong-page.ts", ["../people/pages/search.tsx"]],
  ["pages-without-store-or-api", "src/people/pages/wrong-store.tsx", ["../store.ts"]],
  ["pages-without-store-or-api", "src/web/wrong-api.tsx", ["../people/api.ts"]],
  ["rules-without-store-or-api", "src/rights/rules.ts", ["./store.ts"]],
  ["browser-without-node", "src/care/model.ts", ["node:fs"]],
  ["browser-without-node", "src/care/pages/wrong.tsx", ["pg"]],
  ["server-and-cli-are-the-roof", "src/reports/wrong-roof.ts", ["../server.ts"]],
  ["server-and-cli-are-the-roof", "src/reports/wrong-cli.ts", ["../cli/main.ts"]],
  ["server-without-cli", "src/server/wrong.ts", ["../cli/main.ts"]],
  ["source-without-tests", "src/people/wrong-tests.ts", ["../../tests/support/people.ts"]],
  ["source-without-dev-dependencies", "src/people/wrong-dev.ts", ["dev-tool"]],
  ["declared-dependencies-only", "src/people/wrong-undeclared.ts", ["undeclared"]],
  ["no-cycle", "src/people/wrong-egg.ts", ["./wrong-hen.ts"]],
  ["resolvable", "src/people/wrong-missing.ts", ["./nowhere.ts"]],
];

/** What the wrong files lean on, right in itself. */
const SUPPORT: Record<string, string[]> = {
  "src/attic/box.ts": [],
  "src/care/right.ts": [],
  "src/intake/right.ts": [],
  "src/record/right.ts": [],
  "src/reports/right.ts": [],
  "src/people/wrong-hen.ts": ["./wrong-egg.ts"],
};

let folder: string;

function write(root: string, path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function writeHouse(root: string, house: Record<string, string[]>): void {
  for (const [path, imports] of Object.entries(house)) {
    const lines = imports.map((specifier, n) => {
      const [type, bare] = specifier.startsWith("type ") ? ["type ", specifier.slice(5)] : ["", specifier];
      return `import ${type}{ x as x${n} } from "${bare}";\nexport ${type}{ x${n} };\n`;
    });
    write(root, path, `${lines.join("")}export const x = 1;\nexport type x = 1;\n`);
  }
}

function writePackages(root: string): void {
  write(
    root,
    "package.json",
    JSON.stringify({
      name: "house",
      type: "module",
      dependencies: { pg: "1.0.0" },
      devDependencies: { "dev-tool": "1.0.0" },
    }),
  );
  for (const name of ["pg", "dev-tool", "undeclared"]) {
    write(
      root,
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
    );
    write(root, `node_modules/${name}/index.js`, "exports.x = 1;\n");
  }
}

/** Runs the repository's own rules on a house; answers "rule: file" for each violation. */
async function violations(name: string, house: Record<string, string[]>): Promise<string[]> {
  const root = join(folder, name);
  writePackages(root);
  writeHouse(root, house);
  const { tsConfig: _, ...shared } = options;
  const { output } = await cruise(["src", "tests"], {
    ...shared,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: forbidden as NonNullable<NonNullable<ICruiseOptions["ruleSet"]>["forbidden"]> },
  });
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

describe("the floors of the house", () => {
  let found: string[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "floors-"));
    const wrong = Object.fromEntries(WRONG.map(([, file, imports]) => [file, imports]));
    found = await violations("wrong", { ...HOUSE, ...SUPPORT, ...wrong });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("accepts a house built in order", async () => {
    expect(await violations("right", HOUSE)).toEqual([]);
  });

  it.each(WRONG)("%s catches %s", (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  it("blames only the wrong files", () => {
    const blamed = new Set(found.map((line) => line.split(": ")[1]));
    expect(blamed).toEqual(new Set(WRONG.map(([, file]) => file)));
  });

  it("proves every rule", () => {
    expect(new Set(WRONG.map(([rule]) => rule))).toEqual(new Set(forbidden.map((rule) => rule.name)));
  });
});
