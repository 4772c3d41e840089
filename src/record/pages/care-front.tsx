import "./front.css";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMe } from "../../access/use-me.ts";
import type { Essential, EssentialKind } from "../../care/essentials.ts";
import {
  allergiesOf,
  essentialsFor,
  ofKind,
  pregnancyOf,
  problemsOf,
  treatmentsOn,
} from "../../care/essentials-rules.ts";
import { latestOf, type Measured, measuredWords, measureKinds } from "../../care/measures.ts";
import { noteTemplates } from "../../care/notes.ts";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { dayText, momentText, shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { EssentialLine, EssentialList } from "./essential-list.tsx";

/** What a care professional must know in five seconds: allergies, treatments, the last note, the last constants. */
export function CareFront({ page }: { readonly page: PersonPage }) {
  return (
    <div className="person-front">
      <AllergiesCard page={page} />
      <TreatmentsCard page={page} />
      <LastNoteCard page={page} />
    </div>
  );
}

function NoteIt({ page, kind, children }: { page: PersonPage; kind: EssentialKind; children: ReactNode }) {
  const me = useMe();
  if (!essentialsFor(me).includes(kind)) return null;
  return (
    <Link
      to="/personnes/$id/essentiel"
      params={{ id: page.id }}
      search={{ quoi: kind }}
      className="button button-quiet no-print"
    >
      {children}
    </Link>
  );
}

function AllergiesCard({ page }: { readonly page: PersonPage }) {
  const { essentials: rows } = page;
  const allergies = allergiesOf(rows);
  const problems = problemsOf(rows);
  const pregnancy = pregnancyOf(rows);
  const ended = ofKind(rows, "pregnancy").filter(({ content }) => content.endedOn !== null);
  const background = [
    ...(pregnancy ? [pregnancy] : []),
    ...problems.active,
    ...ofKind(rows, "history"),
    ...ended,
    ...problems.past,
  ];
  return (
    <Card
      title="Allergies, antécédents"
      actions={
        <NoteIt page={page} kind="allergy">
          Noter
        </NoteIt>
      }
    >
      {allergies.state === "known" && (
        <ul className="essentials tone-missing" aria-label="Allergies et intolérances">
          {allergies.rows.map((row) => (
            <EssentialLine key={row.id} row={row} page={page} loud />
          ))}
        </ul>
      )}
      {allergies.state === "none" && (
        <ul className="essentials" aria-label="Allergies et intolérances">
          <EssentialLine row={allergies.row} page={page} />
        </ul>
      )}
      {allergies.state === "not_asked" && (
        <p>
          <span className="badge tone-wait">allergies&nbsp;: pas encore demandé</span>{" "}
          <NoteIt page={page} kind="no_allergy">
            Aucune connue
          </NoteIt>
        </p>
      )}
      <EssentialList label="Problèmes et antécédents" rows={background} page={page} />
    </Card>
  );
}

function TreatmentsCard({ page }: { readonly page: PersonPage }) {
  const { current, others } = treatmentsOn(page.essentials, today());
  const vaccinations = ofKind(page.essentials, "vaccination").toReversed();
  return (
    <Card
      title="Traitements en cours"
      actions={
        <NoteIt page={page} kind="treatment">
          Noter
        </NoteIt>
      }
    >
      {current.length === 0 && <p className="soft">Aucun n’est noté.</p>}
      <EssentialList label="Traitements en cours" rows={current} page={page} />
      <Folded label="Arrêtés ou à venir" rows={others} page={page} />
      <Folded label="Vaccinations" rows={vaccinations} page={page} />
    </Card>
  );
}

function Folded({ label, rows, page }: { label: string; rows: readonly Essential[]; page: PersonPage }) {
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        {label} ({rows.length})
      </summary>
      <EssentialList label={label} rows={rows} page={page} />
    </details>
  );
}

function LastNoteCard({ page }: { readonly page: PersonPage }) {
  const note = page.notes.find(({ nature }) => nature === "clinical");
  return (
    <Card title="Dernière note de soin">
      {note ? (
        <div>
          <p className="front-note">{note.body || note.agreed || note.said}</p>
          <p className="soft small">
            {noteTemplates[note.template]}, {note.by}, le {momentText(note.signedAt).slice(0, 10)}
          </p>
        </div>
      ) : (
        <p className="soft">Aucune note que votre rôle puisse lire.</p>
      )}
      <LastMeasures page={page} />
    </Card>
  );
}

/** The last constants known, each with its day when they are not of the same. */
function LastMeasures({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const sets = ofKind(page.essentials, "measures").map(({ onDay, content }) => ({
    on: onDay,
    measured: content,
  }));
  const latest = latestOf(sets);
  const days = [...new Set(Object.values(latest).map(({ on }) => on))].sort().reverse();
  const of = (day: string): Measured =>
    Object.fromEntries(
      measureKinds.flatMap((kind) => (latest[kind]?.on === day ? [[kind, latest[kind]?.value]] : [])),
    );
  return (
    <section className="front-measures" aria-label="Dernières constantes">
      {days.slice(0, 2).map((day) => (
        <p key={day} className="front-measured">
          <span className="soft small">{shortDayText(day)}</span>
          {measuredWords(of(day)).map(({ label, text }) => (
            <span key={label}>
              <span className="soft small">{label}</span> <strong>{text}</strong>
            </span>
          ))}
        </p>
      ))}
      {(days.length > 0 || essentialsFor(me).includes("measures")) && (
        <Link to="/personnes/$id/constantes" params={{ id: page.id }} className="no-print">
          {days.length === 0
            ? "Noter des constantes"
            : `Constantes, courbes depuis le ${dayText(sets[0]?.on ?? "")}`}
        </Link>
      )}
    </section>
  );
}
