import "./imports.css";

/** Steps of an import, in order. */
export const stepNames = ["file", "columns", "rows", "pairs", "import"] as const;
export type StepName = (typeof stepNames)[number];

const LABELS: Readonly<Record<StepName, string>> = {
  file: "Fichier",
  columns: "Colonnes et mots",
  rows: "Lignes",
  pairs: "Paires",
  import: "Import",
};

/** Where one is among the steps. */
export function ImportStepper({ at }: { readonly at: StepName }) {
  return (
    <ol className="import-steps" aria-label="Étapes de l’import">
      {stepNames.map((name) => (
        <li key={name} aria-current={name === at ? "step" : undefined}>
          {LABELS[name]}
        </li>
      ))}
    </ol>
  );
}
