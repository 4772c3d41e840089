/** What should be told about a register's sheet, columns and values, without refusing anything. */
import type { RegisterHeader } from "./columns.ts";
import {
  type Notice,
  type ParsedVisit,
  type ProposedTerm,
  type RegisterSource,
  type VocabularyList,
  vocabularyLists,
} from "./model.ts";
import { proposedTerms } from "./proposed-terms.ts";
import { quoted } from "./visit-date.ts";

const LIST_NAMES: Readonly<Record<VocabularyList, string>> = {
  referrer: "Adressé par",
  reason: "Motif",
  orientation: "Orientation",
  housing: "Hébergement",
  professional: "Professionnel",
  contact: "Nature du contact",
  place: "Lieu",
};
/** Values quoted in one notice; the plan lists them all. */
const QUOTED = 12;

/** Notices on a register; those on values speak of the rows to be written only. */
export function registerNotices(
  source: RegisterSource,
  header: RegisterHeader,
  fresh: readonly ParsedVisit[],
): Notice[] {
  const notices: Notice[] = [];
  const add = (kind: Notice["kind"], text: string, rows: readonly number[] = []) =>
    notices.push({ kind, text, rows });
  if (source.otherRegisters.length > 0) {
    const others = source.otherRegisters.map(quoted).join(", ");
    add(
      "sheet",
      `Seule la feuille ${quoted(source.sheet ?? "")} est lue. D’autres feuilles ressemblent à un registre\u00A0: ${others}. Pour les importer, enregistrez chacune dans son propre fichier.`,
    );
  }
  if (header.unrecognised.length > 0) {
    const titles = header.unrecognised.slice(0, QUOTED).map(quoted).join(", ");
    add("column", `Colonnes laissées de côté, car non reconnues\u00A0: ${titles}.`);
  }
  if (source.shortenedRows.length > 0) {
    add(
      "shortened",
      "Des textes trop longs (plus de 2\u00A0000 caractères) sont coupés.",
      source.shortenedRows,
    );
  }
  const terms = proposedTerms(fresh);
  for (const list of vocabularyLists) addTerms(list, terms, add);
  addCovers(fresh, add);
  return notices;
}

type Add = (kind: Notice["kind"], text: string, rows?: readonly number[]) => void;

function addTerms(list: VocabularyList, all: readonly ProposedTerm[], add: Add): void {
  const terms = all.filter((term) => term.list === list);
  if (terms.length === 0) return;
  const labels = terms.slice(0, QUOTED).map(({ label }) => quoted(label));
  const more = terms.length > QUOTED ? ` et ${terms.length - QUOTED} autres` : "";
  const added =
    terms.length === 1
      ? "1 valeur nouvelle sera ajoutée"
      : `${terms.length} valeurs nouvelles seront ajoutées`;
  add(
    "term",
    `${LIST_NAMES[list]}\u00A0: ${added} à la liste\u00A0: ${labels.join(", ")}${more}.`,
    terms.flatMap(({ rows }) => rows).sort((a, b) => a - b),
  );
}

function addCovers(visits: readonly ParsedVisit[], add: Add): void {
  const rowsByText = new Map<string, number[]>();
  for (const { cover, row } of visits) {
    if (cover === null || cover.recognised) continue;
    rowsByText.set(cover.text, [...(rowsByText.get(cover.text) ?? []), row]);
  }
  for (const [text, rows] of rowsByText) {
    add(
      "cover",
      `Couverture ${quoted(text)}\u00A0: texte non reconnu, gardé tel quel et compté comme «\u00A0inconnue\u00A0».`,
      rows,
    );
  }
}
