import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { personQuery } from "../../record/person-query.ts";
import { RequestPage } from "../../rights/pages/request-page.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";

/** One request of a person, with their name as the record shows it. */
export function OneRequestRoute() {
  const { id, request } = useParams({ from: "/personnes/$id/demandes/$request" });
  const person = useQuery(personQuery(id));
  if (person.isPending) return <Loading what="Lecture de la demande" />;
  if (person.isError) return <Refused error={person.error} retry={person.refetch} />;
  const { identity } = person.data;
  const birth = birthWords(identity.birth);
  return (
    <RequestPage
      id={id}
      requestId={request}
      name={shownName(identity).whole}
      born={birth && `${bornWord(identity.sex)} ${birth}`}
    />
  );
}
