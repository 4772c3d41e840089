import fc from "fast-check";
import { inject } from "vitest";

/**
 * Properties draw by the commit: other values at each commit, the same at each run of one, so that what was green stays
 * green on every machine. `SEED=42 npx vitest run …` draws others.
 */
fc.configureGlobal({ seed: inject("seed") });
