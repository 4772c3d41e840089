import "../papers.css";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import type { Vocabulary } from "../../network/model.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { momentText, shortDayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { post, postForFile, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { documentReaders, isShown, mediaTypes, type PersonDocument, sizeText } from "../model.ts";

interface DocumentDialogProps {
  /** Undefined when the record has none of this identifier that this reader may see. */
  readonly document: PersonDocument | undefined;
  readonly types: Vocabulary["documentTypes"];
  /** A way to begin another from it, when this reader may. */
  readonly begin?: ReactNode;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** One document: shown when that is safe, downloaded otherwise, and withdrawn by who may. */
export function DocumentDialog({ document, types, begin, onSaved, onClose }: DocumentDialogProps) {
  const me = useMe();
  const [withdrawing, setWithdrawing] = useState(false);
  if (!document)
    return (
      <Dialog title="Document" onClose={onClose}>
        <p>Ce document n’est pas dans ce dossier, ou n’est pas montré à votre rôle.</p>
        <Button onPress={onClose}>Fermer</Button>
      </Dialog>
    );
  const title = types.find(({ code }) => code === document.type)?.label ?? document.type;
  return (
    <Dialog title={title} onClose={onClose} wide canDismiss={!withdrawing}>
      <p className="soft small">
        {document.label !== "" && <strong>{document.label}. </strong>}
        {document.onDay !== null && `Du ${shortDayText(document.onDay)}. `}
        {document.origin === "printed" ? "Établi" : "Classé"} par {document.by} le{" "}
        {momentText(document.filedAt).slice(0, 16)}. {mediaTypes[document.media].label},{" "}
        {sizeText(document.bytes)}. {documentReaders[document.nature]}
        {document.keptUntil !== null && ` À garder jusqu’au ${shortDayText(document.keptUntil)}.`}
      </p>
      <Shown document={document} title={title} />
      {withdrawing ? (
        <Withdraw document={document} onDone={onSaved} onCancel={() => setWithdrawing(false)} />
      ) : (
        <div className="row">
          <Download document={document} />
          {begin}
          {mayWrite(me, document.nature) && (
            <Button tone="quiet" onPress={() => setWithdrawing(true)}>
              {document.origin === "printed" ? "Annuler ce document" : "Retirer du dossier"}
            </Button>
          )}
          <Button onPress={onClose}>Fermer</Button>
        </div>
      )}
    </Dialog>
  );
}

const addressOf = ({ on, id }: PersonDocument) => `/api/people/${on}/documents/${id}`;

function Shown({ document, title }: { readonly document: PersonDocument; readonly title: string }) {
  const [failed, setFailed] = useState(false);
  if (!isShown(document))
    return (
      <Alert tone="unknown" title="Ce document se télécharge pour être lu.">
        {document.media === "heic"
          ? "Les photos HEIC ne s’affichent pas dans tous les navigateurs\u00a0; Maillage les garde telles quelles."
          : "Un PDF venu d’ailleurs peut contenir un programme\u00a0: Maillage ne l’ouvre pas lui-même."}
      </Alert>
    );
  if (document.media === "pdf")
    return (
      <p>
        <a
          className="button button-main"
          href={`${addressOf(document)}/view`}
          target="_blank"
          rel="noreferrer"
        >
          Ouvrir pour imprimer
        </a>
      </p>
    );
  if (failed)
    return (
      <Alert
        tone="missing"
        title={"L’image ne s’est pas affichée. Rien n’est perdu\u00a0: fermez, puis rouvrez ce document."}
        announced
      />
    );
  return (
    <img
      src={`${addressOf(document)}/view`}
      alt={`${title}${document.label === "" ? "" : `, ${document.label}`}`}
      className="paper-shown"
      onError={() => setFailed(true)}
    />
  );
}

function Download({ document }: { readonly document: PersonDocument }) {
  const download = useMutation({
    mutationFn: () => postForFile(`${addressOf(document)}/download`, {}),
    onSuccess: saveFile,
  });
  return (
    <>
      <Button isPending={download.isPending} onPress={() => download.mutate()}>
        {download.isPending ? "Téléchargement…" : "Télécharger"}
      </Button>
      {download.isError && <Refused error={download.error} />}
    </>
  );
}

interface WithdrawProps {
  readonly document: PersonDocument;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function Withdraw({ document, onDone, onCancel }: WithdrawProps) {
  const [reason, setReason] = useState("");
  const withdraw = useMutation({
    mutationFn: () => post(`${addressOf(document)}/withdraw`, { reason }),
    onSuccess: onDone,
  });
  const errors = withdraw.error instanceof ServerProblem ? withdraw.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        withdraw.mutate();
      }}
    >
      <TextField
        label="Pourquoi"
        name="reason"
        value={reason}
        onChange={setReason}
        help="Par exemple «&nbsp;classé au mauvais dossier&nbsp;». Le document ne sera plus montré à personne."
        error={errors.reason}
        autoComplete="off"
        autoFocus
      />
      {withdraw.isError && errors.reason === undefined && <Refused error={withdraw.error} />}
      <div className="row">
        <Button type="submit" tone="danger" isPending={withdraw.isPending}>
          {document.origin === "printed" ? "Annuler ce document" : "Retirer du dossier"}
        </Button>
        <Button onPress={onCancel}>Le garder</Button>
      </div>
    </form>
  );
}
