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

/** What exists and is not shown to this reader: said with its count, never silently absent. */
export function WithheldCard({ page }: { readonly page: PersonPage }) {
  const lines = Object.entries(page.withheld).flatMap(([nature, count]) => {
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
  if (lines.length === 0) return null;
  return (
    <Card title="Ce que votre rôle ne montre pas">
      <ul className="stack">
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
