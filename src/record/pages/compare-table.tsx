import { Link } from "@tanstack/react-router";
import { countText, dayText, shortDayText } from "../../ui/format.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { ComparedRecord, Comparison } from "../duplicates/model.ts";
import { traits } from "../duplicates/rules.ts";

/** What each record holds besides its identity. */
const HELD: readonly { label: string; of: (record: ComparedRecord) => string }[] = [
  { label: "Connu ici", of: ({ since }) => (since === null ? "" : `depuis le ${dayText(since)}`) },
  { label: "Venues", of: encountersText },
  { label: "Couverture", of: ({ statements }) => countText(statements, "information") },
  {
    label: "Déjà réunis",
    of: ({ others }) => others.map(({ localNumber }) => `n°\u00a0${localNumber}`).join(", "),
  },
];

/** Trait by trait; those that differ are marked by a word, not colour alone. */
export function CompareTable({ comparison }: { readonly comparison: Comparison }) {
  const [a, b] = comparison.records;
  // A flag neither record carries tells nothing.
  const told = traits.filter(({ of }) => [a, b].some(({ identity }) => !["", "non"].includes(of(identity))));
  return (
    <TableScroll label="Les deux dossiers, trait par trait">
      <table className="table compare-table">
        <colgroup>
          <col />
          <col />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Trait</th>
            {comparison.records.map((record) => (
              <th key={record.id} scope="col">
                <Link to="/personnes/$id" params={{ id: record.id }}>
                  Dossier n°&nbsp;{record.localNumber}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told.map(({ label, of }) => (
            <Line key={label} label={label} values={[of(a.identity), of(b.identity)]} marked />
          ))}
          {HELD.map(({ label, of }) => (
            <Line key={label} label={label} values={[of(a), of(b)]} />
          ))}
        </tbody>
      </table>
      {comparison.sameDays.length > 0 && (
        <p className="small">
          Venues le même jour dans les deux dossiers&nbsp;: {comparison.sameDays.map(shortDayText).join(", ")}
          .
        </p>
      )}
    </TableScroll>
  );
}

interface LineProps {
  readonly label: string;
  readonly values: readonly [string, string];
  /** Says so when the two differ. */
  readonly marked?: boolean;
}

function Line({ label, values, marked = false }: LineProps) {
  const [one, other] = values;
  if (one === "" && other === "") return null;
  const differs = marked && one !== other;
  return (
    <tr className={differs ? "compare-differs" : undefined}>
      <th scope="row">
        {label}
        {differs && (
          <>
            <br />
            <span className="badge tone-wait">diffère</span>
          </>
        )}
      </th>
      <td>{one || "–"}</td>
      <td>{other || "–"}</td>
    </tr>
  );
}

function encountersText({ encounters: { count, first, last } }: ComparedRecord): string {
  if (first === null || last === null) return countText(count, "venue");
  const when =
    first === last ? `le ${shortDayText(first)}` : `du ${shortDayText(first)} au ${shortDayText(last)}`;
  return `${countText(count, "venue")}, ${when}`;
}
