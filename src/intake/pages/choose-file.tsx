import "./imports.css";
import { useState } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { Text } from "react-aria-components/Text";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";

interface ChooseFileProps {
  readonly onChosen: (file: File, year: string) => void;
}

/** Drops or picks a spreadsheet. */
export function ChooseFile({ onChosen }: ChooseFileProps) {
  const [year, setYear] = useState("");
  const yearError =
    year !== "" && !/^(19|20)\d{2}$/.test(year) ? "Quatre chiffres, par exemple 2014." : undefined;
  const choose = (file: File | undefined) => {
    if (file && yearError === undefined) onChosen(file, year);
  };
  return (
    <div className="stack">
      <p>
        Un tableur de l’année, tel quel&nbsp;: CSV (quel que soit son séparateur ou son codage) ou XLSX. Un
        essai montre d’abord le sort de chaque ligne&nbsp;; rien n’est enregistré sans votre accord, et une
        ligne déjà importée n’est jamais prise deux fois.
      </p>
      <DropZone
        className="drop"
        onDrop={(event) => {
          const item = event.items.find((one) => one.kind === "file");
          if (item?.kind === "file") void item.getFile().then(choose);
        }}
      >
        <Text slot="label">Déposez le fichier ici, ou</Text>
        <FileTrigger
          acceptedFileTypes={[".csv", ".tsv", ".txt", ".xlsx"]}
          onSelect={(files) => choose(files?.[0])}
        >
          <Button tone="main">Choisir un fichier</Button>
        </FileTrigger>
      </DropZone>
      <details>
        <summary>Les dates du registre n’ont pas d’année</summary>
        <TextField
          label="Année du registre"
          name="year"
          inputMode="numeric"
          value={year}
          onChange={setYear}
          error={yearError}
          help="À remplir avant de choisir le fichier."
        />
      </details>
    </div>
  );
}
