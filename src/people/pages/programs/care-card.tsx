import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../../access/use-me.ts";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Refused } from "../../../ui/loading.tsx";
import { post, ServerProblem } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import type { CareElsewhere } from "../../programs.ts";

/** Where care is written, here or in another program, and the gesture that changes it, said plainly before it is made. */
export function CareCard() {
  const elsewhere = useMe().careElsewhere;
  const [open, setOpen] = useState(false);
  return (
    <Card title="Où s’écrivent les soins">
      <p>
        {elsewhere === null ? (
          "Ici\u00a0: notes de soin, questionnaires et documents établis s’écrivent dans Maillage."
        ) : (
          <>
            Dans «&nbsp;{elsewhere}&nbsp;»&nbsp;: personne n’écrit de soins dans Maillage. Ce qui y était se
            lit toujours.
          </>
        )}
      </p>
      <div>
        <Button onPress={() => setOpen(true)}>
          {elsewhere === null
            ? "Les soins s’écriront dans un autre logiciel"
            : "Les soins s’écriront de nouveau ici"}
        </Button>
      </div>
      {open && <CareDialog elsewhere={elsewhere} onClose={() => setOpen(false)} />}
    </Card>
  );
}

function CareDialog({
  elsewhere,
  onClose,
}: {
  readonly elsewhere: string | null;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const [program, setProgram] = useState("");
  const closing = elsewhere === null;
  const save = useMutation({
    mutationFn: () =>
      post("/api/programs/care", {
        program: closing ? program : null,
        seen: elsewhere,
      } satisfies CareElsewhere),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["me"] });
      onClose();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Dialog
      title={closing ? "Ne plus écrire de soins ici" : "Écrire de nouveau les soins ici"}
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Alert tone="missing" title="Cela change le travail de toute l’équipe, tout de suite.">
          {closing ? (
            <p>
              Notes de soin, allergies, traitements, questionnaires et documents de soin ne s’écriront plus
              ici, pour personne. Un brouillon non signé ne pourra plus l’être. Ce qui est écrit se lit
              toujours&nbsp;; les droits, les demandes et la situation de vie continuent.
            </p>
          ) : (
            <p>
              Les soins s’écriront ici. Ce que l’équipe a écrit dans «&nbsp;{elsewhere}&nbsp;» n’y vient pas
              de lui-même&nbsp;: prévenez les médecins et les infirmiers, qui devront y relire ce qui manque
              ici.
            </p>
          )}
        </Alert>
        {closing && (
          <TextField
            label="Nom de l’autre logiciel"
            name="program"
            value={program}
            onChange={setProgram}
            help="Celui que l’équipe lui connaît&nbsp;: il est dit à qui voudrait écrire un soin ici."
            error={errors.program}
            autoComplete="off"
          />
        )}
        <p className="soft small">Le journal garde qui l’a changé, et quand.</p>
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            tone="danger"
            isPending={save.isPending}
            isDisabled={closing && program.trim() === ""}
          >
            {closing ? "Ne plus écrire de soins ici" : "Écrire de nouveau les soins ici"}
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
