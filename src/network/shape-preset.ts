import type { Preset } from "./preset.ts";

/** What a centre says of itself when it copies a preset. */
export interface CentreForm {
  readonly name: string;
  readonly timeZone: string;
  /** New names of the preset's structures, by code. */
  readonly structures: readonly { readonly code: string; readonly name: string }[];
  /** Places where people are received, all of the first structure of the team, with the half-days they open. */
  readonly sites: readonly { readonly name: string; readonly opening: Preset["sites"][number]["opening"] }[];
}

/** The preset as this centre makes it its own: names, places and hours; the rest is the preset's. */
export function shapePreset(preset: Preset, form: CentreForm): Preset {
  const home = preset.structures.find((structure) => structure.inTeam) ?? preset.structures[0];
  const names = new Map(form.structures.map(({ code, name }) => [code, name]));
  const codes = new Set<string>();
  return {
    ...preset,
    name: form.name,
    timeZone: form.timeZone,
    // The preset's funder is that of the preset's centre: another centre's acts are given until it names its own.
    funding: {
      ...preset.funding,
      ownFunder: form.name === preset.name ? preset.funding.ownFunder : null,
    },
    targetPopulation: form.name === preset.name ? preset.targetPopulation : null,
    structures: preset.structures.map((one) => ({ ...one, name: names.get(one.code) ?? one.name })),
    sites: form.sites.map((site) => ({
      code: unusedCode(site.name, codes),
      structure: home?.code ?? "",
      name: site.name,
      communeCode: preset.sites.find(({ name }) => name === site.name)?.communeCode ?? null,
      opening: [...site.opening],
    })),
  };
}

/** A short code made of a name, different from those already taken. */
function unusedCode(name: string, taken: Set<string>): string {
  const base =
    name
      .normalize("NFD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "lieu";
  let code = base;
  for (let n = 2; taken.has(code); n++) code = `${base}-${n}`;
  taken.add(code);
  return code;
}
