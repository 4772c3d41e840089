import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Installation, UnattendedDelays } from "../../../network/model.ts";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { SelectField } from "../../../ui/select-field.tsx";
import { get, put } from "../../../ui/server/api-client.ts";
import { useSubmit } from "../use-submit.ts";

const POSTS: readonly (readonly [keyof UnattendedDelays, string])[] = [
  ["telephoneDesk", "Télésecrétariat"],
  ["reception", "Accueil"],
  ["others", "Autres postes"],
];
const USUAL_SECONDS = [15, 30, 45, 60, 90, 120, 180, 300, 600];

/** After how long a screen nobody touches hides names: read and changed by the technical administrator. */
export function UnattendedCard() {
  const installation = useQuery({
    queryKey: ["installation"],
    queryFn: ({ signal }) => get<Installation>("/api/installation", { signal }),
  });
  return (
    <Card title="Écrans laissés seuls">
      <p className="soft">
        Au bout du délai choisi ici, un écran que personne ne touche cache les noms qu’il montre. Rien n’est
        perdu&nbsp;: ce qui était saisi revient au premier geste.
      </p>
      {installation.isPending && <Loading what="Lecture des délais" />}
      {installation.isError && <Refused error={installation.error} retry={installation.refetch} />}
      {installation.data && <DelaysForm saved={installation.data.unattended} />}
    </Card>
  );
}

function DelaysForm({ saved }: { readonly saved: UnattendedDelays }) {
  const [delays, setDelays] = useState(saved);
  const [done, setDone] = useState(false);
  const submit = useSubmit();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setDone(false);
        submit.run(async () => {
          await put("/api/installation/unattended", delays);
          setDone(true);
        });
      }}
    >
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      {done && (
        <Alert tone="good" title="Délais enregistrés." announced>
          Chaque poste les suit dès que Maillage y est ouvert de nouveau, ou la page rechargée.
        </Alert>
      )}
      {POSTS.map(([post, label]) => (
        <SelectField
          key={post}
          label={label}
          options={optionsWith(saved[post])}
          value={String(delays[post])}
          onChange={(seconds) => {
            setDone(false);
            setDelays({ ...delays, [post]: Number(seconds) });
          }}
          error={submit.fields[post]}
        />
      ))}
      <div>
        <Button type="submit" isPending={submit.pending}>
          Enregistrer les délais
        </Button>
      </div>
    </form>
  );
}

/** The usual delays, and the one in force when it is another. */
function optionsWith(inForce: number) {
  const all = [...new Set([...USUAL_SECONDS, inForce])].sort((a, b) => a - b);
  return all.map((seconds) => ({ code: String(seconds), label: durationText(seconds) }));
}

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [
    ...(minutes > 0 ? [`${minutes}\u00a0minute${minutes > 1 ? "s" : ""}`] : []),
    ...(rest > 0 ? [`${rest}\u00a0secondes`] : []),
  ];
  return parts.join(" ");
}
