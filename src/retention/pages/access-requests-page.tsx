import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { mayRead, useMe } from "../../access/use-me.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { daysBetween, today } from "../../ui/days.ts";
import { useDraft } from "../../ui/draft.ts";
import { countText, dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { type AccessRequest, askedByLabels, meansLabels, outcomeLabels } from "../requests.ts";
import { CopyPart } from "./copy-part.tsx";

const KEY = ["access-requests"];
const options = <Code extends string>(labels: Readonly<Record<Code, string>>) =>
  (Object.entries(labels) as [Code, string][]).map(([code, label]) => ({ code, label }));
const ASKERS = options(askedByLabels);
const MEANS = options(meansLabels);
const OUTCOMES = options(outcomeLabels);

/** Who asked for a copy of their record, by when it is due, and how it ended (CSP L1111-7). */
export function AccessRequestsPage() {
  const requests = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ requests: AccessRequest[] }>("/api/access-requests", { signal }),
  });
  return (
    <>
      <title>Demandes d’accès · Maillage</title>
      <h1>Demandes d’accès</h1>
      <p className="soft">
        Toute personne a droit à la copie de son dossier&nbsp;: pas avant quarante-huit heures, sous huit
        jours, ou deux mois si une information a plus de cinq ans (CSP L1111-7).
      </p>
      {requests.isPending && <Loading what="Lecture des demandes" />}
      {requests.isError && <Refused error={requests.error} retry={requests.refetch} />}
      {requests.data && (
        <>
          <Card title="À répondre">
            <List requests={requests.data.requests.filter(({ closedOn }) => closedOn === null)} />
          </Card>
          <AskForm />
          <Past requests={requests.data.requests.filter(({ closedOn }) => closedOn !== null)} />
        </>
      )}
    </>
  );
}

function List({ requests }: { readonly requests: readonly AccessRequest[] }) {
  if (requests.length === 0) return <p className="soft">Aucune demande n’attend.</p>;
  return (
    <ul className="stack">
      {requests.map((request) => (
        <Open key={request.id} request={request} />
      ))}
    </ul>
  );
}

function Open({ request }: { readonly request: AccessRequest }) {
  const me = useMe();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<keyof typeof outcomeLabels | null>(null);
  const [closedOn, setClosedOn] = useState<string | null>(today());
  const address = `/api/access-requests/${request.id}`;
  const close = useMutation({
    mutationFn: () => post(`${address}/close`, { closedOn, outcome }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const errors = close.error instanceof ServerProblem ? close.error.fields : {};
  const left = daysBetween(today(), request.dueOn);
  return (
    <li className="stack">
      <div className="row">
        <strong>
          {mayRead(me, "identity") ? (
            <Link to="/personnes/$id" params={{ id: request.personId }}>
              Dossier n° {request.localNumber}
            </Link>
          ) : (
            `Dossier n° ${request.localNumber}`
          )}
        </strong>
        <Badge tone={left < 0 ? "missing" : left < 3 ? "wait" : "good"}>
          {left < 0 ? `en retard de ${countText(-left, "jour")}` : `avant le ${dayText(request.dueOn)}`}
        </Badge>
      </div>
      <p className="soft">
        {askedByLabels[request.askedBy]}, {meansLabels[request.means]}, le {dayText(request.askedOn)} ; noté
        par {request.by}. Rien à remettre avant le {dayText(request.notBefore)}.
      </p>
      {me.role === "medical_director" && <CopyPart request={request} />}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          close.mutate();
        }}
      >
        <div className="form-pair">
          <SelectField
            label="Suite donnée"
            options={OUTCOMES}
            value={outcome}
            onChange={setOutcome}
            error={errors.outcome}
          />
          <DateField
            label="Le"
            name="closedOn"
            value={closedOn}
            onChange={setClosedOn}
            max={today()}
            error={errors.closedOn}
          />
        </div>
        {close.isError && <Refused error={close.error} />}
        <div>
          <Button
            type="submit"
            isPending={close.isPending}
            isDisabled={outcome === null || closedOn === null}
          >
            Clore la demande
          </Button>
        </div>
      </form>
    </li>
  );
}

const START = (localNumber: string) => ({
  id: newId(),
  localNumber,
  askedOn: today() as string | null,
  askedBy: "person" as keyof typeof askedByLabels,
  means: "oral" as keyof typeof meansLabels,
});

function AskForm() {
  const { accountId } = useMe();
  // Come from a person's page: the request is theirs.
  const { dossier = "" } = useSearch({ from: "/demandes-d-acces" });
  const client = useQueryClient();
  const draft = useDraft(accountId, `access-request ${dossier}`, () => START(dossier));
  const { localNumber, ...said } = draft.value;
  const edit = (change: Partial<ReturnType<typeof START>>) => draft.set((now) => ({ ...now, ...change }));
  const ask = useMutation({
    mutationFn: () => post("/api/access-requests", { ...said, localNumber: Number(localNumber) }),
    onSuccess: () => {
      draft.set(START(""));
      draft.forget();
      return client.invalidateQueries({ queryKey: KEY });
    },
  });
  const errors = ask.error instanceof ServerProblem ? ask.error.fields : {};
  return (
    <Card title="Noter une demande">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <div className="form-pair">
          <TextField
            label="Numéro du dossier"
            name="localNumber"
            inputMode="numeric"
            autoComplete="off"
            value={localNumber}
            onChange={(text) => edit({ localNumber: text.replace(/\D/gu, "") })}
            error={errors.localNumber}
          />
          <DateField
            label="Demandé le"
            name="askedOn"
            value={said.askedOn}
            onChange={(askedOn) => edit({ askedOn })}
            max={today()}
            error={errors.askedOn}
          />
        </div>
        <div className="form-pair">
          <SelectField
            label="Par"
            options={ASKERS}
            value={said.askedBy}
            onChange={(askedBy) => edit({ askedBy })}
          />
          <SelectField
            label="Comment"
            options={MEANS}
            value={said.means}
            onChange={(means) => edit({ means })}
          />
        </div>
        {ask.isError && <Refused error={ask.error} />}
        <div>
          <Button
            type="submit"
            tone="main"
            isPending={ask.isPending}
            isDisabled={localNumber === "" || said.askedOn === null}
          >
            Noter la demande
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Past({ requests }: { readonly requests: readonly AccessRequest[] }) {
  if (requests.length === 0) return null;
  return (
    <Card title="Demandes closes">
      <ul className="stack">
        {requests.map((one) => (
          <li key={one.id}>
            <strong>Dossier n° {one.localNumber}</strong>, demandé le {dayText(one.askedOn)} :{" "}
            {one.outcome !== null && outcomeLabels[one.outcome].toLowerCase()}
            {one.closedOn !== null && `, le ${dayText(one.closedOn)}`}
            <br />
            <span className="soft small">{one.closedBy}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
