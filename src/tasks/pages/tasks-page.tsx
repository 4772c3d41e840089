import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { Card, EmptyState } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import type { MyTask } from "../model.ts";
import { TaskLine } from "../task-line.tsx";

const KEY = ["tasks"];

/** What the reader has to do, by name or by function, the soonest first. */
export function TasksPage() {
  const me = useMe();
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ tasks: MyTask[] }>("/api/tasks", { signal }),
    staleTime: 0,
  });
  const tasks = asked.data?.tasks ?? [];
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  const done = tasks.filter(({ doneAt }) => doneAt !== null);
  const list = (some: readonly MyTask[]) => (
    <ul className="tasks">
      {some.map((task) => (
        <TaskLine
          key={task.id}
          task={task}
          about={<About person={task.person} />}
          onMarked={() => void client.invalidateQueries({ queryKey: KEY })}
        />
      ))}
    </ul>
  );
  return (
    <>
      <title>Mes tâches · Maillage</title>
      <div className="page-head">
        <h1>Mes tâches</h1>
      </div>
      <p className="soft">
        Ce qui vous est confié par votre nom, ou à votre fonction dans {me.structure}. Une tâche s’ajoute
        depuis le dossier de la personne.
      </p>
      {asked.isPending && <Loading what="Vos tâches" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {asked.isSuccess && (
        <Card title={`À faire (${countText(open.length, "tâche")})`}>
          {open.length === 0 ? <EmptyState title="Rien à faire pour l’instant." /> : list(open)}
        </Card>
      )}
      {done.length > 0 && <Card title="Fait ces sept derniers jours">{list(done)}</Card>}
    </>
  );
}

function About({ person }: { readonly person: MyTask["person"] }) {
  const birth = birthWords(person.birth);
  return (
    <p>
      <Link to="/personnes/$id" params={{ id: person.id }}>
        {shownName(person).whole}
      </Link>
      {birth !== null && <span className="soft small"> {`${bornWord(person.sex)} ${birth}`}</span>}
    </p>
  );
}
