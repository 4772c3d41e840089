import type { Nature } from "../../access/model.ts";
import { Card } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

const SAID: Partial<Record<Nature, (count: number) => string>> = {
  clinical: (count) => `${countText(count, "information")} de soin, ${reserved(count)} à l’équipe de soins`,
  cover: (count) =>
    `${countText(count, "information")} de couverture, ${reserved(count)} à ceux qui suivent les droits`,
  identity_detail: (count) =>
    `${countText(count, "information")} d’adresse, de langue ou de contact, ${reserved(count)} à l’équipe`,
  social_situation: (count) =>
    `${countText(count, "information")} de situation sociale, ${reserved(count)} à l’accompagnement social`,
  social_notes: (count) =>
    `${countText(count, "note")} ${count < 2 ? "sociale" : "sociales"}, ${reserved(count)} à leurs auteurs et à leur équipe`,
};

const APART = {
  social:
    "Le suivi social est mis à part\u00a0: son temps d’usage courant est passé. Il revient dès qu’une venue est enregistrée.",
  clinical:
    "Le dossier de soin est mis à part\u00a0: son temps d’usage courant est passé. Il revient dès qu’une venue est enregistrée.",
} as const;

/** What exists and is not shown to this reader: said, with its count when it is others' to read, never silently absent. */
export function WithheldCard({ page }: { readonly page: PersonPage }) {
  const lines = Object.entries(page.withheld.counts).flatMap(([nature, count]) => {
    const say = SAID[nature as Nature];
    return count === undefined || count === 0
      ? []
      : [
          {
            nature,
            text: say ? say(count) : `${countText(count, "information")} ${reserved(count)} à d’autres rôles`,
          },
        ];
  });
  const { apart } = page.withheld;
  if (lines.length + apart.length === 0) return null;
  return (
    <Card title={lines.length === 0 ? "Mis à part" : "Ce que votre rôle ne montre pas"}>
      <ul className="stack">
        {apart.map((block) => (
          <li key={block}>{APART[block]}</li>
        ))}
        {lines.map((line) => (
          <li key={line.nature}>{line.text}</li>
        ))}
      </ul>
    </Card>
  );
}

function reserved(count: number): string {
  return count < 2 ? "réservée" : "réservées";
}
