import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { shownName } from "../../people/names-shown.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { countText, dayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { Comparison } from "../duplicates/model.ts";
import { differences, proposedKept } from "../duplicates/rules.ts";

interface DecideRecordsProps {
  readonly comparison: Comparison;
  /** Compares again. */
  readonly onChanged: () => void;
}

/** One person, and whose identity is shown; or two people. Either can be taken back. */
export function DecideRecords({ comparison, onChanged }: DecideRecordsProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { records, seen, distinct } = comparison;
  const [keptId, setKeptId] = useState(proposedKept(records).id);
  const [a, b] = records;
  const [kept, joined] = keptId === a.id ? [a, b] : [b, a];
  const merge = useMutation({
    mutationFn: () =>
      post<{ id: string }>("/api/duplicates/merge", { kept: kept.id, joined: joined.id, seen }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ["person"] });
      await navigate({ to: "/personnes/$id", params: { id } });
    },
  });
  const decide = useMutation({
    mutationFn: (areTwo: boolean) =>
      post<{ distinct: boolean }>("/api/duplicates/distinct", { a: a.id, b: b.id, distinct: areTwo }),
    onSuccess: onChanged,
  });
  const differing = differences(a.identity, b.identity).map(({ label }) => label.toLowerCase());
  const encounters = a.encounters.count + b.encounters.count;
  const statements = a.statements + b.statements;
  return (
    <>
      {distinct !== null && (
        <Alert
          tone="good"
          title="Ce sont deux personnes&nbsp;: ces dossiers ne sont plus proposés."
          announced
        >
          <p>
            Décidé le {dayText(distinct.at.slice(0, 10))}
            {distinct.by !== null && ` par ${distinct.by}`}.
          </p>
          <Button isPending={decide.isPending} onPress={() => decide.mutate(false)}>
            Reprendre cette réponse
          </Button>
        </Alert>
      )}
      <Card title="Si c’est la même personne">
        <ChoiceField
          label="Identité montrée"
          options={records.map((record) => ({
            code: record.id,
            label: `n°\u00a0${record.localNumber}, ${shownName(record.identity).whole}`,
          }))}
          value={keptId}
          onChange={setKeptId}
        />
        <ul>
          <li>
            Seront lus ensemble, sous le n°&nbsp;{kept.localNumber}&nbsp;: {countText(encounters, "venue")} et{" "}
            {countText(statements, "information")} de couverture.
          </li>
          <li>
            {differing.length === 0
              ? "Les deux identités disent la même chose."
              : `Ce qui diffère reste visible dans le dossier\u00a0: ${differing.join(", ")}.`}
          </li>
          <li>Rien n’est effacé&nbsp;: les dossiers peuvent être séparés de nouveau.</li>
        </ul>
        {merge.isError && <Refused error={merge.error} retry={onChanged} />}
        <div className="row">
          <Button tone="main" isPending={merge.isPending} onPress={() => merge.mutate()}>
            {merge.isPending ? "Réunion…" : "Réunir les deux dossiers"}
          </Button>
        </div>
      </Card>
      {distinct === null && (
        <Card title="Si ce sont deux personnes">
          <p>Les dossiers restent comme ils sont, et ne sont plus proposés ensemble.</p>
          {decide.isError && <Refused error={decide.error} retry={onChanged} />}
          <div className="row">
            <Button isPending={decide.isPending} onPress={() => decide.mutate(true)}>
              Ce sont deux personnes
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}
