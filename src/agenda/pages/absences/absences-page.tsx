import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMe } from "../../../access/use-me.ts";
import { Badge } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { addDays, today } from "../../../ui/days.ts";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { countText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { get, post } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import type { RoundSummary } from "../../absences/model.ts";
import type { AgendaSetting } from "../../model.ts";
import { useAgendaLive, useSetting } from "../use-agenda.ts";
import { periodWords } from "./words.ts";

/** Absences whose people are to be told; a new one, for who keeps the hours or is away. */
export function AbsencesPage() {
  const setting = useSetting();
  useAgendaLive();
  const asked = useQuery({
    queryKey: ["agenda-rounds"],
    queryFn: ({ signal }) => get<{ rounds: RoundSummary[] }>("/api/agenda/rounds", { signal }),
    staleTime: 0,
  });
  const team = setting.data?.practitioners.filter(({ mine }) => mine || setting.data.may.timetable) ?? [];
  return (
    <>
      <title>Absences · Maillage</title>
      <div className="page-head">
        <h1>Absences</h1>
        <Link to="/agenda">Agenda</Link>
      </div>
      {setting.data && team.length > 0 && <NewAbsence team={team} />}
      <Card title="Personnes à prévenir">
        {asked.isPending && <Loading what="Absences" />}
        {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
        {asked.data?.rounds.length === 0 && (
          <EmptyState title="Aucune absence n’a été enregistrée ces derniers jours.">
            Qui tient le planning en enregistre une ici ; la liste des personnes à appeler s’ouvre aussitôt.
          </EmptyState>
        )}
        <ul className="tasks">
          {asked.data?.rounds.map((one) => (
            <li key={one.id}>
              <p className="row">
                <Link to="/absences/$id" params={{ id: one.id }}>
                  {`${one.practitioner}, ${periodWords(one)}`}
                </Link>
                <Badge tone={one.lifted ? "unknown" : one.left === 0 ? "good" : "wait"}>
                  {one.lifted
                    ? "n’a pas lieu"
                    : one.left === 0
                      ? "tout le monde est prévenu"
                      : `${countText(one.left, "personne")} à prévenir sur ${one.total}`}
                </Badge>
              </p>
              <p className="soft small">{`Enregistrée par ${one.by}.`}</p>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

function NewAbsence({ team }: { readonly team: AgendaSetting["practitioners"] }) {
  const navigate = useNavigate();
  const next = nextWorkday(today());
  const me = useMe();
  const draft = useDraft(me.accountId, "absence", () => ({
    id: newId(),
    who: team.length === 1 ? (team[0]?.id ?? null) : null,
    from: next as string | null,
    until: next as string | null,
    starts: "00:00",
    ends: "23:59",
  }));
  const { value, set } = draft;
  const { id, who, from, until, starts, ends } = value;
  const open = useMutation({
    mutationFn: () =>
      post<{ id: string }>("/api/agenda/rounds", {
        ...{ id, professionalId: who, from: `${from}T${starts}:00`, until: `${until}T${ends}:00` },
      }),
    onSuccess: () => {
      draft.forget();
      void navigate({ to: "/absences/$id", params: { id } });
    },
  });
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/u;
  const wrong = (text: string) => (clock.test(text) ? undefined : "Par exemple\u00a0: 13:30.");
  const whole = who !== null && from !== null && until !== null && clock.test(starts) && clock.test(ends);
  return (
    <Card title="Quelqu’un s’absente">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (whole) open.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        <SelectField
          label="Professionnel"
          options={team.map(({ id: code, label, mine }) => ({
            code,
            label: mine ? `${label} (vous)` : label,
          }))}
          value={who}
          onChange={(who) => set({ ...value, who })}
        />
        <div className="form-four">
          <DateField
            label="Premier jour"
            name="from"
            value={from}
            onChange={(from) => set({ ...value, from })}
          />
          <TextField
            label="À partir de"
            name="starts"
            value={starts}
            onChange={(starts) => set({ ...value, starts })}
            error={wrong(starts)}
          />
          <DateField
            label="Dernier jour"
            name="until"
            value={until}
            onChange={(until) => set({ ...value, until })}
          />
          <TextField
            label="Jusqu’à"
            name="ends"
            value={ends}
            onChange={(ends) => set({ ...value, ends })}
            error={wrong(ends)}
          />
        </div>
        <p className="soft">
          Ses heures sont retirées de l’agenda, partout où il travaille. Un autre créneau est tenu jusqu’à ce
          soir pour chaque personne qui avait rendez-vous, et leurs rappels sont arrêtés. Pourquoi il
          s’absente n’est pas demandé.
        </p>
        {open.isError && <Refused error={open.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={open.isPending} isDisabled={!whole}>
            Enregistrer l’absence et ouvrir la liste d’appels
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** The day after, or the Monday that follows a week's end. */
function nextWorkday(day: string): string {
  const next = addDays(day, 1);
  return [0, 6].includes(new Date(`${next}T00:00:00Z`).getUTCDay()) ? nextWorkday(next) : next;
}
