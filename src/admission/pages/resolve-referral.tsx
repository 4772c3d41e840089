import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FoundPerson } from "../../people/model.ts";
import { birthTyped, birthWords, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import type { Referral } from "../model.ts";

const NEW = "new";
/** People shown at most: more would not be read. */
const MOST_SHOWN = 8;

/** Whose record a referral is of: one of those that may be theirs, or a new one. Who referred them is told nothing of it. */
export function ResolveReferral({ one }: { readonly one: Referral }) {
  const client = useQueryClient();
  const [recordId] = useState(newId);
  const [chosen, setChosen] = useState<string | null>(null);
  const words = [one.family, one.given, birthTyped(one.birth)].filter(Boolean).join(" ").slice(0, 120);
  const found = useQuery({
    queryKey: ["referrals", one.id, "search"],
    queryFn: ({ signal }) =>
      post<{ people: FoundPerson[] }>("/api/people/search", { words, probable: true }, { signal }),
    gcTime: 0,
  });
  const resolve = useMutation({
    mutationFn: async () => {
      const personId = chosen === NEW ? await openRecord(one, recordId) : chosen;
      return post(`/api/referrals/${one.id}/resolve`, { personId });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["referrals"] }),
  });
  if (found.isPending) return <Loading what="Recherche parmi les dossiers du centre" />;
  if (found.isError) return <Refused error={found.error} retry={found.refetch} />;
  const { people } = found.data;
  return (
    <Card title="De quel dossier s’agit-il&nbsp;?">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          resolve.mutate();
        }}
      >
        <ChoiceField
          label="Dossier"
          options={[
            ...people.slice(0, MOST_SHOWN).map((person) => ({ code: person.id, label: lineOf(person) })),
            {
              code: NEW,
              label:
                people.length === 0
                  ? "Aucun dossier de ce nom\u00a0: en ouvrir un"
                  : "Aucun de ceux-là\u00a0: ouvrir un dossier",
            },
          ]}
          value={chosen}
          onChange={setChosen}
          help="Le prescripteur n’apprend pas si la personne était connue."
        />
        {resolve.isError && <Refused error={resolve.error} />}
        <div>
          <Button type="submit" tone="main" isPending={resolve.isPending} isDisabled={chosen === null}>
            C’est ce dossier
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Sent twice with the same identifier, one record is opened. */
async function openRecord({ family, given, birth }: Referral, id: string): Promise<string> {
  const made = await post<{ id: string }>("/api/people", { id, family, given, birth: birthTyped(birth) });
  return made.id;
}

function lineOf(person: FoundPerson): string {
  const name = shownName(person);
  const birth = birthWords(person.birth) ?? "naissance inconnue";
  return [name.whole, name.born, birth, `n°\u00a0${person.localNumber}`].filter(Boolean).join(" · ");
}
