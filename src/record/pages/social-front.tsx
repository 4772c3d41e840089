import "./front.css";
import type { Vocabulary } from "../../network/model.ts";
import { Card } from "../../ui/card.tsx";
import { momentText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { shares } from "../shared.ts";
import { CoverCard } from "./cover-card.tsx";
import { LifeCard } from "./life-card.tsx";
import { RenouncementCard } from "./renouncement-card.tsx";
import { RequestsCard } from "./requests-card.tsx";

interface SocialFrontProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
}

/** What a social professional needs first: where the person lives, their cover, the care they gave up, what care says is of use. */
export function SocialFront({ page, words }: SocialFrontProps) {
  return (
    <div className="person-front">
      <LifeCard page={page} words={words} />
      {shares(page, "cover") && <CoverCard page={page} words={words} />}
      {shares(page, "right_requests") && <RequestsCard page={page} />}
      <RenouncementCard page={page} />
      <UsefulCard page={page} />
    </div>
  );
}

/** The last line that a doctor or a nurse published for the social path. */
function UsefulCard({ page }: { readonly page: PersonPage }) {
  const note = page.notes.find(({ nature }) => nature === "useful");
  if (!note) return null;
  return (
    <Card title="Utile au parcours">
      <div>
        <p className="front-note">{note.body || note.agreed || note.said}</p>
        <p className="soft small">
          {note.by}, le {momentText(note.signedAt).slice(0, 10)}
        </p>
      </div>
    </Card>
  );
}
