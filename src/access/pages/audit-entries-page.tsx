import { useState } from "react";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { TrailSearchPart } from "./trail/search-part.tsx";
import { UnusualPart } from "./trail/unusual-part.tsx";

const VIEWS = [
  { code: "lines", label: "Lignes" },
  { code: "unusual", label: "Accès inhabituels" },
] as const;

/** Who read or wrote what, most recent first; without content. */
export function AuditEntriesPage() {
  const [view, setView] = useState<(typeof VIEWS)[number]["code"]>("lines");
  return (
    <>
      <title>Journal · Maillage</title>
      <h1>Journal</h1>
      <p className="soft">
        Chaque lecture et chaque écriture, sans leur contenu. Une ligne scellée ne peut plus être modifiée ni
        effacée sans que cela se voie.
      </p>
      <div>
        <ViewSwitch label="Vue du journal" options={VIEWS} value={view} onChange={setView} />
      </div>
      {view === "lines" ? <TrailSearchPart /> : <UnusualPart />}
    </>
  );
}
