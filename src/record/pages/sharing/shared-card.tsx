import { Card } from "../../../ui/card.tsx";
import type { PersonPage } from "../../model.ts";
import { blockWords } from "../../sharing/model.ts";

/** For who reads by agreement: what the person accepted, and that the rest is simply not theirs to read. */
export function SharedCard({ page }: { readonly page: PersonPage }) {
  if (page.shared === null) return null;
  return (
    <Card title="Ce que la personne partage avec vous">
      <p>{blockWords(page.shared).join(", ")}.</p>
      <p className="soft small">
        Le reste ne vous est pas montré, et rien ne dit s’il existe. La personne peut retirer son accord à
        tout moment&nbsp;: cette page se ferme alors.
      </p>
    </Card>
  );
}
