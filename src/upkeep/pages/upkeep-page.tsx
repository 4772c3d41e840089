import "./upkeep.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Badge, type Tone } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import type { StatusLine, UpkeepStatus } from "../model.ts";
import { backupIsOld, judge } from "../rules.ts";
import { PlanCard } from "./plan-card.tsx";
import { RecoveryKeyCard } from "./recovery-key-card.tsx";

const KEY = ["upkeep"];
const WORDS: Readonly<Record<StatusLine["tone"], string>> = {
  good: "En ordre",
  wait: "À surveiller",
  missing: "À réparer",
};

/** The state of the installation for whoever keeps it: each subject, and what to do; backups chosen and made. */
export function UpkeepPage() {
  const client = useQueryClient();
  const status = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<UpkeepStatus>("/api/upkeep", { signal }),
    refetchInterval: 15_000,
  });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  return (
    <>
      <title>État de l’installation · Maillage</title>
      <h1>État de l’installation</h1>
      {status.isPending && <Loading what="Lecture de l’état" />}
      {status.isError && <Refused error={status.error} retry={status.refetch} />}
      {status.data && (
        <>
          {backupIsOld(status.data) && (
            <Alert
              tone="missing"
              title={
                status.data.backup.last === null
                  ? "Aucune sauvegarde n’a été faite."
                  : "La dernière sauvegarde a plus d’une semaine."
              }
            >
              {status.data.backup.last === null
                ? "Si ce poste mourait maintenant, tout serait perdu."
                : "Si ce poste mourait maintenant, tout ce qui l’a suivie serait perdu, sauf ce que l’archive a pris."}{" "}
              Les cartes ci-dessous disent quoi faire.
            </Alert>
          )}
          <Card title="Où en est-on">
            <ul className="upkeep-lines">
              {judge(status.data).map((line) => (
                <Line key={line.subject} line={line} />
              ))}
            </ul>
          </Card>
          <RecoveryKeyCard inUse={status.data.recoveryKey} onMade={refresh} />
          <PlanCard status={status.data} onChanged={refresh} />
        </>
      )}
    </>
  );
}

function Line({ line }: { readonly line: StatusLine }) {
  const tone: Tone = line.tone;
  return (
    <li className="upkeep-line">
      <h3>{line.subject}</h3>
      <Badge tone={tone}>{WORDS[line.tone]}</Badge>
      <div>
        <p>{line.what}</p>
        {line.todo !== null && (
          <p>
            <strong>À faire&nbsp;:</strong> {line.todo}
          </p>
        )}
      </div>
    </li>
  );
}
