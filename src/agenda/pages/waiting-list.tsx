import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import type { AgendaSetting, WaitingLine } from "../model.ts";
import { BookDialog } from "./book-dialog.tsx";
import { agendaChanged } from "./use-agenda.ts";

/** Who waits for hours to be freed, in the order they asked. */
export function WaitingList({ setting }: { readonly setting: AgendaSetting }) {
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ["agenda-waiting"],
    queryFn: ({ signal }) => get<{ waiting: WaitingLine[] }>("/api/agenda/waiting", { signal }),
    staleTime: 0,
    gcTime: 60_000,
  });
  const [booking, setBooking] = useState<WaitingLine | null>(null);
  const leave = useMutation({
    mutationFn: ({ on, id }: WaitingLine) =>
      post(`/api/people/${on}/waiting/${id}/answer`, { declined: null }),
    onSettled: () => agendaChanged(client),
  });
  return (
    <Card title="Liste d’attente">
      {asked.isPending && <Loading what="Liste d’attente" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {leave.isError && <Refused error={leave.error} />}
      {asked.data?.waiting.length === 0 && <EmptyState title="Personne n’attend qu’une place se libère." />}
      <ol className="tasks">
        {asked.data?.waiting.map((one) => (
          <li key={one.id}>
            <p>
              <Link to="/personnes/$id" params={{ id: one.person.id }}>
                {shownName(one.person).whole}
              </Link>
              {` · ${one.service}, depuis le ${dayText(one.since.slice(0, 10))}`}
              {one.until !== null && `, au plus tard le ${dayText(one.until)}`}
            </p>
            {one.words !== "" && <p className="soft small">{one.words}</p>}
            {setting.may.write && (
              <p className="row">
                <Button onPress={() => setBooking(one)}>Proposer un créneau</Button>
                <Button tone="quiet" isPending={leave.isPending} onPress={() => leave.mutate(one)}>
                  N’attend plus
                </Button>
              </p>
            )}
          </li>
        ))}
      </ol>
      {booking !== null && (
        <BookDialog
          whom={{ id: booking.on, name: shownName(booking.person).whole }}
          waiting={{ id: booking.id, service: booking.serviceId }}
          onClose={() => setBooking(null)}
        />
      )}
    </Card>
  );
}
