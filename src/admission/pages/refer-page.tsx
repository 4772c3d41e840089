import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import type { AdmissionRules } from "../../network/admission-data.ts";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post, ServerProblem } from "../../ui/server/api-client.ts";
import type { OwnReferrals } from "../model.ts";
import { AttestationField } from "./attestation-field.tsx";
import { OwnReferralLine } from "./own-referral-line.tsx";
import { ReferralFields } from "./referral-fields.tsx";
import { emptyReferral, formOf, type TypedReferral } from "./typed.ts";

/** A partner refers someone they follow, and reads what became of those they referred. */
export function ReferPage() {
  const mine = useQuery({
    queryKey: ["own-referrals"],
    queryFn: ({ signal }) => get<OwnReferrals>("/api/referrals/mine", { signal }),
  });
  if (mine.isPending) return <Loading what="Lecture de vos demandes" />;
  if (mine.isError) return <Refused error={mine.error} retry={mine.refetch} />;
  const { rules, referrals, centres } = mine.data;
  return (
    <>
      <title>Adresser une personne · Maillage</title>
      <h1>Adresser une personne au centre</h1>
      {rules === null ? (
        <EmptyState title="On vient dans ce centre sans y être adressé." />
      ) : (
        <ReferForm rules={rules} centres={centres} />
      )}
      <Card title="Vos demandes">
        {referrals.length === 0 && <EmptyState title="Aucune demande pour le moment." />}
        <ul className="stack">
          {referrals.map((one) => (
            <li key={one.id}>
              <OwnReferralLine one={one} />
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

function ReferForm({
  rules,
  centres,
}: {
  readonly rules: AdmissionRules;
  readonly centres: OwnReferrals["centres"];
}) {
  const me = useMe();
  const client = useQueryClient();
  const vocabulary = useVocabulary();
  const draft = useDraft<TypedReferral>(me.accountId, "referral", emptyReferral);
  const typed = draft.value;
  const set = (change: Partial<TypedReferral>) => draft.set((before) => ({ ...before, ...change }));
  const send = useMutation({
    mutationFn: () => post("/api/referrals", formOf(typed)),
    onSuccess: () => {
      draft.forget();
      draft.set(emptyReferral());
      void client.invalidateQueries({ queryKey: ["own-referrals"] });
    },
  });
  if (vocabulary.data === undefined) return <Loading what="Lecture des listes" />;
  const errors = send.error instanceof ServerProblem ? send.error.fields : {};
  return (
    <Card title="Nouvelle demande">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        {centres.length > 1 && (
          <SelectField
            label="Centre"
            options={centres.map(({ id, name }) => ({ code: id, label: name }))}
            value={typed.centreId}
            onChange={(centreId) => set({ centreId })}
            error={errors.centreId}
          />
        )}
        <ReferralFields
          value={typed}
          set={set}
          errors={errors}
          rules={rules}
          schemes={vocabulary.data.schemes}
        />
        {typed.agreed.cover && (
          <AttestationField
            value={typed.attestation}
            onChange={(attestation) => set({ attestation })}
            path="/api/referrals/attestations"
          />
        )}
        {send.isSuccess && typed.family === "" && (
          <p role="status">Votre demande est envoyée. Vous serez prévenu de la réponse par e-mail.</p>
        )}
        {send.isError && <Refused error={send.error} />}
        <div>
          <Button type="submit" tone="main" isPending={send.isPending}>
            Envoyer la demande
          </Button>
        </div>
      </form>
    </Card>
  );
}
