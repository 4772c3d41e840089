import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = /\.(xlsx|png|jpe?g|ttf|woff2|pdf|ico)$/;

/** What ties a file to one machine. Written so that this file does not match itself. */
const TIES: [what: string, pattern: RegExp][] = [
  ["a package registry", /"resolved":\s*"|https?:\/\/registry[.](?!npmjs[.]org)/],
  ["a folder of one machine", /(?<![\w.$}~-])\/(?:work|root|Users|home\/[a-z]+)\/[\w.]/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/],
];

/** Files git follows, and those it would. */
function files(): string[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  return execFileSync("git", list, { cwd: ROOT, encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "" && !BINARY.test(path) && existsSync(ROOT + path));
}

function tiesIn(text: string): string[] {
  return TIES.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
}

describe("the repository", () => {
  it("ties no file to one machine", () => {
    const tied = files().flatMap((path) =>
      tiesIn(readFileSync(ROOT + path, "utf8")).map((what) => `${path}: ${what}`),
    );
    expect(tied).toEqual([]);
  });

  it.each([
    ["a package registry", `"resolved"${': "https:'}`],
    ["a package registry", ["https://registry", "example/x"].join(".")],
    ["a folder of one machine", ["", "work", "main"].join("/")],
    ["a folder of one machine", `"${["", "home", "anna", "x"].join("/")}`],
    ["a private key", `${"-".repeat(5)}BEGIN PRIVATE KEY${"-".repeat(5)}\n${"MC4C".repeat(8)}`],
  ])("recognises %s", (what, text) => expect(tiesIn(text)).toEqual([what]));
});
