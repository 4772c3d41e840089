import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPhone } from "./phone.ts";

const ok = (typed: string) => {
  const reading = readPhone(typed);
  return reading.ok ? [reading.phone.e164, reading.phone.shown] : reading.reason;
};

describe("a telephone number, as someone types it", () => {
  test.each([
    ["06 12 34 56 78", "+33612345678", "06 12 34 56 78"],
    ["0612345678", "+33612345678", "06 12 34 56 78"],
    ["06.12.34.56.78", "+33612345678", "06 12 34 56 78"],
    ["+33 6 12 34 56 78", "+33612345678", "06 12 34 56 78"],
    ["0033612345678", "+33612345678", "06 12 34 56 78"],
    ["+33 (0)4 74 12 34 56", "+33474123456", "04 74 12 34 56"],
    ["0692 12 34 56", "+262692123456", "0692 12 34 56"],
    ["0690 12 34 56", "+590690123456", "0690 12 34 56"],
    ["0694 20 12 34", "+594694201234", "0694 20 12 34"],
    ["0696 12 34 56", "+596696123456", "0696 12 34 56"],
    ["+223 76 12 34 56", "+22376123456", "+223 76 12 34 56"],
    ["00 213 551 23 45 67", "+213551234567", "+213 551 23 45 67"],
    ["+383 44 123 456", "+38344123456", "+383 44 123 456"],
  ])("%s", (typed, e164, shown) => {
    expect(ok(typed)).toEqual([e164, shown]);
  });

  test.each([
    ["", /chiffres/],
    ["chez sa sœur", /chiffres/],
    ["06 12 34 56", /10 chiffres, celui-ci en a 8/],
    ["0012", /indicatif/],
    ["+33 6 12", /indicatif/],
    ["08 00 00 00 00 00", /10 chiffres, celui-ci en a 12/],
    ["7612345678", /n’existe pas en France/],
  ])("« %s » is refused with a reason", (typed, reason) => {
    expect(ok(typed)).toMatch(reason);
  });

  const mobile = fc.integer({ min: 0, max: 9_999_999 }).map((tail) => `060${String(tail).padStart(7, "0")}`);
  const separators = fc.array(fc.constantFrom("", " ", ".", "-", "\u00a0", "\u202f"), {
    minLength: 9,
    maxLength: 9,
  });

  test("however its digits are spaced, a number is the same one, and what is shown reads back as itself", () => {
    fc.assert(
      fc.property(mobile, separators, (digits, between) => {
        const spaced = [...digits].map((digit, at) => digit + (between[at] ?? "")).join("");
        const [plain, typed] = [readPhone(digits), readPhone(spaced)];
        expect(typed).toEqual(plain);
        if (plain.ok) expect(readPhone(plain.phone.shown)).toEqual(plain);
      }),
    );
  });

  test("whatever is typed, the answer is a number that reads back, or a French sentence", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ().-]{1,20}$/u)), (typed) => {
        const reading = readPhone(typed);
        if (!reading.ok) expect(reading.reason).toMatch(/^[A-ZÀ-Ü].*\.$/u);
        if (!reading.ok) return;
        expect(reading.phone.e164).toMatch(/^\+[1-9]\d{5,14}$/u);
        expect(readPhone(reading.phone.e164)).toEqual(reading);
      }),
    );
  });
});
