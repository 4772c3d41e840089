import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { birthText } from "../../people/names-shown.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { dayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { Apart } from "../model.ts";

/** Someone whose record was set apart is back: found by their exact name or number, taken back for a reason. */
export function ApartCard() {
  const [family, setFamily] = useState("");
  const [given, setGiven] = useState("");
  const [localNumber, setLocalNumber] = useState("");
  const [reason, setReason] = useState("");
  const find = useMutation({
    mutationFn: () =>
      post<{ people: Apart[] }>("/api/retention/apart/search", {
        family,
        given,
        localNumber: localNumber === "" ? null : Number(localNumber),
      }),
  });
  const restore = useMutation({
    mutationFn: ({ id }: Apart) => post(`/api/retention/apart/${id}/restore`, { reason }),
  });
  const errors = find.error instanceof ServerProblem ? find.error.fields : {};
  const back = restore.isSuccess ? restore.variables : null;
  return (
    <Card title="Dossiers à part">
      <p className="soft">
        Quelqu’un revient après des années&nbsp;: son dossier, mis à part, se retrouve par son nom exact ou
        par son numéro. La recherche et la reprise sont écrites au journal.
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          restore.reset();
          find.mutate();
        }}
      >
        <div className="form-pair">
          <TextField
            label="Nom de naissance"
            name="family"
            autoComplete="off"
            value={family}
            onChange={setFamily}
            error={errors.family}
          />
          <TextField label="Prénom" name="given" autoComplete="off" value={given} onChange={setGiven} />
        </div>
        <TextField
          label="Ou numéro du dossier"
          name="localNumber"
          inputMode="numeric"
          autoComplete="off"
          value={localNumber}
          onChange={(text) => setLocalNumber(text.replace(/\D/gu, ""))}
        />
        {find.isError && <Refused error={find.error} />}
        <div>
          <Button
            type="submit"
            isPending={find.isPending}
            isDisabled={family.trim() === "" && localNumber === ""}
          >
            Chercher
          </Button>
        </div>
      </form>
      {find.data?.people.length === 0 && (
        <p role="status">Aucun dossier à part ne porte exactement ce nom ou ce numéro.</p>
      )}
      {back && (
        <Alert tone="good" title="Dossier repris" announced>
          <p>
            <Link to="/personnes/$id" params={{ id: back.id }}>
              Ouvrir le dossier de {back.given} {back.family}
            </Link>
          </p>
        </Alert>
      )}
      {!back && find.data && find.data.people.length > 0 && (
        <div className="stack">
          <TextField
            label="Pourquoi ce dossier est repris"
            name="reason"
            autoComplete="off"
            value={reason}
            onChange={setReason}
            help="Par exemple : la personne est revenue à l’accueil."
          />
          <ul className="stack">
            {find.data.people.map((one) => (
              <li key={one.id} className="row-apart">
                <span>
                  <strong>
                    {one.given} {one.family}
                  </strong>
                  , {birthText(one.birth) ?? "naissance inconnue"}, dossier n° {one.localNumber}, à part
                  depuis le {dayText(one.since)}
                </span>
                <Button
                  tone="main"
                  isPending={restore.isPending}
                  isDisabled={reason.trim().length < 3}
                  onPress={() => restore.mutate(one)}
                >
                  Reprendre
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {restore.isError && <Refused error={restore.error} />}
    </Card>
  );
}
