import { describe, expect, it } from "vitest";
import { isAllowed, licenceOf } from "../../scripts/check/licences.mjs";

describe("isAllowed", () => {
  it.each([
    "MIT",
    "(MIT OR GPL-3.0)",
    "MIT AND Apache-2.0",
    "(BSD-2-Clause OR MIT OR Apache-2.0)",
    "MPL-2.0",
  ])("accepts %s", (expression) => expect(isAllowed(expression)).toBe(true));

  it.each([
    "GPL-3.0-only",
    "AGPL-3.0",
    "SSPL-1.0",
    "BUSL-1.1",
    "UNLICENSED",
    "",
    "MIT AND Commons-Clause",
    "SEE LICENSE IN LICENSE.md",
    "(MIT AND (GPL-3.0 OR BUSL-1.1))",
    "none declared",
  ])("refuses %j", (expression) => expect(isAllowed(expression)).toBe(false));
});

describe("licenceOf", () => {
  it("reads the present and the former ways of declaring", () => {
    expect(licenceOf({ license: "MIT" })).toBe("MIT");
    expect(licenceOf({ license: { type: "ISC" } })).toBe("ISC");
    expect(licenceOf({ licenses: [{ type: "0BSD" }] })).toBe("0BSD");
    expect(licenceOf({})).toBeUndefined();
  });
});
