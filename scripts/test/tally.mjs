/**
 * @typedef {{ status: string, fullName?: string }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} TestFile
 * @typedef {{ passed: number, failed: number, faults: string[] }} Tally
 */

/** Each project of vitest.config.ts, by the folder its tests live in. */
const PROJECTS = [
  { name: "unit", folder: /\/(src|tests\/toolchain)\// },
  { name: "system", folder: /\/tests\/system\/[^/]+$/ },
  { name: "browser", folder: /\/tests\/browser\// },
  { name: "alone", folder: /\/tests\/system\/alone\// },
];

/**
 * Counts what Vitest's JSON report says. A test that did not run is a failure, whatever the reason: skipped, to do,
 * in a file that did not load, or missing because its whole project is.
 * @param {{ testResults: TestFile[] } | undefined} report undefined when Vitest wrote none
 * @param {number | null} exitCode of Vitest; an error outside any test shows only there
 * @returns {Tally} `faults` says each failure in a line
 */
export function tally(report, exitCode) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const faults = [
    ...tests
      .filter(({ status }) => status !== "passed")
      .map(({ status, fullName }) => `${status === "failed" ? "failed" : "did not run"}: ${fullName}`),
    ...files
      .filter(
        ({ status, assertionResults: all }) =>
          status === "failed" && all.every((test) => test.status !== "failed"),
      )
      .map(({ name, message }) => `file failed: ${name} ${message ?? ""}`.trim()),
    ...PROJECTS.filter(
      ({ folder }) => !files.some((file) => folder.test(file.name) && file.assertionResults.length > 0),
    ).map(({ name }) => `no test ran in the project ${name}`),
  ];
  if (faults.length === 0 && exitCode !== 0) faults.push(`Vitest ended with code ${exitCode}`);
  return { passed, failed: faults.length, faults };
}
