import { runChecks } from "./check/checks.mjs";

const failed = (await runChecks()).filter(({ ok }) => !ok);
if (failed.length > 0) process.exitCode = 1;
