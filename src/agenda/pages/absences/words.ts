import type { Way } from "../../../people/contact.ts";
import { wayKindLabels } from "../../../people/contact.ts";
import { dayText } from "../../../ui/format.ts";

/** "le 24 novembre 2026", "du 24 novembre 2026 à 13:30 au 27 novembre 2026". */
export function periodWords({ from, until }: { readonly from: string; readonly until: string }): string {
  const [first, last] = [from.slice(0, 10), until.slice(0, 10)];
  const hour = (moment: string, whole: string) =>
    moment.slice(11, 16) === whole ? "" : ` à ${moment.slice(11, 16)}`;
  const [begins, ends] = [hour(from, "00:00"), hour(until, "23:59")];
  if (first !== last) return `du ${dayText(first)}${begins} au ${dayText(last)}${ends}`;
  return begins === "" && ends === ""
    ? `le ${dayText(first)}`
    : `le ${dayText(first)}, de ${from.slice(11, 16)} à ${until.slice(11, 16)}`;
}

/** "Téléphone d’un proche : 06 41 77 30 22, Ali (son frère)". */
export function wayWords({ kind, shown, holder }: Way): string {
  if (kind === "none") return wayKindLabels.none;
  return `${wayKindLabels[kind].replace("…", "")}\u00a0: ${[shown, holder].filter(Boolean).join(", ")}`;
}
