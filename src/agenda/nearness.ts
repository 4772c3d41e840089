import type { Basins } from "../people/basins.ts";

/** How near a site is to where someone lives, the nearest first; no distance is known, and none is made up. */
export const nearnessLabels = [
  "même commune",
  "même intercommunalité",
  "même département",
  "autre département",
] as const;
export type Nearness = 0 | 1 | 2 | 3;

/**
 * @param homes communes where they live (INSEE codes): the nearest counts @param site commune of the site; null: not known
 * @returns null when either is not known
 */
export function nearnessOf(homes: readonly string[], site: string | null, basins: Basins): Nearness | null {
  if (site === null || homes.length === 0) return null;
  if (homes.includes(site)) return 0;
  const basin = basins.get(site)?.code;
  if (basin !== undefined && homes.some((home) => basins.get(home)?.code === basin)) return 1;
  return homes.some((home) => departmentOf(home) === departmentOf(site)) ? 2 : 3;
}

/** "71", "2A", "974": beyond the sea, three figures. */
function departmentOf(commune: string): string {
  return commune.slice(0, /^9[78]/u.test(commune) ? 3 : 2);
}

/** Sites in groups, the nearest first, those whose place is not known last; each group in the order given. Nothing is left out. */
export function byNearness(
  sites: readonly { readonly id: string; readonly commune: string | null }[],
  homes: readonly string[],
  basins: Basins,
): { readonly near: Nearness | null; readonly sites: readonly string[] }[] {
  const told = sites.map(({ id, commune }) => ({ id, near: nearnessOf(homes, commune, basins) }));
  return ([0, 1, 2, 3, null] as const)
    .map((near) => ({ near, sites: told.filter((one) => one.near === near).map(({ id }) => id) }))
    .filter((group) => group.sites.length > 0);
}
