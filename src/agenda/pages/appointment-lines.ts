import { weekdayText } from "../../ui/format.ts";
import type { CoverConfirmation } from "../model.ts";
import { hourOf, wallOf } from "../wall-clock.ts";

/** "lundi 23 novembre 2026 à 09:20", on the clocks of the place. */
export function whenText(start: string, zone: string): string {
  const { day, minutes } = wallOf(start, zone);
  return `${weekdayText(day)} à ${hourOf(minutes)}`;
}

/** How the cover was confirmed when booking (handbook A3). */
export const coverLabels: Readonly<Record<CoverConfirmation, string>> = {
  unchanged: "Inchangée depuis la dernière fois",
  seen: "Attestation vue",
  declared: "Déclarée par la personne",
  unknown: "Inconnue, à chercher",
};
export const COVER_OPTIONS = (Object.keys(coverLabels) as CoverConfirmation[]).map((code) => ({
  code,
  label: coverLabels[code],
}));
