import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { passkeyMessage } from "../../access/passkey-message.ts";
import { proofMethods, proveByCode, proveByPasskey } from "../../access/proof-calls.ts";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { messageOf, post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { BreakGlassForm, GlassState } from "../glass/model.ts";
import { glassQuery } from "../glass-query.ts";

interface GlassFormProps {
  readonly state: GlassState;
  /** A record one knows already; otherwise who it is is typed whole. */
  readonly personId: string | undefined;
}

const EMPTY = { reason: "", words: "", family: "", given: "", birth: "", number: "" };

/** Why, for whom, and the second factor again. */
export function GlassForm({ state, personId }: GlassFormProps) {
  const draft = useDraft(useMe().accountId, `glass ${personId ?? ""}`, () => EMPTY);
  const [code, setCode] = useState("");
  const methods = useQuery({ queryKey: ["proof-methods"], queryFn: proofMethods, enabled: state.proof });
  const client = useQueryClient();
  const navigate = useNavigate();
  const typed = draft.value;
  const set = (change: Partial<typeof EMPTY>) => draft.set((before) => ({ ...before, ...change }));
  const open = useMutation({
    mutationFn: async (by: "totp" | "passkey" | null) => {
      if (by === "totp") await proveByCode(code);
      if (by === "passkey") await proveByPasskey();
      const known = personId === undefined ? {} : { personId };
      const form: BreakGlassForm = { id: newId(), ...typed, ...known };
      return post<{ personId: string }>("/api/glass", form);
    },
    // A code serves once, whatever came of it.
    onSettled: () => setCode(""),
    onSuccess: async (opened) => {
      draft.forget();
      client.removeQueries({ queryKey: ["person"] });
      await client.invalidateQueries({ queryKey: glassQuery.queryKey });
      void navigate({ to: "/personnes/$id", params: { id: opened.personId } });
    },
  });
  const errors = open.error instanceof ServerProblem ? open.error.fields : {};
  const by = !state.proof ? null : methods.data?.methods.includes("totp") ? "totp" : "passkey";
  const waits =
    typed.reason === "" || typed.words.trim().length < 10 || (by === "totp" && code.trim().length < 6);
  return (
    <Card title={personId === undefined ? "Ouvrir un dossier" : "Ouvrir ce dossier au-delà de votre rôle"}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!waits) open.mutate(by);
        }}
      >
        <DraftNotice draft={draft} />
        <SelectField
          label="Motif"
          options={state.reasons}
          value={typed.reason === "" ? null : typed.reason}
          onChange={(reason) => set({ reason })}
          error={errors.reason}
        />
        <TextArea
          label="Ce qui se passe"
          name="words"
          value={typed.words}
          onChange={(words) => set({ words })}
          rows={3}
          maxLength={1000}
          help="Une phrase, que la direction lira. N’y mettez pas de nom."
          error={errors.words}
        />
        {personId === undefined && <WhoFields typed={typed} set={set} errors={errors} />}
        {by === "totp" && (
          <TextField
            label="Code à six chiffres"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            help="Celui qu’affiche en ce moment votre application d’authentification."
          />
        )}
        {!state.proof && (
          <p className="soft">Dans une vraie installation, la seconde preuve est demandée ici.</p>
        )}
        {open.isError && (
          <Alert
            tone="missing"
            title={open.error instanceof ServerProblem ? messageOf(open.error) : passkeyMessage(open.error)}
            announced
          />
        )}
        <div>
          <Button type="submit" tone="danger" isPending={open.isPending} isDisabled={waits}>
            {by === "passkey" ? "Montrer ma clé d’accès et ouvrir" : "Ouvrir ce dossier une heure"}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function WhoFields(props: {
  readonly typed: typeof EMPTY;
  readonly set: (change: Partial<typeof EMPTY>) => void;
  readonly errors: Readonly<Record<string, string>>;
}) {
  const { typed, set, errors } = props;
  return (
    <>
      <p className="soft">
        Aucune liste n’est montrée&nbsp;: écrivez exactement le nom, le prénom et la naissance. Une recherche
        sans résultat est notée elle aussi.
      </p>
      <TextField
        label="Nom"
        name="family"
        value={typed.family}
        onChange={(family) => set({ family })}
        autoComplete="off"
        error={errors.family}
      />
      <TextField
        label="Prénom"
        name="given"
        value={typed.given}
        onChange={(given) => set({ given })}
        autoComplete="off"
        error={errors.given}
      />
      <TextField
        label="Date de naissance"
        name="birth"
        value={typed.birth}
        onChange={(birth) => set({ birth })}
        autoComplete="off"
        placeholder="jj/mm/aaaa"
        help="Ou l’année seule, si le dossier ne connaît qu’elle."
        error={errors.birth}
      />
      <TextField
        label="Numéro de dossier (facultatif)"
        name="number"
        inputMode="numeric"
        value={typed.number}
        onChange={(number) => set({ number })}
        autoComplete="off"
        help="Quand plusieurs personnes ont le même nom et la même naissance."
        error={errors.number}
      />
    </>
  );
}
