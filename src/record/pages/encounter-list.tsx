import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useMe } from "../../access/use-me.ts";
import { templatesFor } from "../../care/notes.ts";
import { presenceWords } from "../../care/presence.ts";
import type { Vocabulary } from "../../network/model.ts";
import { wordLabel } from "../../network/use-vocabulary.ts";
import { Card, EmptyState } from "../../ui/card.tsx";
import { addDays, today } from "../../ui/days.ts";
import { countText, numberText, shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { LeftOut } from "./left-out.tsx";
import { encounterText } from "./timeline-lanes.ts";

interface EncounterListProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
  /** Encounters chosen on the time axis: shown, marked, and the first of them focused. */
  readonly opened: readonly string[];
}

type Encounter = PersonPage["encounters"][number];

/** The encounters the reader may know of, by year, the latest first; all of them when asked. */
export function EncounterList({ page, words, opened }: EncounterListProps) {
  const latestFirst = [...page.encounters].sort((a, b) => (a.onDay < b.onDay ? 1 : -1));
  const years = [...new Set(latestFirst.map((one) => one.onDay.slice(0, 4)))];
  return (
    <Card title="Venues">
      {years.length === 0 && <EmptyState title="Aucune venue notée que votre rôle puisse voir." />}
      {years.map((year) => {
        const ofYear = latestFirst.filter((one) => one.onDay.startsWith(year));
        return (
          <section key={year} className="encounter-year" aria-label={`Venues de ${year}`}>
            <h3>
              {year} <span className="soft small">{countText(ofYear.length, "venue")}</span>
            </h3>
            <ul>
              {ofYear.map((one) => (
                <EncounterLine key={one.id} encounter={one} page={page} words={words} opened={opened} />
              ))}
            </ul>
          </section>
        );
      })}
      <LeftOut
        count={page.encountersLeft}
        words={
          page.encountersLeft === 1
            ? "la venue précédente"
            : `les ${numberText(page.encountersLeft)}\u00a0venues précédentes`
        }
      />
    </Card>
  );
}

interface EncounterLineProps extends EncounterListProps {
  readonly encounter: Encounter;
}

/** A note is most often written within the month of what it tells. */
const DAYS_TO_WRITE = 31;

function EncounterLine({ encounter, page, words, opened }: EncounterLineProps) {
  const me = useMe();
  const present = page.presences.filter(({ encounterId }) => encounterId === encounter.id);
  const writes = templatesFor(me).length > 0 && encounter.onDay >= addDays(today(), -DAYS_TO_WRITE);
  const terms = page.terms.filter((term) => term.encounterId === encounter.id);
  const labels = (list: "service" | "reason" | "orientation" | "referrer") =>
    terms.filter((term) => term.list === list).map((term) => wordLabel(words[list], term.code));
  const site = words.sites.find((one) => one.id === encounter.siteId)?.name;
  const parts = [
    ["Volet", labels("service")],
    ["Motif", labels("reason")],
    ["Orientation", labels("orientation")],
    ["Adressé par", labels("referrer")],
  ] as const;
  const line = useRef<HTMLLIElement>(null);
  const isOpened = opened.includes(encounter.id);
  useEffect(() => {
    if (opened[0] !== encounter.id) return;
    line.current?.scrollIntoView({ block: "center" });
    line.current?.focus({ preventScroll: true });
  }, [opened, encounter.id]);
  return (
    <li ref={line} className={isOpened ? "encounter encounter-opened" : "encounter"} tabIndex={-1}>
      <span className="nowrap">
        {shortDayText(encounter.onDay)}
        <span className="soft small">{halfDayText(encounter.halfDay)}</span>
      </span>
      <span>
        {encounterText(encounter, words)}
        {site !== undefined && words.sites.length > 1 && <span className="soft small"> · {site}</span>}
      </span>
      <span>
        {parts
          .filter(([, found]) => found.length > 0)
          .map(([label, found], index) => (
            <span key={label}>
              {index > 0 && <span className="soft"> · </span>}
              <span className="soft small">{label} : </span>
              {found.join(", ")}
            </span>
          ))}
        {present.length > 0 && (
          <span className="encounter-presence soft small">{present.map(presenceWords).join(" · ")}</span>
        )}
        {me.capabilities.includes("acts") && (
          <Link
            to="/personnes/$id/venues/$venue/actes"
            params={{ id: page.id, venue: encounter.id }}
            className="encounter-note no-print"
            aria-label={`Actes de la venue du ${shortDayText(encounter.onDay)}`}
          >
            Actes
          </Link>
        )}
        {writes && (
          <Link
            to="/personnes/$id/note"
            params={{ id: page.id }}
            search={{ venue: encounter.id }}
            className="encounter-note no-print"
            aria-label={`Écrire ma note de la venue du ${shortDayText(encounter.onDay)}`}
          >
            Écrire ma note
          </Link>
        )}
      </span>
    </li>
  );
}

function halfDayText(halfDay: Encounter["halfDay"]): string {
  if (halfDay === null) return "";
  return halfDay === "morning" ? " matin" : " après-midi";
}
