import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { type Task, writableNatures } from "../../tasks/model.ts";
import { TaskLine } from "../../tasks/task-line.tsx";
import { Card } from "../../ui/card.tsx";
import { personQuery } from "../person-query.ts";

interface TasksCardProps {
  readonly personId: string;
  /** Those to do, the soonest first, then those done lately. */
  readonly tasks: readonly Task[];
}

/** What remains to be done about this person, as far as this reader is told. */
export function TasksCard({ personId, tasks }: TasksCardProps) {
  const me = useMe();
  const client = useQueryClient();
  const adds = writableNatures(me).length > 0;
  if (!adds && tasks.length === 0) return null;
  const list = (some: readonly Task[]) => (
    <ul className="tasks">
      {some.map((task) => (
        <TaskLine
          key={task.id}
          task={task}
          onMarked={() => void client.invalidateQueries({ queryKey: personQuery(personId).queryKey })}
        />
      ))}
    </ul>
  );
  const done = tasks.filter(({ doneAt }) => doneAt !== null);
  return (
    <Card
      title="À faire"
      actions={
        adds && (
          <Link to="/personnes/$id/tache" params={{ id: personId }} className="no-print">
            Ajouter
          </Link>
        )
      }
    >
      {tasks.length === done.length && <p className="soft small">Rien à faire pour l’instant.</p>}
      {list(tasks.filter(({ doneAt }) => doneAt === null))}
      {done.length > 0 && (
        <details>
          <summary className="soft small">Fait ces trente derniers jours ({done.length})</summary>
          {list(done)}
        </details>
      )}
    </Card>
  );
}
