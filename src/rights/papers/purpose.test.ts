import { expect, test } from "vitest";
import type { LivedStep } from "../requests/clocks.ts";
import { readRequestLaw } from "../requests/read-law.ts";
import type { RequestState } from "../requests/transitions.ts";
import { papersUntil } from "./purpose.ts";

const law = readRequestLaw();
const step = (state: RequestState, on: string | null): LivedStep => ({
  state,
  on,
  effectOn: null,
  endsOn: null,
});
const until = (type: string, ...steps: LivedStep[]) => papersUntil({ type, nextChase: null, steps }, law);

test("copies are needed until a decision can no longer be contested, and no day is said while it goes on or is unknown", () => {
  const filed = step("filed", "2026-03-03");
  expect(until("ame", filed)).toBeNull();
  expect(until("ame", filed, step("granted", "2026-04-28"))).toBe("2026-06-28");
  expect(until("ame", filed, step("granted", "2026-04-28"), step("renewed", "2027-01-02"))).toBe(
    "2026-06-28",
  );
  expect(until("ame", filed, step("granted", null))).toBeNull();
  expect(until("c2s", filed, step("refused", "2026-04-28"))).toBe("2026-06-28");
  expect(until("c2s", filed, step("refused", "2026-04-28"), step("appeal_cra", "2026-05-20"))).toBeNull();
  expect(until("c2s", filed, step("withdrawn", "2026-05-20"))).toBe("2026-05-20");
});
