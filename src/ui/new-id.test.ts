import { expect, test } from "vitest";
import { z } from "zod";
import { newId } from "./new-id.ts";

test("an identifier is a version 7 UUID of this moment, and never twice the same", () => {
  const before = Date.now();
  const ids = Array.from({ length: 1_000 }, newId);
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) {
    expect(z.uuidv7().safeParse(id).success).toBe(true);
    const moment = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
    expect(moment >= before && moment <= Date.now()).toBe(true);
  }
});
