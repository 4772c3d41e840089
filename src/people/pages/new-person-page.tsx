import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import type { IdentityForm } from "../model.ts";
import { IdentityFields } from "./identity-fields.tsx";
import { emptyIdentity } from "./identity-form.ts";

/** Opens a record for someone not yet known. */
export function NewPersonPage() {
  const navigate = useNavigate();
  const [identity, setIdentity] = useState(emptyIdentity);
  const create = useMutation({
    mutationFn: (form: IdentityForm) => post<{ id: string }>("/api/people", form),
    onSuccess: ({ id }) => navigate({ to: "/personnes/$id", params: { id } }),
  });
  return (
    <>
      <title>Nouveau dossier · Maillage</title>
      <h1>Nouveau dossier</h1>
      <p className="soft">
        Cherchez d’abord la personne&nbsp;: elle est peut-être déjà connue sous un autre nom.
      </p>
      <Card title="Identité">
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate(identity);
          }}
        >
          <IdentityFields
            value={identity}
            onChange={setIdentity}
            errors={create.error instanceof ServerProblem ? create.error.fields : {}}
          />
          {create.isError && <Refused error={create.error} />}
          <div className="row">
            <Button
              type="submit"
              tone="main"
              isPending={create.isPending}
              isDisabled={identity.family.trim() === ""}
            >
              {create.isPending ? "Ouverture…" : "Ouvrir le dossier"}
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
