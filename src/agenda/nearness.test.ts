import fc from "fast-check";
import { expect, test } from "vitest";
import { loadBasins } from "../people/basins.ts";
import { byNearness, nearnessOf } from "./nearness.ts";

const AUTUN = "71014";
const SITES = [
  { id: "digoin", commune: "71176" },
  { id: "autun", commune: AUTUN },
  { id: "lyon", commune: "69382" },
  { id: "nowhere", commune: null },
];

test("the same commune, then the same inter-municipality, the same département, elsewhere; unknown says nothing", async () => {
  const basins = await loadBasins();
  // Of the Grand Autunois Morvan.
  const etang = [...basins].find(
    ([code, { code: basin }]) => code !== AUTUN && basin === basins.get(AUTUN)?.code,
  );
  expect(nearnessOf([AUTUN], AUTUN, basins)).toBe(0);
  expect(nearnessOf([etang?.[0] ?? ""], AUTUN, basins)).toBe(1);
  expect(nearnessOf(["71176"], AUTUN, basins)).toBe(2);
  expect(nearnessOf(["97411"], "97302", basins)).toBe(3);
  expect(nearnessOf([], AUTUN, basins)).toBeNull();
  // Of two homes, the nearer.
  expect(nearnessOf(["75056", AUTUN], AUTUN, basins)).toBe(0);
  expect(byNearness(SITES, [AUTUN], basins)).toEqual([
    { near: 0, sites: ["autun"] },
    { near: 2, sites: ["digoin"] },
    { near: 3, sites: ["lyon"] },
    { near: null, sites: ["nowhere"] },
  ]);
});

test("wherever one lives, every site is in one group, and no group is empty", async () => {
  const basins = await loadBasins();
  const commune = fc.constantFrom(...[...basins.keys()].slice(0, 2_000));
  fc.assert(
    fc.property(
      fc.array(commune, { maxLength: 3 }),
      fc.array(fc.option(commune), { maxLength: 6 }),
      (homes, places) => {
        const sites = places.map((one, n) => ({ id: String(n), commune: one }));
        const groups = byNearness(sites, homes, basins);
        expect(groups.flatMap((group) => group.sites).sort()).toEqual(sites.map(({ id }) => id).sort());
        expect(groups.every((group) => group.sites.length > 0)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
