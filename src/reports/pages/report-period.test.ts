import { describe, expect, it } from "vitest";
import { monthsOf } from "../months.ts";
import { comparedOf, periodOf, readPeriodSearch, wholeYear } from "./report-period.ts";

describe("the period of a report", () => {
  it("is the current year unless the address says otherwise", () => {
    expect(periodOf({}, "2026-11-21")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
    expect(periodOf({ du: "2014-01-01", au: "2014-12-31", connu: "2015-01-31" }, "2026-11-21")).toEqual({
      from: "2014-01-01",
      to: "2014-12-31",
      knownOn: "2015-01-31",
    });
  });

  it("drops from an address what is not a day", () => {
    expect(readPeriodSearch({ du: "hier", au: 3, connu: "2015-01-31", autre: "x" })).toEqual({
      connu: "2015-01-31",
    });
  });

  it("may be compared with the year before, or with chosen days", () => {
    const year = { from: "2014-01-01", to: "2014-12-31" };
    expect(comparedOf({}, year)).toBeNull();
    expect(comparedOf(readPeriodSearch({ avec: "an" }), year)).toEqual({
      from: "2013-01-01",
      to: "2013-12-31",
    });
    const chosen = readPeriodSearch({ avec: "dates", avecDu: "2010-01-01", avecAu: "2010-06-30" });
    expect(comparedOf(chosen, year)).toEqual({ from: "2010-01-01", to: "2010-06-30" });
    expect(readPeriodSearch({ avec: "dates", avecDu: "2010-06-30", avecAu: "2010-01-01" })).toEqual({});
  });

  it("knows a whole year", () => {
    expect(wholeYear({ from: "2014-01-01", to: "2014-12-31" })).toBe("2014");
    expect(wholeYear({ from: "2014-01-01", to: "2015-12-31" })).toBeNull();
  });

  it("lists every month, across years", () => {
    expect(monthsOf({ from: "2014-11-15", to: "2015-02-01" })).toEqual([
      "2014-11",
      "2014-12",
      "2015-01",
      "2015-02",
    ]);
  });
});
