import { useMutation, useQuery } from "@tanstack/react-query";
import type { TaskRecipient } from "../../tasks/model.ts";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import type { WholeRequest } from "../requests/model.ts";

interface KeeperFieldProps {
  readonly personId: string;
  readonly request: WholeRequest;
  readonly onSaved: () => void;
}

/** Who answers for the request: given to someone else in one gesture. */
export function KeeperField({ personId, request, onSaved }: KeeperFieldProps) {
  const recipients = useQuery({
    queryKey: ["task-recipients"],
    queryFn: ({ signal }) => get<{ recipients: TaskRecipient[] }>("/api/tasks/recipients", { signal }),
  });
  const keep = useMutation({
    mutationFn: (keeper: string) => post(`/api/people/${personId}/requests/${request.id}/keeper`, { keeper }),
    onSuccess: onSaved,
  });
  const able = (recipients.data?.recipients ?? []).filter(({ natures }) =>
    natures.includes("right_requests"),
  );
  const options = [...new Map(able.map((one) => [one.account, one.name]))].map(([code, label]) => ({
    code,
    label,
  }));
  const known = options.some(({ code }) => code === request.keeper);
  return (
    <>
      <SelectField
        label="Suivie par"
        options={known ? options : [{ code: request.keeper, label: request.keeperName }, ...options]}
        value={request.keeper}
        onChange={(keeper) => keeper !== request.keeper && keep.mutate(keeper)}
        isDisabled={keep.isPending}
      />
      {keep.isError && <Refused error={keep.error} />}
    </>
  );
}
