import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { messageOf, post } from "../../ui/server/api-client.ts";
import type { UpkeepStatus } from "../model.ts";

interface Shown {
  readonly id: string;
  readonly key: string;
}

/** The key that opens backups: made here, shown once, kept by people. */
export function RecoveryKeyCard({
  inUse,
  onMade,
}: {
  readonly inUse: UpkeepStatus["recoveryKey"];
  readonly onMade: () => void;
}) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const make = () => {
    setPending(true);
    setProblem(null);
    post<Shown>("/api/upkeep/recovery-key")
      .then((made) => {
        setShown(made);
        setAsking(false);
        onMade();
      })
      .catch((error: unknown) => setProblem(messageOf(error)))
      .finally(() => setPending(false));
  };
  return (
    <Card title="Clé de récupération">
      {problem !== null && <Alert tone="missing" title={problem} announced />}
      {shown !== null ? (
        <Alert
          tone="wait"
          title={`Recopiez la clé ${shown.id} maintenant\u00a0: elle ne sera plus jamais montrée.`}
          announced
        >
          <p className="recovery-key">{shown.key}</p>
          <p>
            Imprimez-la ou recopiez-la en deux exemplaires, gardés ailleurs que ce poste et que les
            sauvegardes (le coffre, la mairie). Sans elle, personne ne peut ouvrir une sauvegarde.
          </p>
          <div className="row">
            <Button onPress={() => window.print()}>Imprimer</Button>
            <Button tone="main" onPress={() => setShown(null)}>
              Je l’ai recopiée
            </Button>
          </div>
        </Alert>
      ) : (
        <>
          <p className="soft">
            Les sauvegardes sont chiffrées. Ce serveur sait les faire et ne sait pas les ouvrir&nbsp;: il faut
            cette clé, que gardent des personnes.
          </p>
          {inUse !== null && !asking && (
            <p>
              Clé <strong>{inUse.id}</strong> en usage. Changez-la une fois par an, ou si elle est perdue ou
              vue.
            </p>
          )}
          {asking && (
            <Alert tone="wait" title="Les sauvegardes déjà faites s’ouvriront toujours avec la clé d’avant.">
              Gardez-la tant que vous en gardez une. Les prochaines s’ouvriront avec la nouvelle.
            </Alert>
          )}
          <div className="row">
            <Button
              {...(inUse === null ? { tone: "main" as const } : {})}
              isPending={pending}
              onPress={() => (inUse === null || asking ? make() : setAsking(true))}
            >
              {inUse === null
                ? "Faire la clé de récupération"
                : asking
                  ? "Faire une nouvelle clé"
                  : "Changer de clé"}
            </Button>
            {asking && <Button onPress={() => setAsking(false)}>Garder celle-ci</Button>}
          </div>
        </>
      )}
    </Card>
  );
}
