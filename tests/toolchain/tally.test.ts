import { describe, expect, it } from "vitest";
import { tally } from "../../scripts/test/tally.mjs";

const file = (name: string, ...statuses: string[]) => ({
  name: `/repo/${name}`,
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status, n) => ({ status, fullName: `${name} ${n}` })),
});
const SOUND = [
  file("src/people/rules.test.ts", "passed", "passed"),
  file("tests/system/start.test.ts", "passed"),
  file("tests/browser/sign-in.test.ts", "passed"),
  file("tests/system/alone/crash.test.ts", "passed"),
];

describe("tally", () => {
  it("counts the tests that passed", () => {
    expect(tally({ testResults: SOUND }, 0)).toEqual({ passed: 5, failed: 0, faults: [] });
  });

  it.each(["failed", "pending", "skipped", "todo"])("counts a %s test as a failure", (status) => {
    const report = { testResults: [...SOUND, file("src/x.test.ts", status)] };
    expect(tally(report, 0)).toMatchObject({ passed: 5, failed: 1 });
  });

  it("counts a file that did not load", () => {
    const broken = { ...file("src/x.test.ts"), status: "failed", message: "cannot find module" };
    expect(tally({ testResults: [...SOUND, broken] }, 1).faults).toEqual([
      "file failed: /repo/src/x.test.ts cannot find module",
    ]);
  });

  it("counts a project of which nothing ran", () => {
    expect(tally({ testResults: SOUND.slice(0, 2) }, 0).faults).toEqual([
      "no test ran in the project browser",
      "no test ran in the project alone",
    ]);
    expect(tally(undefined, 1)).toMatchObject({ passed: 0, failed: 4 });
  });

  it("counts an error that no test shows", () => {
    expect(tally({ testResults: SOUND }, 1)).toMatchObject({ passed: 5, failed: 1 });
  });
});
