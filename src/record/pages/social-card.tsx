import type { Vocabulary } from "../../network/model.ts";
import { wordLabel } from "../../network/use-vocabulary.ts";
import { Card } from "../../ui/card.tsx";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

interface SocialCardProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
}

/** Where the person lives, as last said: the block itself, or its summary for those who read no more. */
export function SocialCard({ page, words }: SocialCardProps) {
  const last = [...page.housing].sort((a, b) => (a.statedOn < b.statedOn ? 1 : -1))[0];
  const housing = last
    ? { housing: wordLabel(words.housing, last.term), statedOn: last.statedOn }
    : page.socialSummary;
  if (housing === null || housing.statedOn === null) return null;
  return (
    <Card title="Situation sociale">
      <p>
        <span className="soft small">Hébergement</span>
        <br />
        <strong>{housing.housing}</strong>
        <br />
        <span className="soft small">dit le {dayText(housing.statedOn)}</span>
      </p>
    </Card>
  );
}
