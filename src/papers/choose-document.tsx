import "./papers.css";
import { useEffect, useState } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { Text } from "react-aria-components/Text";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { LARGEST_DOCUMENT, sizeText } from "./model.ts";

interface ChooseDocumentProps {
  readonly file: File | null;
  readonly onChosen: (file: File | null) => void;
  /** Why the server refused it. */
  readonly error: string | undefined;
}

/** A file dropped or picked, or a page photographed; a picture is shown, so that one sees whether it can be read. */
export function ChooseDocument({ file, onChosen, error }: ChooseDocumentProps) {
  if (file === null)
    return (
      <DropZone
        className="paper-drop"
        onDrop={(event) => {
          const item = event.items.find((one) => one.kind === "file");
          if (item?.kind === "file") void item.getFile().then(onChosen);
        }}
      >
        <Text slot="label">PDF ou photo, 15&nbsp;Mo au plus. Déposez le fichier ici, ou</Text>
        <FileTrigger
          acceptedFileTypes={["application/pdf", "image/jpeg", "image/png", ".heic"]}
          onSelect={(files) => onChosen(files?.[0] ?? null)}
        >
          <Button tone="main">Choisir un fichier</Button>
        </FileTrigger>
        {/* Without HEIC in the list, a telephone that photographs in HEIC gives a JPEG, which every screen shows. */}
        <FileTrigger
          acceptedFileTypes={["image/jpeg"]}
          defaultCamera="environment"
          onSelect={(files) => onChosen(files?.[0] ?? null)}
        >
          <Button>Photographier</Button>
        </FileTrigger>
      </DropZone>
    );
  return (
    <div className="stack">
      <p className="row">
        <span>
          <strong>{file.name}</strong> <span className="soft">{sizeText(file.size)}</span>
        </span>
        <Button tone="quiet" onPress={() => onChosen(null)}>
          En prendre un autre
        </Button>
      </p>
      {file.size > LARGEST_DOCUMENT && (
        <Alert tone="missing" title="Ce fichier dépasse 15&nbsp;Mo&nbsp;: il sera refusé." announced />
      )}
      {error !== undefined && <Alert tone="missing" title={error} announced />}
      <Preview file={file} />
    </div>
  );
}

function Preview({ file }: { readonly file: File }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    setAddress(null);
    if (!/^image\/(jpeg|png)$/.test(file.type)) return;
    const reader = new FileReader();
    reader.onload = () => setAddress(String(reader.result));
    reader.readAsDataURL(file);
    return () => reader.abort();
  }, [file]);
  if (address === null) return null;
  return <img src={address} alt="La page choisie" className="paper-preview" />;
}
