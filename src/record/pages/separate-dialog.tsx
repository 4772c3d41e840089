import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { Joined } from "../duplicates/model.ts";
import type { PersonPage } from "../model.ts";

interface SeparateDialogProps {
  readonly page: PersonPage;
  readonly decision: Joined["decisions"][number];
  readonly onClose: () => void;
}

/** Undoes one merge: what goes back where is said before. */
export function SeparateDialog({ page, decision, onClose }: SeparateDialogProps) {
  const client = useQueryClient();
  const [distinct, setDistinct] = useState(true);
  const separate = useMutation({
    mutationFn: () =>
      post("/api/duplicates/separate", { person: decision.id, joinedTo: decision.joinedTo, distinct }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ["person"] });
    },
  });
  const { records = [], decisions = [] } = page.joined ?? {};
  const number = (id: string) => records.find((one) => one.id === id)?.localNumber ?? page.localNumber;
  const branch = below(decisions, decision.id).map((id) => `n°\u00a0${number(id)}`);
  return (
    <Dialog title={`Séparer le dossier n°\u00a0${number(decision.id)}`} onClose={onClose}>
      <p>
        Le dossier n°&nbsp;{number(decision.id)} redevient un dossier à part, avec ce qui y avait été noté
        {branch.length > 0 && `, et avec ce qui lui avait été réuni (${branch.join(", ")})`}.
      </p>
      {decision.since !== null && decision.since > 0 && (
        <p>
          {countText(decision.since, "venue notée", "venues notées")} depuis sur le dossier réuni{" "}
          {decision.since < 2 ? "reste" : "restent"} au dossier n°&nbsp;{page.localNumber}.
        </p>
      )}
      <Check
        label="Ce sont deux personnes&nbsp;: ne plus proposer de les réunir"
        value={distinct}
        onChange={setDistinct}
      />
      {separate.isError && <Refused error={separate.error} />}
      <div className="row">
        <Button tone="main" isPending={separate.isPending} onPress={() => separate.mutate()}>
          {separate.isPending ? "Séparation…" : "Séparer les dossiers"}
        </Button>
        <Button onPress={onClose}>Annuler</Button>
      </div>
    </Dialog>
  );
}

/** The records joined to this one, and to those, and so on. */
function below(decisions: Joined["decisions"], id: string): string[] {
  return decisions
    .filter(({ joinedTo }) => joinedTo === id)
    .flatMap((one) => [one.id, ...below(decisions, one.id)]);
}
