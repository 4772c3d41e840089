import "./documents-card.css";
import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { printsFor } from "../../care/prints.ts";
import type { Vocabulary } from "../../network/model.ts";
import { documentNatures, type PersonDocument } from "../../papers/model.ts";
import { Card, EmptyState } from "../../ui/card.tsx";
import { shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

interface DocumentsCardProps {
  readonly page: PersonPage;
  readonly words: Vocabulary;
}

/** As many as one looks at without looking for something. */
const FIRST = 6;

/** Papers received and printed that this reader may see, the latest first. */
export function DocumentsCard({ page, words }: DocumentsCardProps) {
  const me = useMe();
  const files = documentNatures.some((nature) => mayWrite(me, nature));
  const { documents } = page;
  if (!files && documents.length === 0) return null;
  const line = (document: PersonDocument) => (
    <DocumentLine key={document.id} document={document} personId={page.id} words={words} />
  );
  return (
    <Card
      title="Documents"
      actions={
        <span className="row no-print">
          {printsFor(me).length > 0 && (
            <Link to="/personnes/$id/etablir" params={{ id: page.id }} className="button">
              Établir un document
            </Link>
          )}
          {files && (
            <Link to="/personnes/$id/document" params={{ id: page.id }} className="button">
              Classer un document
            </Link>
          )}
        </span>
      }
    >
      {documents.length === 0 && <EmptyState title="Aucun document que votre rôle puisse voir." />}
      <ul>{documents.slice(0, FIRST).map(line)}</ul>
      {documents.length > FIRST && (
        <details>
          <summary>
            {documents.length - FIRST}{" "}
            {documents.length - FIRST === 1 ? "autre document" : "autres documents"}
          </summary>
          <ul>{documents.slice(FIRST).map(line)}</ul>
        </details>
      )}
    </Card>
  );
}

interface DocumentLineProps {
  readonly document: PersonDocument;
  readonly personId: string;
  readonly words: Vocabulary;
}

function DocumentLine({ document, personId, words }: DocumentLineProps) {
  const type = words.documentTypes.find(({ code }) => code === document.type)?.label ?? document.type;
  return (
    <li className="document">
      <span className="nowrap">{shortDayText(document.onDay ?? document.filedAt.slice(0, 10))}</span>
      <span>
        <Link to="/personnes/$id/documents/$document" params={{ id: personId, document: document.id }}>
          {type}
          {document.label !== "" && `, ${document.label}`}
        </Link>{" "}
        <span className="soft small">
          {document.origin === "printed" ? "établi par" : "classé par"} {document.by}
        </span>
      </span>
    </li>
  );
}
