import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { languageLabel } from "../../../people/languages.ts";
import type { FoundPerson } from "../../../people/model.ts";
import { birthText, birthTyped, birthWords, shownName } from "../../../people/names-shown.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ChoiceField } from "../../../ui/choice-field.tsx";
import { dayText, momentText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { post } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import type { Declaration } from "../../declarations/model.ts";
import { saidMeansLabels } from "../../objections/model.ts";
import { blocks } from "../../sharing/model.ts";
import { BlockChecks } from "../sharing/agreement-fields.tsx";

const NEW = "new";
/** People shown at most: more would not be read. */
const MOST_SHOWN = 8;
const LONGEST_SEARCH = 120;

/** One declaration: the records that may be this person's, a new one, or none; and the blocks kept of those agreed to. */
export function ResolveCard({ declared }: { readonly declared: Declaration }) {
  const [open, setOpen] = useState(false);
  return (
    <Card title={[declared.given, declared.family].filter(Boolean).join(" ")}>
      <Told declared={declared} />
      {open ? (
        <Resolve declared={declared} />
      ) : (
        <div>
          <Button tone="main" onPress={() => setOpen(true)}>
            Chercher de qui il s’agit
          </Button>
        </div>
      )}
    </Card>
  );
}

function Told({ declared }: { readonly declared: Declaration }) {
  const birth = birthText(declared.birth);
  return (
    <div>
      <p>
        {birth === null ? "Naissance inconnue" : `Naissance\u00a0: ${birth}`}
        {declared.phone !== "" && ` · ${declared.phone}`}
        <br />
        Demande&nbsp;: {declared.asks}
      </p>
      <p className="soft small">
        {declared.by}, {declared.structure}, le {momentText(declared.at)}. Accord dit{" "}
        {saidMeansLabels[declared.means]} le {dayText(declared.givenOn)}, en{" "}
        {languageLabel(declared.language)}
        {declared.interpreter && " avec un interprète"}, pour{" "}
        {declared.forStructure ? "toute sa structure" : "ce professionnel seul"}
        {declared.endsOn !== null && `, jusqu’au ${dayText(declared.endsOn)}`}. {declared.informationGiven}
      </p>
    </div>
  );
}

function Resolve({ declared }: { readonly declared: Declaration }) {
  const client = useQueryClient();
  const [recordId] = useState(newId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [natures, setNatures] = useState<readonly string[]>(declared.natures);
  const [typed, setTyped] = useState(() =>
    [declared.family, declared.given, birthTyped(declared.birth)]
      .filter(Boolean)
      .join(" ")
      .slice(0, LONGEST_SEARCH),
  );
  const [words, setWords] = useState(typed);
  const found = useQuery({
    queryKey: ["declarations", "search", declared.id, words],
    queryFn: ({ signal }) =>
      post<{ people: FoundPerson[] }>("/api/people/search", { words, probable: true }, { signal }),
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const search = () => {
    setChosen(null);
    setWords(typed.trim());
  };
  const resolve = useMutation({
    mutationFn: async (outcome: "linked" | "closed") => {
      if (outcome === "closed") return post(`/api/declarations/${declared.id}/resolve`, { outcome });
      const personId = chosen === NEW ? await createRecord(declared, recordId) : chosen;
      return post(`/api/declarations/${declared.id}/resolve`, { outcome, personId, natures });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["declarations"], exact: true }),
  });
  if (found.isPending) return <Loading what="Recherche parmi les dossiers du centre" />;
  if (found.isError) return <Refused error={found.error} retry={found.refetch} />;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        resolve.mutate("linked");
      }}
    >
      <div className="row">
        <TextField
          label="Chercher parmi les dossiers du centre"
          name="words"
          value={typed}
          onChange={setTyped}
          autoComplete="off"
        />
        <Button isDisabled={typed.trim().length < 2} onPress={search}>
          Chercher
        </Button>
      </div>
      <ChoiceField
        label={"De qui s’agit-il\u00a0?"}
        options={[
          ...found.data.people
            .slice(0, MOST_SHOWN)
            .map((person) => ({ code: person.id, label: lineOf(person) })),
          {
            code: NEW,
            label:
              found.data.people.length === 0
                ? "Aucun dossier de ce nom\u00a0: en ouvrir un"
                : "Aucun de ceux-là\u00a0: ouvrir un dossier",
          },
        ]}
        value={chosen}
        onChange={setChosen}
        help="Ouvrez le partage seulement si vous êtes sûr que c’est la même personne. Un doute se lève avec elle, pas avec le partenaire."
      />
      <BlockChecks
        legend="Ce qui s’ouvre, parmi ce que la personne a accepté"
        offered={blocks.filter((block) => declared.natures.includes(block))}
        value={natures}
        onChange={setNatures}
      />
      {resolve.isError && <Refused error={resolve.error} />}
      <div className="row">
        <Button type="submit" tone="main" isPending={resolve.isPending} isDisabled={chosen === null}>
          Ouvrir le partage
        </Button>
        <Button isPending={resolve.isPending} onPress={() => resolve.mutate("closed")}>
          Fermer sans rien partager
        </Button>
      </div>
    </form>
  );
}

/** Sent twice with the same identifier, one record is opened. */
async function createRecord({ family, given, birth }: Declaration, id: string): Promise<string> {
  const made = await post<{ id: string }>("/api/people", { id, family, given, birth: birthTyped(birth) });
  return made.id;
}

function lineOf(person: FoundPerson): string {
  const name = shownName(person);
  const birth = birthWords(person.birth) ?? "naissance inconnue";
  return [name.whole, name.born, birth, `n°\u00a0${person.localNumber}`].filter(Boolean).join(" · ");
}
