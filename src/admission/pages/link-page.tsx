import { QueryClient, QueryClientProvider, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AdmissionRules } from "../../network/admission-data.ts";
import type { Commune } from "../../people/address.ts";
import { Alert } from "../../ui/alert.tsx";
import { type Autosave, useAutosave } from "../../ui/autosave.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { useDraft } from "../../ui/draft.ts";
import { dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { Logo } from "../../ui/logo.tsx";
import { messageOf, post, ServerProblem } from "../../ui/server/api-client.ts";
import type { OpenedLink } from "../model.ts";
import { AttestationField } from "./attestation-field.tsx";
import { ReferralFields } from "./referral-fields.tsx";
import { ToldBackWords } from "./told-back.tsx";
import { formOf, resumeReferral, type TypedReferral } from "./typed.ts";

type Opened = OpenedLink & { readonly mail: boolean };
const isOver = (error: unknown) => error instanceof ServerProblem && error.code === "link_over";

/** Someone without an account refers a person, by the link they received. @param token from the address's fragment */
export function ReferralLinkPage({ token }: { readonly token: string }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <QueryClientProvider client={client}>
      <main className="page stack">
        <title>Adresser une personne · Maillage</title>
        <header className="stack">
          <Logo />
          <h1>Adresser une personne</h1>
        </header>
        <Opening token={token} />
      </main>
    </QueryClientProvider>
  );
}

function Opening({ token }: { readonly token: string }) {
  const opened = useQuery({
    queryKey: ["referral-link"],
    queryFn: () => post<Opened>("/api/referral-link/open", { token }, { opening: true }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (opened.isPending) return <Loading what="Lecture du lien" />;
  if (opened.isError)
    return isOver(opened.error) ? (
      <Over token={token} draft={null} title={messageOf(opened.error)} />
    ) : (
      <Refused error={opened.error} retry={opened.refetch} />
    );
  const { data } = opened;
  if (data.sent !== null)
    return (
      <Card title="Votre demande">
        <p>
          <ToldBackWords told={data.sent} />
          <br />
          <span className="soft small">
            envoyée le {momentText(data.sent.sentAt)} à {data.centre}
          </span>
        </p>
        <Renew token={token} draft={null} label="Recevoir un lien pour une autre personne" />
      </Card>
    );
  if (data.rules === null)
    return <Alert tone="missing" title="On vient dans ce centre sans y être adressé." />;
  return <ByLink token={token} opened={data} rules={data.rules} />;
}

interface ByLinkProps {
  readonly token: string;
  readonly opened: Opened;
  readonly rules: AdmissionRules;
}

function ByLink({ token, opened, rules }: ByLinkProps) {
  const draft = useDraft<TypedReferral>("link", token.slice(0, 8), () => resumeReferral(opened.draft));
  const typed = draft.value;
  const set = (change: Partial<TypedReferral>) => draft.set((before) => ({ ...before, ...change }));
  const text = JSON.stringify(typed);
  const saving = useAutosave(
    text,
    text === JSON.stringify(resumeReferral(opened.draft)) ? text : "",
    () => post("/api/referral-link/draft", { token, draft: typed }, { opening: true }),
    (error) => !isOver(error),
  );
  const send = useMutation({
    mutationFn: () => {
      saving.stop();
      return post("/api/referral-link/send", { token, referral: formOf(typed) }, { opening: true });
    },
    onSuccess: () => draft.forget(),
  });
  if (send.isSuccess)
    return (
      <Card title="Votre demande est envoyée">
        <p>
          {opened.centre} va l’examiner. Vous serez prévenu de la réponse par e-mail, sans le nom de la
          personne.
        </p>
        <Renew token={token} draft={null} label="Recevoir un lien pour une autre personne" />
      </Card>
    );
  const errors = send.error instanceof ServerProblem ? send.error.fields : {};
  const over = isOver(send.error) || (saving.state.kind === "failed" && isOver(saving.state.error));
  const search = (words: string) =>
    post<{ communes: Commune[] }>("/api/referral-link/communes", { token, words }, { opening: true });
  return (
    <Card title={`À ${opened.centre}`}>
      <p className="soft">
        {opened.name}, {opened.structure}. Ce lien sert pour une personne, jusqu’au{" "}
        {dayText(opened.expiresAt.slice(0, 10))}. Ce que vous écrivez est gardé au fur et à mesure.
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <ReferralFields
          value={typed}
          set={set}
          errors={errors}
          rules={rules}
          schemes={opened.schemes ?? []}
          search={search}
        />
        {typed.agreed.cover && (
          <AttestationField
            value={typed.attestation}
            onChange={(attestation) => set({ attestation })}
            path="/api/referral-link/attestations"
            headers={{ "x-referral-link": token }}
          />
        )}
        <Kept state={saving.state} />
        {over ? (
          <Over
            token={token}
            draft={typed}
            title="Ce lien n’est plus valable. Ce que vous avez écrit n’est pas perdu."
          />
        ) : (
          send.isError && <Refused error={send.error} />
        )}
        <div>
          <Button type="submit" tone="main" isPending={send.isPending}>
            Envoyer la demande
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Kept({ state }: Pick<Autosave, "state">) {
  if (state.kind === "kept") return <p className="soft small">Brouillon gardé.</p>;
  if (state.kind === "failed" && !isOver(state.error))
    return (
      <p className="soft small">
        Le brouillon attend que la connexion revienne&nbsp;: gardez cette page ouverte.
      </p>
    );
  return null;
}

interface RenewProps {
  readonly token: string;
  /** What was typed, which goes to the new link. */
  readonly draft: TypedReferral | null;
}

function Over({ title, ...renew }: RenewProps & { readonly title: string }) {
  return (
    <Alert tone="wait" title={title} announced>
      <Renew {...renew} label="Recevoir un nouveau lien" />
    </Alert>
  );
}

function Renew({ token, draft, label }: RenewProps & { readonly label: string }) {
  const renew = useMutation({
    mutationFn: () =>
      post<{ mail: boolean }>("/api/referral-link/renew", { token, draft }, { opening: true }),
  });
  if (renew.isSuccess)
    return (
      <p role="status">
        {renew.data.mail
          ? "Si ce lien venait de nous, un nouveau part à la même adresse e-mail, avec ce que vous aviez écrit."
          : "Ce centre n’envoie pas d’e-mail\u00a0: demandez-lui un nouveau lien."}
      </p>
    );
  return (
    <>
      {renew.isError && <Refused error={renew.error} />}
      <Button isPending={renew.isPending} onPress={() => renew.mutate()}>
        {label}
      </Button>
    </>
  );
}
