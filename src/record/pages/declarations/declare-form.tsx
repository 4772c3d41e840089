import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../../../access/use-me.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ChoiceField } from "../../../ui/choice-field.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { post, ServerProblem } from "../../../ui/server/api-client.ts";
import { TextArea } from "../../../ui/text-area.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import type { OwnDeclarations } from "../../declarations/model.ts";
import { blocks } from "../../sharing/model.ts";
import {
  AgreementFields,
  agreementOf,
  emptyAgreement,
  isWhole,
  type TypedAgreement,
} from "../sharing/agreement-fields.tsx";

interface Typed extends TypedAgreement {
  readonly id: string;
  readonly centreId: string | null;
  readonly family: string;
  readonly given: string;
  readonly birth: string;
  readonly phone: string;
  readonly asks: string;
  readonly forStructure: boolean;
}

function empty(): Typed {
  return {
    ...emptyAgreement(),
    informationGiven: "",
    id: newId(),
    centreId: null,
    family: "",
    given: "",
    birth: "",
    phone: "",
    asks: "",
    forStructure: false,
  };
}

/** Who the person is, what is asked for them, and their agreement. The answer is the same for everyone. */
export function DeclareForm({ known: { centres, structure } }: { readonly known: OwnDeclarations }) {
  const me = useMe();
  const client = useQueryClient();
  const draft = useDraft<Typed>(me.accountId, "declaration", empty);
  const typed = draft.value;
  const set = (change: Partial<Typed>) => draft.set((before) => ({ ...before, ...change }));
  const centreId = typed.centreId ?? (centres.length === 1 ? (centres[0]?.id ?? null) : null);
  const save = useMutation({
    mutationFn: () => post("/api/declarations", { ...agreementOf(typed), centreId }),
    onSuccess: () => {
      draft.forget();
      set(empty());
      void client.invalidateQueries({ queryKey: ["own-declarations"] });
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const text = (name: "family" | "given" | "birth" | "phone") => ({
    name,
    value: typed[name],
    onChange: (value: string) => set({ [name]: value }),
    error: errors[name],
    autoComplete: "off",
  });
  return (
    <Card title="Nouvelle déclaration">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        {centres.length > 1 && (
          <SelectField
            label="Centre"
            options={centres.map(({ id, name }) => ({ code: id, label: name }))}
            value={centreId}
            onChange={(code) => set({ centreId: code })}
            error={errors.centreId}
          />
        )}
        <div className="form-pair">
          <TextField label="Nom" {...text("family")} />
          <TextField label="Prénom" {...text("given")} />
          <TextField
            label="Naissance"
            {...text("birth")}
            help="Ce qui est connu&nbsp;: 12/03/1975, 1975 ou vers 1975."
          />
          <TextField label="Téléphone (facultatif)" {...text("phone")} />
        </div>
        <TextArea
          label="Ce que vous demandez au centre"
          name="asks"
          value={typed.asks}
          onChange={(asks) => set({ asks })}
          rows={3}
          maxLength={1000}
          error={errors.asks}
        />
        <ChoiceField
          label="La personne accepte de partager avec"
          options={[
            { code: "me", label: "moi seulement" },
            { code: "structure", label: `les professionnels de ma structure (${structure})` },
          ]}
          value={typed.forStructure ? "structure" : "me"}
          onChange={(code) => set({ forStructure: code === "structure" })}
        />
        <AgreementFields
          value={typed}
          set={set}
          errors={errors}
          offered={blocks.filter((block) => block !== "clinical")}
        />
        {save.isSuccess && typed.family === "" && (
          <p role="status">Votre déclaration est envoyée. Le centre va l’examiner.</p>
        )}
        {save.isError && <Refused error={save.error} />}
        <div>
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={
              typed.family.trim() === "" || typed.asks.trim() === "" || centreId === null || !isWhole(typed)
            }
          >
            Envoyer au centre
          </Button>
        </div>
      </form>
    </Card>
  );
}
