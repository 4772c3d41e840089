import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import type { FoundPerson, IdentityForm } from "../model.ts";
import { IdentityFields } from "./identity-fields.tsx";
import { emptyIdentity } from "./identity-form.ts";
import { ProbablePeople } from "./probable-people.tsx";

/** People shown at most before a record is opened: more would not be read. */
const MOST_SHOWN = 5;
const LONGEST_SEARCH = 120;

/** Opens a record for someone not yet known; who may already be them is shown first. */
export function NewPersonPage() {
  const navigate = useNavigate();
  const [identity, setIdentity] = useState(emptyIdentity);
  const [id] = useState(newId);
  const create = useMutation({
    mutationFn: (form: IdentityForm) => post<{ id: string }>("/api/people", { ...form, id }),
    onSuccess: ({ id }) => navigate({ to: "/personnes/$id", params: { id } }),
  });
  const check = useMutation({
    mutationFn: (words: string) =>
      post<{ people: FoundPerson[] }>("/api/people/search", { words, probable: true }),
    onSuccess: ({ people }) => {
      if (people.length === 0) create.mutate(identity);
    },
  });
  const words = wordsOf(identity);
  const checked = check.isSuccess && check.variables === words;
  const probable = checked ? check.data.people.slice(0, MOST_SHOWN) : [];
  const pending = create.isPending || check.isPending;
  return (
    <>
      <title>Nouveau dossier · Maillage</title>
      <h1>Nouveau dossier</h1>
      <p className="soft">
        Avant d’ouvrir le dossier, Maillage cherche si la personne est déjà connue sous un nom proche.
      </p>
      <Card title="Identité">
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (checked) create.mutate(identity);
            else check.mutate(words);
          }}
        >
          <IdentityFields
            value={identity}
            onChange={setIdentity}
            errors={create.error instanceof ServerProblem ? create.error.fields : {}}
          />
          {probable.length > 0 && <ProbablePeople people={probable} />}
          {check.isError && <Refused error={check.error} />}
          {create.isError && <Refused error={create.error} />}
          <div className="row">
            <Button type="submit" tone="main" isPending={pending} isDisabled={identity.family.trim() === ""}>
              {pending ? "Ouverture…" : probable.length > 0 ? "Créer quand même" : "Ouvrir le dossier"}
            </Button>
            <Link to="/personnes" className="button">
              Annuler
            </Link>
          </div>
        </form>
      </Card>
    </>
  );
}

/** What is searched: the names and the birth as typed. */
function wordsOf({ family, given, birth }: IdentityForm): string {
  return [family, given, birth]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ")
    .slice(0, LONGEST_SEARCH);
}
