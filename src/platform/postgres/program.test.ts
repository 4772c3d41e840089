import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDataFolder } from "../data-folder.ts";
import { chooseAccount } from "./account.ts";
import { temporaryFolder } from "./process.test-support.ts";
import { locateNative, type Native, prepareProgram } from "./program.ts";

let place: ReturnType<typeof temporaryFolder>;
let native: Native;

beforeEach(() => {
  place = temporaryFolder();
  const real = locateNative();
  native = { version: real.version, path: join(place.path, "clone", "native") };
  mkdirSync(join(place.path, "links"));
  cpSync(real.path, native.path, { recursive: true, verbatimSymlinks: true });
});

afterEach(() => place.remove());

function prepare() {
  const account = chooseAccount(openDataFolder({ MAILLAGE_DATA: join(place.path, "var") }), undefined);
  const program = prepareProgram(account, join(place.path, "lib"), join(place.path, "stage"), native);
  const version = execFileSync(program.postgres, ["-V"], { env: program.env, encoding: "utf8" });
  expect(version).toMatch(/PostgreSQL\) 18\./);
  return program;
}

test("binaries that can be run are run where npm put them", () => {
  expect(prepare().postgres).toBe(join(native.path, "bin", "postgres"));
});

test("library names missing because no install script ran, and lost modes, are made good", () => {
  for (const name of ["libicuuc.so.60", "libicui18n.so.60", "libicudata.so.60", "libpq.so.5"]) {
    rmSync(join(native.path, "lib", name));
  }
  for (const name of ["postgres", "initdb"]) chmodSync(join(native.path, "bin", name), 0o644);
  expect(prepare().postgres).toBe(join(native.path, "bin", "postgres"));
});

test.runIf(process.getuid?.() === 0)(
  "a clone under a private home is copied once to where the account can go",
  () => {
    rmSync(join(native.path, "lib", "libicuuc.so.60"));
    chmodSync(join(place.path, "clone"), 0o700);
    const program = prepare();
    expect(program.postgres).toBe(join(place.path, "stage", `pg-${native.version}`, "bin", "postgres"));
    expect(prepare()).toEqual(program);
  },
);
