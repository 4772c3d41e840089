import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { birthText } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { momentText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import type { OwnReferral } from "../model.ts";
import { CoverFields, coverOf, emptyCover } from "./cover-fields.tsx";
import { ToldBackWords } from "./told-back.tsx";

/** One referral of one's own: what became of it, and what one may still do for the person. */
export function OwnReferralLine({ one }: { readonly one: OwnReferral }) {
  const client = useQueryClient();
  const [confirming, setConfirming] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ["own-referrals"] });
  const withdraw = useMutation({
    mutationFn: () => post(`/api/referrals/${one.id}/withdraw`, { decision: newId() }),
    onSuccess: again,
  });
  const birth = birthText(one.birth);
  return (
    <div className="stack">
      <p>
        <strong>{[one.given, one.family].filter(Boolean).join(" ")}</strong>
        {birth !== null && `, ${birth}`}
        {one.urgent && " · urgent"}
        <br />
        <ToldBackWords told={one} />
        <br />
        <span className="soft small">envoyée le {momentText(one.sentAt)}</span>
      </p>
      {withdraw.isError && <Refused error={withdraw.error} />}
      <div className="row">
        {one.personId !== null && (
          <Link to="/personnes/$id" params={{ id: one.personId }} className="button">
            Ouvrir le dossier
          </Link>
        )}
        {one.personId !== null && one.state === "accepted" && (
          <Link to="/personnes/$id/rendez-vous" params={{ id: one.personId }} className="button">
            Prendre rendez-vous
          </Link>
        )}
        {one.mayConfirm && !confirming && (
          <Button onPress={() => setConfirming(true)}>Confirmer la couverture</Button>
        )}
        {(one.state === "received" || one.state === "study") && (
          <Button isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>
            Retirer la demande
          </Button>
        )}
      </div>
      {confirming && <Confirm referral={one.id} onDone={() => setConfirming(false)} />}
    </div>
  );
}

function Confirm({ referral, onDone }: { readonly referral: string; readonly onDone: () => void }) {
  const vocabulary = useVocabulary();
  const [cover, setCover] = useState(emptyCover);
  const [id] = useState(newId);
  const save = useMutation({
    mutationFn: () => post(`/api/referrals/${referral}/cover`, { id, cover: coverOf(cover) }),
    onSuccess: onDone,
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <CoverFields
        value={cover}
        onChange={setCover}
        schemes={vocabulary.data?.schemes ?? []}
        error={undefined}
      />
      {save.isError && <Refused error={save.error} />}
      <div>
        <Button type="submit" tone="main" isPending={save.isPending} isDisabled={cover.state === null}>
          Enregistrer la couverture
        </Button>
      </div>
    </form>
  );
}
