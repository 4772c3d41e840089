import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Definition } from "../../ui/definition.tsx";
import { averageText, countText, dayText, numberText } from "../../ui/format.ts";
import type { ActivityReport } from "../model.ts";
import { FigureNote } from "./figure-note.tsx";
import { useComparison, useReport } from "./report-context.ts";

interface FigureCardsProps {
  readonly report: ActivityReport;
}

/** The four figures everyone asks for first. */
export function FigureCards({ report }: FigureCardsProps) {
  const { onOpen, wording } = useReport();
  const { definitions } = wording;
  const compare = useComparison();
  return (
    <div className="report-head">
      <div className="report-figures">
        <Figure
          value={numberText(report.consultations)}
          compared={compare(report.consultations, (other) => other.consultations, numberText)}
          term="consultations"
          definition={definitions.consultations}
        >
          <Definition term={countText(report.halfDays, "demi-journée ouverte", "demi-journées ouvertes")}>
            <p>{definitions.halfDays}</p>
          </Definition>
        </Figure>
        <Figure
          value={numberText(report.activeCaseload)}
          compared={compare(report.activeCaseload, (other) => other.activeCaseload, numberText)}
          term="personnes en file active"
          definition={definitions.activeCaseload}
        >
          {report.target !== null && (
            <Definition
              term={`population visée\u00a0: ${numberText(report.target.people)}${report.target.confidence === "to_check" ? " (à vérifier)" : ""}`}
            >
              <p>
                {definitions.target} {report.target.source}.
              </p>
            </Definition>
          )}
          {onOpen !== null && (
            <Button
              tone="quiet"
              onPress={() => onOpen({ code: "caseload", label: "Personnes en file active" })}
            >
              voir la liste
            </Button>
          )}
        </Figure>
        <Figure
          value={report.consultationsPerPerson === null ? "–" : averageText(report.consultationsPerPerson)}
          compared={compare(
            report.consultationsPerPerson,
            (other) => other.consultationsPerPerson,
            averageText,
          )}
          term="consultations par personne"
          definition={definitions.consultationsPerPerson}
        >
          <span className="soft small">
            {numberText(report.consultations)} ÷ {numberText(report.activeCaseload)}
          </span>
        </Figure>
        <Figure
          value={report.newPersons === null ? null : numberText(report.newPersons)}
          compared={compare(report.newPersons, (other) => other.newPersons, numberText)}
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
            report.newPersons > 0 &&
            onOpen !== null && (
              <Button tone="quiet" onPress={() => onOpen({ code: "new", label: "Nouvelles personnes" })}>
                voir la liste
              </Button>
            )
          )}
        </Figure>
      </div>
      <FigureNote figure="figures" title="Chiffres clés" />
    </div>
  );
}

interface FigureProps {
  /** Null: no answer can be given, for want of history. */
  readonly value: string | null;
  readonly term: string;
  readonly definition: string | undefined;
  readonly compared: string | undefined;
  readonly children: ReactNode;
}

function Figure({ value, term, definition, compared, children }: FigureProps) {
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
      {compared !== undefined && <p className="soft small">{compared}</p>}
      {children}
    </section>
  );
}
