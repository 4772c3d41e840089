import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../../../access/use-me.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { post, ServerProblem } from "../../../ui/server/api-client.ts";
import { TextArea } from "../../../ui/text-area.tsx";
import type { Consent, Sharing } from "../../sharing/model.ts";
import {
  AgreementFields,
  agreementOf,
  emptyAgreement,
  isWhole,
  type TypedAgreement,
} from "./agreement-fields.tsx";

interface ConsentFormProps {
  readonly personId: string;
  readonly choices: NonNullable<Sharing["choices"]>;
  /** The agreement whose noting is corrected; null for a new one. */
  readonly corrects: Consent | null;
  readonly onDone: () => void;
}

interface Typed extends TypedAgreement {
  readonly id: string;
  /** "structure:…", "role:…" or "account:…". */
  readonly recipient: string | null;
  readonly collectedBy: string;
  readonly correction: string;
}

/** Notes an agreement, or corrects what was noted of one: what was corrected stays in the history. */
export function ConsentForm({ personId, choices, corrects, onDone }: ConsentFormProps) {
  const me = useMe();
  const client = useQueryClient();
  const draft = useDraft<Typed>(me.accountId, `consent ${personId} ${corrects?.id ?? ""}`, () => ({
    id: newId(),
    collectedBy: corrects?.collectedById ?? me.accountId,
    correction: "",
    ...(corrects === null ? { ...emptyAgreement(), recipient: null } : typedOf(corrects)),
  }));
  const typed = draft.value;
  const set = (change: Partial<Typed>) => draft.set((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () => {
      const { recipient, correction, id, collectedBy, ...agreement } = typed;
      return post(`/api/people/${personId}/consents`, {
        ...agreementOf(agreement),
        ...recipientOf(recipient),
        id,
        collectedBy,
        corrects: corrects?.id ?? null,
        correction: corrects === null ? "" : correction,
      });
    },
    onSuccess: () => {
      draft.forget();
      set({ ...emptyAgreement(), id: newId(), recipient: null, collectedBy: me.accountId, correction: "" });
      void client.invalidateQueries({ queryKey: ["sharing", personId] });
      onDone();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Card title={corrects === null ? "Noter un accord" : `Corriger l’accord\u00a0: ${corrects.to}`}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        <SelectField
          label="Avec qui"
          options={recipientsOf(choices)}
          value={typed.recipient}
          onChange={(recipient) => set({ recipient })}
          help="Quelqu’un par son nom, toute une structure, ou une fonction où qu’elle soit exercée."
          error={errors.recipient}
        />
        <AgreementFields value={typed} set={set} errors={errors} />
        <SelectField
          label="Accord recueilli par"
          options={collectorsOf(choices, corrects)}
          value={typed.collectedBy}
          onChange={(collectedBy) => set({ collectedBy })}
        />
        {corrects !== null && (
          <TextArea
            label="Ce qui est corrigé, et pourquoi"
            name="correction"
            value={typed.correction}
            onChange={(correction) => set({ correction })}
            rows={2}
            maxLength={500}
            error={errors.correction}
          />
        )}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={
              typed.recipient === null ||
              !isWhole(typed) ||
              (corrects !== null && typed.correction.trim() === "")
            }
          >
            {corrects === null ? "Enregistrer l’accord" : "Enregistrer la correction"}
          </Button>
          {corrects !== null && (
            <Button tone="quiet" onPress={onDone}>
              Annuler
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}

function typedOf(consent: Consent): TypedAgreement & { readonly recipient: string | null } {
  const { accountId, structureId, role } = consent.recipient;
  return {
    natures: consent.natures,
    means: consent.means,
    informationGiven: consent.informationGiven,
    language: consent.language,
    interpreter: consent.interpreter,
    givenOn: consent.givenOn,
    ends: consent.endsOn === null ? "situation" : "day",
    endsOn: consent.endsOn,
    recipient: accountId
      ? `account:${accountId}`
      : structureId
        ? `structure:${structureId}`
        : role
          ? `role:${role}`
          : null,
  };
}

function recipientsOf({ structures, roles, professionals }: NonNullable<Sharing["choices"]>) {
  return [
    ...structures.map(({ id, name }) => ({
      code: `structure:${id}`,
      label: `Toute la structure\u00a0: ${name}`,
    })),
    ...roles.map(({ code, label }) => ({
      code: `role:${code}`,
      label: `Toute personne de fonction\u00a0: ${label}`,
    })),
    ...professionals.map(({ id, name, roles: at }) => ({ code: `account:${id}`, label: `${name} (${at})` })),
  ];
}

function recipientOf(recipient: string | null) {
  const [kind, code = null] = recipient?.split(":") ?? [];
  return {
    accountId: kind === "account" ? code : null,
    structureId: kind === "structure" ? code : null,
    role: kind === "role" ? code : null,
  };
}

/** The centre's professionals; of an agreement that a partner collected, them too. */
function collectorsOf({ collectors }: NonNullable<Sharing["choices"]>, corrects: Consent | null) {
  const options = collectors.map(({ id, name }) => ({ code: id, label: name }));
  if (corrects === null || collectors.some(({ id }) => id === corrects.collectedById)) return options;
  return [...options, { code: corrects.collectedById, label: corrects.collectedBy }];
}
