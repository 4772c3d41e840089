import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { shownName } from "../../people/names-shown.ts";
import type { MyTask } from "../../tasks/model.ts";
import { TaskLine } from "../../tasks/task-line.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { daysBetween, today } from "../../ui/days.ts";
import { countText, dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { type BoardPage, ENDING_DAYS, type MyDay } from "../board/model.ts";
import { BoardLine } from "../board-line.tsx";

const KEY = ["day"];

/** One's day: tasks, requests that call for an act, papers awaited, rights that end. */
export function DayPage() {
  const me = useMe();
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<MyDay>("/api/rights/day", { signal }),
    staleTime: 0,
  });
  const marked = () => {
    for (const key of [KEY, ["counters"]]) void client.invalidateQueries({ queryKey: key });
  };
  return (
    <>
      <title>Ma journée · Maillage</title>
      <div className="page-head">
        <h1>Ma journée</h1>
      </div>
      <p className="soft">
        Ce qui vous est confié par votre nom, ou à votre fonction dans {me.structure}, et les demandes de
        droits que vous suivez.
      </p>
      {asked.isPending && <Loading what="Votre journée" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {asked.isSuccess && (
        <div className="request-columns">
          <div className="stack">
            <Tasks tasks={asked.data.tasks} onMarked={marked} />
            <Requests
              title="Demandes à faire avancer"
              page={asked.data.requests}
              none="Rien à faire avancer d’ici sept jours."
            />
          </div>
          <div className="stack">
            <Requests
              title="Pièces attendues"
              page={asked.data.papers}
              none="Aucune de vos demandes n’attend de pièce."
            />
            <Endings endings={asked.data.endings} />
          </div>
        </div>
      )}
    </>
  );
}

function Tasks({ tasks, onMarked }: { readonly tasks: readonly MyTask[]; readonly onMarked: () => void }) {
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  const done = tasks.filter(({ doneAt }) => doneAt !== null);
  const list = (some: readonly MyTask[]) => (
    <ul className="tasks">
      {some.map((task) => (
        <TaskLine
          key={task.id}
          task={task}
          about={
            <p>
              <Link to="/personnes/$id" params={{ id: task.person.id }}>
                {shownName(task.person).whole}
              </Link>
            </p>
          }
          onMarked={onMarked}
        />
      ))}
    </ul>
  );
  return (
    <>
      <Card title={`À faire (${countText(open.length, "tâche")})`}>
        {open.length === 0 ? <EmptyState title="Rien à faire pour l’instant." /> : list(open)}
      </Card>
      {done.length > 0 && <Card title="Fait ces sept derniers jours">{list(done)}</Card>}
    </>
  );
}

function Requests({
  title,
  page,
  none,
}: {
  readonly title: string;
  readonly page: BoardPage;
  readonly none: string;
}) {
  return (
    <Card title={title}>
      {page.rows.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <ul className="request-lines">
          {page.rows.map((row) => (
            <BoardLine key={row.id} row={row} keeper={false} />
          ))}
        </ul>
      )}
      {page.next !== null && (
        <p>
          <Link to="/droits">Voir toutes les demandes à suivre</Link>
        </p>
      )}
    </Card>
  );
}

function Endings({ endings }: { readonly endings: MyDay["endings"] }) {
  return (
    <Card title={`Droits qui se terminent d’ici ${ENDING_DAYS}\u00a0jours`}>
      {endings.length === 0 ? (
        <EmptyState title="Aucun, parmi les personnes dont vous suivez une demande." />
      ) : (
        <ul className="request-lines">
          {endings.map((one) => (
            <li key={`${one.on} ${one.scheme}`} className="request-line">
              <p>
                <Link to="/personnes/$id" params={{ id: one.person.id }}>
                  {shownName(one.person).whole}
                </Link>
                {` · ${one.label}, jusqu’au ${dayText(one.endsOn)}`}
                <span className="soft small">
                  {` (encore ${countText(daysBetween(today(), one.endsOn), "jour")})`}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
