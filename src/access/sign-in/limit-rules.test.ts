import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionOf, pauseSeconds, waitInWords } from "./limit-rules.ts";

describe("pauses", () => {
  test("fifteen minutes, doubled each time, four hours at most", () => {
    expect([1, 2, 3, 4, 5, 6, 1000].map((n) => pauseSeconds(n) / 60)).toEqual([
      15, 30, 60, 120, 240, 240, 240,
    ]);
  });

  test("never shorter than the one before", () => {
    fc.assert(fc.property(fc.nat(5000), (n) => pauseSeconds(n + 1) >= pauseSeconds(n)));
  });
});

describe("waits in words", () => {
  test.each([
    [0, "1\u00a0minute"],
    [60_000, "1\u00a0minute"],
    [60_001, "2\u00a0minutes"],
    [14 * 60_000, "14\u00a0minutes"],
    [90 * 60_000, "90\u00a0minutes"],
    [2 * 3_600_000, "2\u00a0heures"],
    [2 * 3_600_000 + 1, "3\u00a0heures"],
  ])("%i ms: %s", (milliseconds, words) => expect(waitInWords(milliseconds)).toBe(words));

  test("coming back when told is never too early", () => {
    fc.assert(
      fc.property(fc.nat(15 * 3_600_000), (milliseconds) => {
        const [n = "", unit = ""] = waitInWords(milliseconds).split("\u00a0");
        expect(Number(n) * (unit.startsWith("heure") ? 3_600_000 : 60_000)).toBeGreaterThanOrEqual(
          milliseconds,
        );
      }),
    );
  });
});

describe("connections", () => {
  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:0001:2::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["", "unknown"],
    ["unix:", "unknown"],
  ])("%s is %s", (address, connection) => expect(connectionOf(address)).toBe(connection));

  test("the last 64 bits of an IPv6 address change nothing, any of the first 64 does", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
    const half = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(half, half, half, half, (one, two, tail, otherTail) => {
        const first = connectionOf([...one, ...tail].join(":"));
        expect(connectionOf([...one, ...otherTail].join(":"))).toBe(first);
        expect(connectionOf([...two, ...tail].join(":")) === first).toBe(one.join() === two.join());
      }),
    );
  });
});
