import "../agenda.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { countText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { get, post } from "../../../ui/server/api-client.ts";
import { openStates, type Round } from "../../absences/model.ts";
import type { AgendaSetting } from "../../model.ts";
import { useAgendaLive, useSetting } from "../use-agenda.ts";
import { CallLine } from "./call-line.tsx";
import { periodWords } from "./words.ts";

/** The list of an absence: whom to call, by which way, with hours held for each; shared live by all who call. */
export function AbsencePage() {
  const { id } = useParams({ from: "/absences/$id" });
  const setting = useSetting();
  const heard = useAgendaLive();
  const asked = useQuery({
    queryKey: ["agenda-round", id],
    queryFn: ({ signal }) => get<Round>(`/api/agenda/rounds/${id}`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <>
      <title>Personnes à prévenir · Maillage</title>
      {!heard && (
        <Alert
          tone="wait"
          title={"La liaison est interrompue\u00a0: la liste sera remise à jour dès qu’elle revient."}
        />
      )}
      {(asked.isPending || setting.isPending) && <Loading what="Liste d’appels" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {asked.isSuccess && setting.isSuccess && (
        <Calls round={asked.data} setting={setting.data} refresh={() => void asked.refetch()} />
      )}
    </>
  );
}

interface CallsProps {
  readonly round: Round;
  readonly setting: AgendaSetting;
  readonly refresh: () => void;
}

function Calls({ round, setting, refresh }: CallsProps) {
  const left = round.lines.filter(({ state }) => openStates.includes(state));
  const done = round.lines.filter(({ state }) => !openStates.includes(state));
  const bare = left.filter(({ held }) => held === null).length;
  const hold = useMutation({
    mutationFn: () => post(`/api/agenda/rounds/${round.id}/hold`),
    onSettled: refresh,
  });
  const [sure, setSure] = useState(false);
  const lift = useMutation({
    mutationFn: () => {
      const { id, professionalId, from, until } = round;
      return post("/api/agenda/rounds", { id, professionalId, from, until, lifted: true });
    },
    onSettled: refresh,
  });
  const line = (one: Round["lines"][number]) => (
    <CallLine key={one.id} line={one} setting={setting} refresh={refresh} />
  );
  return (
    <>
      <div className="page-head">
        <h1>{`Absence de ${round.practitioner}`}</h1>
        <div className="row no-print">
          <Link to="/absences">Absences</Link>
          <Button onPress={() => window.print()}>Imprimer la liste</Button>
        </div>
      </div>
      <p className="soft">
        {`${sentence(periodWords(round))}. Enregistrée par ${round.by}. Les créneaux sont tenus jusqu’à ce soir.`}
      </p>
      {round.lifted && (
        <Alert tone="unknown" title={"Cette absence n’a pas lieu\u00a0: il n’y a personne à prévenir."} />
      )}
      {!round.lifted && left.length === 0 && round.unknown === 0 && (
        <Alert tone="good" title="Tout le monde est prévenu." />
      )}
      {round.unknown > 0 && (
        <Alert
          tone="wait"
          title={`${countText(round.unknown, "autre personne", "autres personnes")} à prévenir, que vous n’avez pas à connaître.`}
        >
          <p>Un collègue qui suit ces dossiers doit ouvrir cette liste.</p>
        </Alert>
      )}
      {lift.isError && <Refused error={lift.error} />}
      {!round.lifted && round.professionalId !== null && (
        <div className="row no-print">
          {sure ? (
            <>
              <Button tone="danger" isPending={lift.isPending} onPress={() => lift.mutate()}>
                Oui, ses heures reviennent dans l’agenda
              </Button>
              <Button onPress={() => setSure(false)}>Non, il s’absente</Button>
            </>
          ) : (
            <Button tone="quiet" onPress={() => setSure(true)}>
              Cette absence n’a pas lieu
            </Button>
          )}
        </div>
      )}
      {left.length > 0 && (
        <Card
          title={`À prévenir (${left.length})`}
          actions={
            bare > 0 && (
              <Button isPending={hold.isPending} onPress={() => hold.mutate()}>
                Tenir un créneau pour qui n’en a pas
              </Button>
            )
          }
        >
          {hold.isError && <Refused error={hold.error} />}
          <ul className="tasks">{left.map(line)}</ul>
        </Card>
      )}
      <Card title={`Réglé (${done.length})`}>
        {done.length === 0 ? (
          <EmptyState title="Personne encore." />
        ) : (
          <ul className="tasks">{done.map(line)}</ul>
        )}
      </Card>
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
