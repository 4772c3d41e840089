import { useState } from "react";
import { Badge } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { dayText } from "../../../ui/format.ts";
import { post } from "../../../ui/server/api-client.ts";
import type { AccountLine, AccountsPage, AssignmentLine } from "../../accounts/model.ts";
import type { Acting } from "./acting.ts";
import { emptyPlace, formOf, PlaceFields } from "./place-fields.tsx";

interface AssignmentsPartProps {
  readonly page: AccountsPage;
  readonly account: AccountLine;
  readonly acting: Acting;
}

/** The dated functions of an account: those it had, has and will have; adding and ending them. */
export function AssignmentsPart({ page, account, acting }: AssignmentsPartProps) {
  const [adding, setAdding] = useState(false);
  const [place, setPlace] = useState(() => emptyPlace(page));
  const form = formOf(place);
  const end = (one: AssignmentLine) =>
    acting.run(() => post(`/api/assignments/${one.id}/end`), "Fonction terminée.");
  const add = () =>
    acting.run(async () => {
      await post(`/api/accounts/${account.id}/assignments`, form);
      setAdding(false);
      setPlace(emptyPlace(page));
    }, "Fonction ajoutée.");
  return (
    <section className="stack" aria-labelledby="account-functions">
      <h3 id="account-functions">Fonctions</h3>
      {account.assignments.length === 0 && <p className="soft">Aucune&nbsp;: ce compte n’ouvre rien.</p>}
      <ul className="stack">
        {account.assignments.map((one) => (
          <li key={one.id} className="row row-apart">
            <span>
              {one.roleLabel}, {one.structure}
              {one.supervisor !== null && ` (responsable\u00a0: ${one.supervisor})`}{" "}
              <span className="soft small">{datesOf(one)}</span>{" "}
              {one.standing === "past" && <Badge tone="unknown">terminée</Badge>}
              {one.standing === "future" && <Badge tone="wait">à venir</Badge>}
            </span>
            {one.standing !== "past" && (
              <Button
                isDisabled={acting.pending}
                aria-label={`Terminer la fonction ${one.roleLabel}, ${one.structure}`}
                onPress={() => end(one)}
              >
                Terminer aujourd’hui
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding ? (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (form !== null) add();
          }}
        >
          <PlaceFields page={page} value={place} onChange={setPlace} errors={acting.fields} />
          <div className="row">
            <Button type="submit" isPending={acting.pending} isDisabled={form === null}>
              Donner cette fonction
            </Button>
            <Button tone="quiet" onPress={() => setAdding(false)}>
              Annuler
            </Button>
          </div>
        </form>
      ) : (
        <div>
          <Button onPress={() => setAdding(true)}>Ajouter une fonction</Button>
        </div>
      )}
    </section>
  );
}

function datesOf({ from, until }: AssignmentLine): string {
  return until === null ? `depuis le ${dayText(from)}` : `du ${dayText(from)} au ${dayText(until)}`;
}
