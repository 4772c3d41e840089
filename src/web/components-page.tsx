import "./components-page.css";
import { useState } from "react";
import { Alert, Badge, type Tone } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Card, EmptyState } from "../ui/card.tsx";
import { BarList } from "../ui/charts/bar-list.tsx";
import { ColumnChart } from "../ui/charts/column-chart.tsx";
import { LineChart } from "../ui/charts/line-chart.tsx";
import { TimeAxis } from "../ui/charts/time-axis.tsx";
import { Definition } from "../ui/definition.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Loading, Refused } from "../ui/loading.tsx";
import { ServerProblem } from "../ui/server/api-client.ts";
import { TableScroll } from "../ui/table-scroll.tsx";
import { FieldSamples } from "./field-samples.tsx";
import { useInstallation } from "./installation.ts";

const TONES: readonly { tone: Tone; says: string }[] = [
  { tone: "good", says: "en règle" },
  { tone: "wait", says: "à faire" },
  { tone: "missing", says: "manque ou refus" },
  { tone: "cover", says: "couverture" },
  { tone: "social", says: "accompagnement social" },
  { tone: "care", says: "soin" },
  { tone: "unknown", says: "inconnu" },
];

/** Every component with its states, for whoever draws a screen. In a demonstration or a development build alone. */
export function ComponentsPage() {
  const { demonstration } = useInstallation();
  if (!demonstration && !import.meta.env.DEV)
    return <EmptyState title="Cette page n’existe que dans une démonstration." />;
  return (
    <>
      <title>Composants · Maillage</title>
      <h1>Composants</h1>
      <Words />
      <Notices />
      <Buttons />
      <FieldSamples />
      <Charts />
      <Surfaces />
    </>
  );
}

function Words() {
  return (
    <Card title="Texte et couleurs">
      <p>
        Texte courant, <strong>important</strong>, <span className="soft">secondaire</span>,{" "}
        <span className="small">petit</span>, touche <kbd>/</kbd>,{" "}
        <Definition term="mot défini">Sa définition, à un geste.</Definition>
      </p>
      <div className="samples">
        {TONES.map(({ tone, says }) => (
          <p key={tone} className={`sample-tone tone-${tone}`}>
            {says} <Badge tone={tone}>étiquette</Badge>
          </p>
        ))}
      </div>
    </Card>
  );
}

function Notices() {
  return (
    <Card title="Avis, attentes, refus">
      <div className="samples">
        {TONES.map(({ tone, says }) => (
          <Alert key={tone} tone={tone} title={`Avis\u00a0: ${says}`}>
            <p>Ce qui s’est passé, que rien n’est perdu, quoi faire.</p>
          </Alert>
        ))}
      </div>
      <Loading what="Ouverture du dossier" />
      <Refused
        error={new ServerProblem(0, "unreachable", "Le serveur ne répond pas. Rien n’est perdu.")}
        retry={() => undefined}
      />
      <EmptyState title="Aucune venue notée.">
        <Button>Noter la première</Button>
      </EmptyState>
    </Card>
  );
}

function Buttons() {
  const [shown, setShown] = useState(false);
  return (
    <Card title="Boutons et fenêtres">
      <div className="row">
        <Button tone="main" onPress={() => setShown(true)}>
          Ouvrir une fenêtre
        </Button>
        <Button>Ordinaire</Button>
        <Button tone="danger">Sans retour</Button>
        <Button tone="quiet">Discret</Button>
        <Button tone="main" isDisabled>
          Impossible
        </Button>
        <Button isDisabled>Impossible</Button>
        <Button isPending>Enregistrement…</Button>
      </div>
      {shown && (
        <Dialog title="Une fenêtre" onClose={() => setShown(false)}>
          <p>La touche Échap la ferme, le clic à côté non.</p>
          <div className="row">
            <Button tone="main" onPress={() => setShown(false)}>
              Fermer
            </Button>
          </div>
        </Dialog>
      )}
    </Card>
  );
}

function Charts() {
  return (
    <>
      <Card title="Axe du temps">
        <TimeAxis
          summary="Exemple d’axe\u00a0: un droit établi, un déduit, un inconnu, trois venues."
          from="2025-01-01"
          to="2026-02-01"
          today="2026-01-10"
          onOpen={() => undefined}
          lanes={[
            {
              label: "Couverture",
              bars: [
                { from: "2025-01-01", to: "2025-03-01", label: "Aucune", tone: "missing", look: "solid" },
                { from: "2025-03-01", to: "2025-08-01", label: "PUMA", tone: "cover", look: "solid" },
                { from: "2025-08-01", to: "2025-11-01", label: "C2S", tone: "good", look: "light" },
                { from: "2025-11-01", to: "2026-02-01", label: "inconnue", tone: "unknown", look: "hatched" },
              ],
              marks: [{ on: "2025-08-01", label: "1er août 2025\u00a0: C2S", sign: null, tone: "good" }],
            },
            {
              label: "Venues",
              bars: [],
              marks: [
                {
                  on: "2025-02-10",
                  label: "10 février 2025\u00a0: consultation",
                  sign: "C",
                  tone: "care",
                  opens: "a",
                },
                {
                  on: "2025-06-03",
                  label: "3 juin 2025\u00a0: entretien",
                  sign: "E",
                  tone: "social",
                  opens: "b",
                },
                { on: "2025-06-04", label: "4 juin 2025\u00a0: soins", sign: "S", tone: "care", opens: "c" },
              ],
            },
          ]}
        />
      </Card>
      <Card title="Courbe">
        <LineChart
          summary="Exemple de courbe\u00a0: deux séries de trois jours."
          write={(value) => String(value)}
          series={[
            {
              label: "Maximale",
              tone: "care",
              points: [
                { on: "2025-02-10", value: 158 },
                { on: "2025-06-03", value: 149 },
                { on: "2025-11-20", value: 142 },
              ],
            },
            {
              label: "Minimale",
              tone: "cover",
              points: [
                { on: "2025-02-10", value: 96 },
                { on: "2025-06-03", value: 92 },
                { on: "2025-11-20", value: 84 },
              ],
            },
          ]}
        />
      </Card>
      <Card title="Barres et colonnes">
        <BarList
          label="Exemple de barres"
          lines={[
            {
              key: "a",
              label: "Sans couverture",
              size: 32,
              value: "32\u00a0%",
              detail: "39 personnes",
              tone: "missing",
              onOpen: () => undefined,
            },
            {
              key: "b",
              label: "CMU ou CMU-C",
              size: 59,
              value: "59\u00a0%",
              detail: "72 personnes",
              tone: "cover",
              onOpen: () => undefined,
            },
            {
              key: "c",
              label: "Personne",
              size: 0,
              value: "0\u00a0%",
              detail: "0 personne",
              tone: "unknown",
            },
          ]}
        />
        <ColumnChart
          summary="Exemple de colonnes\u00a0: 12, 30 et 0."
          columns={[
            { key: "1", short: "janv.", value: 12 },
            { key: "2", short: "févr.", value: 30 },
            { key: "3", short: "mars", value: 0 },
          ]}
        />
      </Card>
    </>
  );
}

function Surfaces() {
  return (
    <Card title="Tableau, avancement">
      <TableScroll label="Exemple de tableau">
        <table className="table">
          <caption>Un tableau, sa légende au-dessus</caption>
          <thead>
            <tr>
              <th scope="col">Mois</th>
              <th scope="col" className="number">
                Venues
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Janvier</th>
              <td className="number">12</td>
            </tr>
            <tr>
              <th scope="row">Février</th>
              <td className="number">30</td>
            </tr>
          </tbody>
        </table>
      </TableScroll>
      <div
        className="progress"
        role="progressbar"
        aria-label="Exemple d’avancement"
        aria-valuenow={40}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className="progress-done" style={{ width: "40%" }} />
      </div>
    </Card>
  );
}
