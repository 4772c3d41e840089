import { Link, useParams } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { printsFor } from "../../care/prints.ts";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { DocumentDialog } from "../../papers/pages/document-dialog.tsx";
import { FileDialog } from "../../papers/pages/file-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** "Classer un document", over the person's page. */
export function FileDocumentRoute() {
  const { id, close, saved } = usePersonDialog();
  const words = useVocabulary();
  if (!words.data) return null;
  return <FileDialog personId={id} types={words.data.documentTypes} onSaved={saved} onClose={close} />;
}

/** One document, over the person's page. */
export function DocumentRoute() {
  const { document: asked } = useParams({ from: "/personnes/$id/documents/$document" });
  const me = useMe();
  const { id, page, close, saved } = usePersonDialog();
  const words = useVocabulary();
  if (!page || !words.data) return null;
  const document = page.documents.find((one) => one.id === asked);
  return (
    <DocumentDialog
      document={document}
      types={words.data.documentTypes}
      begin={
        document?.origin === "printed" &&
        printsFor(me).some((kind) => kind === document.type) && (
          <Link
            to="/personnes/$id/etablir"
            params={{ id }}
            search={{ depuis: document.id }}
            className="button"
          >
            En établir un autre à partir de celui-ci
          </Link>
        )
      }
      onSaved={saved}
      onClose={close}
    />
  );
}
