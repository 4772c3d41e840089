import { expect, test } from "vitest";
import { wallText } from "./wall-clock.ts";

test("a moment is told at the clocks of where it takes place, on the night they change too", () => {
  expect(wallText("2026-11-24T08:40:00Z", "Europe/Paris")).toBe("2026-11-24T09:40");
  expect(wallText("2026-11-24T21:40:00Z", "Indian/Reunion")).toBe("2026-11-25T01:40");
  expect(wallText("2026-10-25T00:30:00Z", "Europe/Paris")).toBe("2026-10-25T02:30");
  expect(wallText("2026-10-25T01:30:00Z", "Europe/Paris")).toBe("2026-10-25T02:30");
});
