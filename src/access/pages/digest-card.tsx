import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { get, put } from "../../ui/server/api-client.ts";
import { type DigestChoice, digestHours } from "../digest/model.ts";

const KEY = ["digest"];
const NONE = "none";

/** One's own letter of the morning: none, or at which hour. Nothing is offered where no mail is set up. */
export function DigestCard() {
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<DigestChoice>("/api/me/digest", { signal }),
  });
  const choose = useMutation({
    mutationFn: (hour: number | null) => put<DigestChoice>("/api/me/digest", { hour }),
    onSuccess: (chosen) => client.setQueryData(KEY, chosen),
  });
  if (!asked.data?.available) return null;
  return (
    <Card title="Courriel du matin">
      <p className="soft">
        Combien de vos demandes de droits sont à faire avancer, et un lien&nbsp;; jamais un nom.
      </p>
      <SelectField
        label="L’envoyer"
        options={[
          { code: NONE, label: "Jamais" },
          ...digestHours.map((hour) => ({ code: String(hour), label: `Chaque jour à ${hour}\u00a0h` })),
        ]}
        value={asked.data.hour === null ? NONE : String(asked.data.hour)}
        onChange={(code) => choose.mutate(code === NONE ? null : Number(code))}
        isDisabled={choose.isPending}
      />
      {choose.isSuccess && <Alert tone="good" title="C’est enregistré." announced />}
      {choose.isError && <Refused error={choose.error} />}
    </Card>
  );
}
