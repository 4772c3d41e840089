import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Definition } from "../../ui/definition.tsx";
import { averageText, countText, dayText, numberText } from "../../ui/format.ts";
import { type ActivityReport, definitions } from "../model.ts";
import type { OpenedFigure } from "./people-behind.tsx";

interface FigureCardsProps {
  readonly report: ActivityReport;
  readonly onOpen: (figure: OpenedFigure) => void;
}

/** The four figures everyone asks for first. */
export function FigureCards({ report, onOpen }: FigureCardsProps) {
  const openCaseload = () => onOpen({ code: "caseload", label: "Personnes en file active" });
  return (
    <div className="report-figures">
      <Figure
        value={numberText(report.consultations)}
        term="consultations"
        definition={definitions.consultations}
      >
        <Definition term={countText(report.halfDays, "demi-journée ouverte", "demi-journées ouvertes")}>
          <p>{definitions.halfDays}</p>
        </Definition>
      </Figure>
      <Figure
        value={numberText(report.activeCaseload)}
        term="personnes en file active"
        definition={definitions.activeCaseload}
      >
        <Button tone="quiet" onPress={openCaseload}>
          voir la liste
        </Button>
      </Figure>
      <Figure
        value={report.consultationsPerPerson === null ? "–" : averageText(report.consultationsPerPerson)}
        term="consultations par personne"
        definition={definitions.consultationsPerPerson}
      >
        <span className="soft small">
          {numberText(report.consultations)} ÷ {numberText(report.activeCaseload)}
        </span>
      </Figure>
      <Figure
        value={report.newPersons === null ? null : numberText(report.newPersons)}
        term="nouvelles personnes"
        definition={definitions.newPersons}
      >
        {report.newPersons === null ? (
          <span className="soft small">
            {report.recordBegins === null
              ? "rien n’est enregistré"
              : `l’enregistrement commence le ${dayText(report.recordBegins)}`}
          </span>
        ) : (
          report.newPersons > 0 && (
            <Button tone="quiet" onPress={() => onOpen({ code: "new", label: "Nouvelles personnes" })}>
              voir la liste
            </Button>
          )
        )}
      </Figure>
    </div>
  );
}

interface FigureProps {
  /** Null: no answer can be given, for want of history. */
  readonly value: string | null;
  readonly term: string;
  readonly definition: string;
  readonly children: ReactNode;
}

function Figure({ value, term, definition, children }: FigureProps) {
  return (
    <section className="card figure" aria-label={term}>
      {value === null ? (
        <p className="figure-words">pas d’historique</p>
      ) : (
        <p className="figure-value">{value}</p>
      )}
      <Definition term={term}>
        <p>{definition}</p>
      </Definition>
      {children}
    </section>
  );
}
