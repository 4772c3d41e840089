import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { messageOf, post, put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { UpkeepStatus } from "../model.ts";

interface PlanCardProps {
  readonly status: UpkeepStatus;
  readonly onChanged: () => void;
}

/** Where and when the server backs up by itself; and now, if asked. */
export function PlanCard({ status, onChanged }: PlanCardProps) {
  const { plan, recoveryKey, backup } = status;
  const [place, setPlace] = useState(plan.place ?? "");
  const [at, setAt] = useState(plan.at);
  const [keep, setKeep] = useState(String(plan.keep));
  const [archive, setArchive] = useState(plan.archive);
  const [told, setTold] = useState<{ tone: "good" | "missing"; title: string } | null>(null);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [pending, setPending] = useState(false);
  const run = (work: () => Promise<unknown>, done: string) => {
    setPending(true);
    setTold(null);
    setFields({});
    work()
      .then(() => {
        setTold({ tone: "good", title: done });
        onChanged();
      })
      .catch((error: unknown) => {
        setTold({ tone: "missing", title: messageOf(error) });
        setFields(error instanceof ServerProblem ? error.fields : {});
      })
      .finally(() => setPending(false));
  };
  const save = () =>
    run(
      () =>
        put("/api/upkeep/plan", {
          place: place.trim() === "" ? null : place.trim(),
          at: at.trim(),
          keep: Number(keep),
          archive,
        }),
      "Réglages enregistrés.",
    );
  const now = () =>
    run(() => post("/api/upkeep/backup"), "La sauvegarde commence. Son résultat s’affichera plus haut.");
  return (
    <Card
      title="Sauvegardes"
      actions={
        plan.place !== null &&
        recoveryKey !== null && (
          <Button isPending={pending} isDisabled={backup.running} onPress={now}>
            Sauvegarder maintenant
          </Button>
        )
      }
    >
      <p className="soft">
        Tant que Maillage fonctionne, il fait la sauvegarde de chaque jour de lui-même, et archive ce qui la
        suit&nbsp;: si ce poste meurt, une minute de travail au plus est perdue.
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {told !== null && <Alert tone={told.tone} title={told.title} announced />}
        <TextField
          label="Dossier des sauvegardes"
          name="place"
          value={place}
          onChange={setPlace}
          help="Sur un autre disque que celui de ce poste, vu par le serveur : /media/sauvegardes, par exemple. Vide : aucune."
          error={fields.place}
        />
        <TextField
          label="Heure"
          name="at"
          value={at}
          onChange={setAt}
          inputMode="numeric"
          error={fields.at}
        />
        <TextField
          label="Combien en garder"
          name="keep"
          value={keep}
          onChange={setKeep}
          inputMode="numeric"
          error={fields.keep}
        />
        <ChoiceField
          label="Archive continue"
          options={[
            { code: "on", label: "En service" },
            { code: "off", label: "Non" },
          ]}
          value={archive ? "on" : "off"}
          onChange={(code) => setArchive(code === "on")}
        />
        <div>
          <Button type="submit" tone="main" isPending={pending}>
            Enregistrer
          </Button>
        </div>
      </form>
    </Card>
  );
}
