import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import type { Slots } from "./use-slots.ts";

interface ReadBackCardProps {
  readonly slots: Slots;
  readonly words: string | null;
  /** It is done: these words are the last of the call. */
  readonly said: boolean;
  readonly moving: boolean;
  readonly onNext: () => void;
}

/** What is read to the person, before and after it is booked. */
export function ReadBackCard({ slots, words, said, moving, onNext }: ReadBackCardProps) {
  return (
    <Card title="À lire à la personne" className="tel-read">
      <div aria-live="polite">
        {said && <p className="tel-done">✓ C’est noté</p>}
        {words === null ? (
          <p className="soft">Le rendez-vous choisi s’écrira ici, prêt à lire.</p>
        ) : (
          <p className="tel-words">« {words} »</p>
        )}
      </div>
      {words !== null && !said && (
        <Button
          tone="main"
          onPress={slots.book}
          isPending={slots.booking.isPending}
          isDisabled={slots.coverMissing}
        >
          {moving ? "Déplacer" : "Réserver"} <kbd>↵</kbd>
        </Button>
      )}
      <Button key={said ? "said" : "saying"} autoFocus={said} tone={said ? "main" : "quiet"} onPress={onNext}>
        Appel suivant <kbd>{said ? "↵" : "F2"}</kbd>
      </Button>
    </Card>
  );
}
