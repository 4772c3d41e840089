import { Link } from "@tanstack/react-router";
import { mayRead, mayWrite, useMe, writesCare } from "../../access/use-me.ts";
import { essentialWords } from "../../care/essential-words.ts";
import type { Essential } from "../../care/essentials.ts";
import { essentialsFor } from "../../care/essentials-rules.ts";
import type { PersonPage } from "../model.ts";

interface EssentialListProps {
  readonly label: string;
  readonly rows: readonly Essential[];
  readonly page: PersonPage;
}

/** Things noted of someone, one a line. */
export function EssentialList({ label, rows, page }: EssentialListProps) {
  if (rows.length === 0) return null;
  return (
    <ul className="essentials" aria-label={label}>
      {rows.map((row) => (
        <EssentialLine key={row.id} row={row} page={page} />
      ))}
    </ul>
  );
}

interface EssentialLineProps {
  readonly row: Essential;
  readonly page: PersonPage;
  /** Said in the colour of what must not be missed. */
  readonly loud?: boolean;
}

/** What is noted, and for who may correct it, the way to. */
export function EssentialLine({ row, page, loud = false }: EssentialLineProps) {
  const me = useMe();
  const { main, more } = essentialWords(row);
  const corrects =
    essentialsFor(me).includes(row.kind) &&
    mayRead(me, row.nature) &&
    (row.nature === "clinical" ? writesCare(me) : mayWrite(me, row.nature));
  const said = corrects ? (
    <Link
      to="/personnes/$id/essentiel"
      params={{ id: page.id }}
      search={{ ligne: row.id }}
      className="essential-main"
      title="Corriger ou retirer"
    >
      {main}
    </Link>
  ) : (
    <span className="essential-main">{main}</span>
  );
  return (
    <li>
      {loud ? <strong className="essential-loud">{said}</strong> : said}
      {more !== "" && <span className="soft small"> {more}</span>}
      {row.reserved && <span className="soft small"> (réservé aux médecins et infirmiers)</span>}
    </li>
  );
}
