import fc from "fast-check";
import { expect, test } from "vitest";
import { coverConfirmations } from "./model.ts";
import { wantedFirst } from "./rules.ts";

const cover = fc.option(fc.constantFrom(...coverConfirmations));
const known = fc.option(fc.record({ referral: fc.boolean(), cover }));

test("a service that wants people referred is booked with a referral and a cover confirmed, and with both it wants nothing", () => {
  fc.assert(
    fc.property(fc.boolean(), known, cover, (prescribed, told, said) => {
      const wants = wantedFirst(prescribed, told, said);
      const confirmed = said !== null || (told !== null && told.cover !== null);
      expect(wants === null).toBe(!prescribed || (told?.referral !== true && confirmed));
      // The referral first: nobody is asked about the cover of someone who cannot be booked.
      if (prescribed && told?.referral) expect(wants).toBe("referral_needed");
    }),
  );
});
