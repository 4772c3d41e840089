import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { ReviseRequest, WholeRequest } from "../requests/model.ts";
import { natureLabels, type RequestNature, requestNatures } from "../requests/words.ts";
import { MemberFields, sentMembers, startHousehold } from "./member-fields.tsx";

interface HouseholdCardProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly writes: boolean;
  readonly onSaved: () => void;
}

/** For whom else the request is, and what completes it. */
export function HouseholdCard({ personId, request, writes, onSaved }: HouseholdCardProps) {
  const [revises, setRevises] = useState(false);
  const withheld = request.members.some((member) => member.withheld === true);
  return (
    <Card
      title="Pour qui d’autre"
      actions={
        // Whoever does not see all of the household does not rewrite it.
        writes && !withheld && <Button onPress={() => setRevises(true)}>Compléter la demande</Button>
      }
    >
      {request.members.length === 0 && <p className="soft small">Pour cette personne seule.</p>}
      <ul>
        {request.members.map((member, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two of a household may be named alike
          <li key={n}>
            {member.withheld === true && "Une personne que vous ne suivez pas"}
            {member.personId !== undefined ? (
              <Link to="/personnes/$id" params={{ id: member.personId }}>
                {member.name}
              </Link>
            ) : (
              member.name
            )}
            {member.birth && <span className="soft small"> {member.birth}</span>}
          </li>
        ))}
      </ul>
      {revises && (
        <ReviseDialog
          personId={personId}
          request={request}
          onSaved={() => {
            setRevises(false);
            onSaved();
          }}
          onClose={() => setRevises(false)}
        />
      )}
    </Card>
  );
}

interface ReviseDialogProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function ReviseDialog({ personId, request, onSaved, onClose }: ReviseDialogProps) {
  const [authority, setAuthority] = useState(request.authority);
  const [reference, setReference] = useState(request.reference);
  const [nature, setNature] = useState<RequestNature>(request.nature);
  const [household, setHousehold] = useState(() =>
    startHousehold(
      request.members.map(({ personId: id, name = "", birth }) => ({
        ...(id === undefined ? {} : { personId: id }),
        name,
        birth: birth ?? "",
      })),
    ),
  );
  const save = useMutation({
    mutationFn: (said: ReviseRequest) => put(`/api/people/${personId}/requests/${request.id}`, said),
    onSuccess: onSaved,
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  const raised = request.nature === "right_requests" ? requestNatures : [request.nature];
  return (
    <Dialog title="Compléter la demande" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({
            version: request.version,
            authority,
            reference,
            nature,
            members: sentMembers(household),
          });
        }}
      >
        <div className="form-pair">
          <TextField
            label="Organisme"
            name="authority"
            value={authority}
            onChange={setAuthority}
            error={errors.authority}
          />
          <TextField
            label="Numéro de dossier"
            name="reference"
            value={reference}
            onChange={setReference}
            error={errors.reference}
          />
        </div>
        <SelectField
          label="Qui la lit"
          options={raised.map((code) => ({ code, label: natureLabels[code] }))}
          value={nature}
          onChange={setNature}
          error={errors.nature}
          help="Une demande se réserve, elle ne se rouvre pas à plus de monde."
        />
        <MemberFields personId={personId} value={household} onChange={setHousehold} errors={errors} />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
