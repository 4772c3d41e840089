import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { momentText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { get, post, postForFile } from "../../../ui/server/api-client.ts";
import { TableScroll } from "../../../ui/table-scroll.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import type { TrailChoices, TrailLine, TrailSearch } from "../../trail/model.ts";

const ANY = { code: "", label: "Tous" };
const PAGE = 100;

interface Wanted {
  readonly from: string | null;
  readonly to: string | null;
  readonly account: string;
  readonly action: string;
  readonly number: string;
  /** A record picked on a line. */
  readonly person: string | null;
}
const EVERYTHING: Wanted = { from: null, to: null, account: "", action: "", number: "", person: null };

/** Lines of the trail by person, professional, period and act, and as a file. */
export function TrailSearchPart() {
  const [wanted, setWanted] = useState(EVERYTHING);
  const [asked, setAsked] = useState(EVERYTHING);
  const search = searchOf(asked);
  const trail = useInfiniteQuery({
    queryKey: ["audit-entries", search],
    queryFn: ({ pageParam, signal }) =>
      post<{ entries: TrailLine[] }>(
        "/api/audit/entries",
        pageParam === null ? search : { ...search, before: pageParam },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.id),
  });
  const file = useMutation({
    mutationFn: async () => saveFile(await postForFile("/api/audit/export", search)),
  });
  const lines = trail.data?.pages.flatMap((page) => page.entries) ?? [];
  const ask = (change: Partial<Wanted>) => {
    setWanted((before) => ({ ...before, ...change }));
    setAsked({ ...wanted, ...change });
  };
  return (
    <>
      <TrailForm wanted={wanted} set={setWanted} onAsk={() => ask({})} />
      {asked.person !== null && (
        <p>
          Lignes d’un seul dossier, {shortened(asked.person)}.{" "}
          <Button tone="quiet" onPress={() => ask({ person: null })}>
            Revenir à tous
          </Button>
        </p>
      )}
      {trail.isPending && <Loading what="Lecture du journal" />}
      {trail.isError && <Refused error={trail.error} retry={trail.refetch} />}
      {trail.data && lines.length === 0 && <EmptyState title="Aucune ligne ne répond." />}
      {lines.length > 0 && (
        <div className="card">
          <TrailTable lines={lines} onPerson={(person) => ask({ person, number: "" })} />
        </div>
      )}
      {file.isError && <Refused error={file.error} />}
      <div className="row">
        {trail.hasNextPage && (
          <Button isPending={trail.isFetchingNextPage} onPress={() => void trail.fetchNextPage()}>
            Lignes plus anciennes
          </Button>
        )}
        {lines.length > 0 && (
          <Button isPending={file.isPending} onPress={() => file.mutate()}>
            Télécharger ces lignes (CSV)
          </Button>
        )}
      </div>
    </>
  );
}

function searchOf({ from, to, account, action, number, person }: Wanted): TrailSearch {
  return {
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(account === "" ? {} : { account }),
    ...(action === "" ? {} : { action }),
    ...(number === "" ? {} : { number }),
    ...(person === null ? {} : { person }),
  };
}

function TrailForm(props: {
  readonly wanted: Wanted;
  readonly set: (wanted: Wanted) => void;
  readonly onAsk: () => void;
}) {
  const { wanted, set, onAsk } = props;
  const choices = useQuery({
    queryKey: ["audit-choices"],
    queryFn: ({ signal }) => get<TrailChoices>("/api/audit/choices", { signal }),
  });
  const accounts = [
    ANY,
    ...(choices.data?.accounts ?? []).map(({ id, name }) => ({ code: id, label: name })),
  ];
  return (
    <Card title="Chercher dans le journal">
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk();
        }}
      >
        <DateField
          label="Du"
          name="from"
          value={wanted.from}
          onChange={(from) => set({ ...wanted, from })}
          max={today()}
        />
        <DateField
          label="Au"
          name="to"
          value={wanted.to}
          onChange={(to) => set({ ...wanted, to })}
          max={today()}
        />
        <SelectField
          label="Professionnel"
          options={accounts}
          value={wanted.account}
          onChange={(account) => set({ ...wanted, account })}
        />
        <SelectField
          label="Acte"
          options={[ANY, ...(choices.data?.actions ?? [])]}
          value={wanted.action}
          onChange={(action) => set({ ...wanted, action })}
        />
        <TextField
          label="Numéro de dossier"
          name="number"
          inputMode="numeric"
          value={wanted.number}
          onChange={(number) => set({ ...wanted, number: number.trim(), person: null })}
          autoComplete="off"
        />
        <Button type="submit" tone="main">
          Chercher
        </Button>
      </form>
    </Card>
  );
}

function TrailTable(props: {
  readonly lines: readonly TrailLine[];
  readonly onPerson: (person: string) => void;
}) {
  return (
    <TableScroll label="Lignes du journal">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Quand</th>
            <th scope="col">Qui</th>
            <th scope="col">Rôle</th>
            <th scope="col">Quoi</th>
            <th scope="col">Dossier</th>
            <th scope="col">Sceau</th>
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line) => (
            <tr key={line.id}>
              <td className="nowrap">{momentText(line.at)}</td>
              <td>{line.account ?? "–"}</td>
              <td>{line.role ?? "–"}</td>
              <th scope="row">
                {line.actionLabel ?? line.action}
                {line.objected === true && (
                  <>
                    {" "}
                    <Badge tone="wait">refusé, la personne s’y oppose</Badge>
                  </>
                )}
              </th>
              <td>
                <Record line={line} onPerson={props.onPerson} />
              </td>
              <td>
                {line.sealed ? <Badge tone="good">scellée</Badge> : <Badge tone="wait">en cours</Badge>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Record({
  line,
  onPerson,
}: {
  readonly line: TrailLine;
  readonly onPerson: (person: string) => void;
}) {
  const { personId, persons } = line;
  if (personId === null) return persons > 0 ? `${persons} dossiers` : "–";
  return (
    <Button
      tone="quiet"
      aria-label={`Lignes du dossier ${shortened(personId)}`}
      onPress={() => onPerson(personId)}
    >
      {shortened(personId)}
    </Button>
  );
}

/** A record as the trail names it. */
export function shortened(person: string): string {
  return `${person.slice(0, 8)}…${person.slice(-4)}`;
}
