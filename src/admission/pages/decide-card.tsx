import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { Referral } from "../model.ts";

type Outcome = "accepted" | "study" | "elsewhere" | "withdrawn";

/** What the centre decides; who may decide against the conditions says why. */
export function DecideCard({ one }: { readonly one: Referral }) {
  const me = useMe();
  const client = useQueryClient();
  const draft = useDraft(me.accountId, `referral ${one.id}`, () => ({
    decision: newId(),
    outcome: null as Outcome | null,
    where: "",
    words: "",
  }));
  const { outcome, where, words } = draft.value;
  const set = (change: Partial<typeof draft.value>) => draft.set((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () => post(`/api/referrals/${one.id}/decide`, { ...draft.value, seen: one.version }),
    onSuccess: () => {
      draft.forget();
      return client.invalidateQueries({ queryKey: ["referrals"] });
    },
  });
  const against =
    (outcome === "accepted" && one.eligible !== "true" && !one.urgent) ||
    (outcome === "elsewhere" && one.eligible !== "false");
  const director = against && !one.mayOverrule;
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const unresolved = one.personId === null ? "dites d’abord de quel dossier il s’agit" : undefined;
  return (
    <Card title="Décider">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ChoiceField<Outcome>
          label="Décision"
          options={[
            {
              code: "accepted",
              label: "Accepter",
              ...(unresolved === undefined ? {} : { unavailable: unresolved }),
            },
            { code: "study", label: "Mettre à l’étude" },
            {
              code: "elsewhere",
              label: "Orienter ailleurs",
              ...(one.urgent ? { unavailable: "une urgence n’est jamais renvoyée" } : {}),
            },
            { code: "withdrawn", label: "Retirée par la personne" },
          ]}
          value={outcome}
          onChange={(chosen) => set({ outcome: chosen })}
          help={
            [
              unresolved && "Pour accepter, dites d’abord de quel dossier il s’agit.",
              one.urgent && "Une urgence n’est jamais renvoyée ailleurs.",
            ]
              .filter(Boolean)
              .join(" ") || "La décision garde les faits et les règles d’aujourd’hui."
          }
        />
        {outcome === "elsewhere" && (
          <>
            <TextField
              label="Vers qui"
              name="where"
              value={where}
              onChange={(typed) => set({ where: typed })}
              error={errors.where}
              autoComplete="off"
            />
            <div className="row">
              {one.rules.orientations.map((proposed) => (
                <Button key={proposed} tone="quiet" onPress={() => set({ where: proposed })}>
                  {proposed}
                </Button>
              ))}
            </div>
          </>
        )}
        {against && (
          <Alert
            tone="wait"
            title={
              director
                ? "Les conditions disent le contraire, ou il manque des faits\u00a0: seule la direction médicale peut en décider ainsi."
                : "Vous décidez contre les conditions\u00a0: dites pourquoi."
            }
          />
        )}
        <TextArea
          label={against ? "Pourquoi" : "Précision (facultatif)"}
          name="words"
          value={words}
          onChange={(typed) => set({ words: typed })}
          rows={2}
          maxLength={1000}
        />
        {save.isError && <Refused error={save.error} />}
        <div>
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={outcome === null || director || (against && words.trim() === "")}
          >
            Enregistrer la décision
          </Button>
        </div>
      </form>
    </Card>
  );
}
