import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { Card } from "../../ui/card.tsx";
import type { PersonPage } from "../model.ts";

interface ProgramsCardProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
}

/** The numbers that other programs give this person: their page opens from there. Nothing where there is no such program. */
export function ProgramsCard({ page, words }: ProgramsCardProps) {
  const me = useMe();
  const writes = mayWrite(me, "identity") && page.shared === null && words.programs.length > 0;
  if (page.programs.length === 0 && !writes) return null;
  return (
    <Card
      title="Autres logiciels"
      actions={
        writes && (
          <Link
            to="/personnes/$id/logiciels"
            params={{ id: page.id }}
            className="button button-quiet no-print"
          >
            {page.programs.length === 0 ? "Noter son numéro" : "Modifier"}
          </Link>
        )
      }
    >
      {page.programs.length === 0 && <p className="soft">Aucun numéro n’est noté.</p>}
      {page.programs.map(({ id, program, number }) => (
        <p key={id}>
          <span className="soft small">{program}</span>
          <br />
          <strong>{number}</strong>
        </p>
      ))}
    </Card>
  );
}
