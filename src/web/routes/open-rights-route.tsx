import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { shownName } from "../../people/names-shown.ts";
import { personQuery } from "../../record/person-query.ts";
import { OpenRightsPage } from "../../rights/pages/open-rights-page.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";

/** "Droits ouverts et caisse", of the record the person's page shows. */
export function OpenRightsRoute() {
  const { id } = useParams({ from: "/personnes/$id/droits-ouverts" });
  const client = useQueryClient();
  const person = useQuery(personQuery(id));
  const words = useVocabulary();
  if (person.isPending || words.isPending) return <Loading what="Lecture des droits" />;
  if (person.isError) return <Refused error={person.error} retry={person.refetch} />;
  if (words.isError) return <Refused error={words.error} retry={words.refetch} />;
  return (
    <OpenRightsPage
      personId={person.data.id}
      name={shownName(person.data.identity).whole}
      intervals={person.data.intervals}
      schemes={words.data.schemes}
      onSaved={() => void client.invalidateQueries({ queryKey: personQuery(id).queryKey })}
    />
  );
}
