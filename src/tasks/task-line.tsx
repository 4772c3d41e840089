import "./tasks.css";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Badge, type Tone } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { today } from "../ui/days.ts";
import { momentText, shortDayText } from "../ui/format.ts";
import { Refused } from "../ui/loading.tsx";
import { post } from "../ui/server/api-client.ts";
import { type Task, type TaskState, taskNatureLabels } from "./model.ts";
import { type DueState, dueState } from "./rules.ts";

const DUE: Readonly<Record<DueState, Tone>> = {
  late: "missing",
  today: "wait",
  soon: "wait",
  later: "unknown",
  undated: "unknown",
};

interface TaskLineProps {
  readonly task: Task;
  /** Whom it is about, where the page does not say. */
  readonly about?: ReactNode;
  readonly onMarked: () => void;
}

/** A task: what, by when, for whom; done or to do again in one press. */
export function TaskLine({ task, about, onMarked }: TaskLineProps) {
  const mark = useMutation({
    mutationFn: (done: boolean) => post<TaskState>(`/api/people/${task.on}/tasks/${task.id}/mark`, { done }),
    onSuccess: onMarked,
  });
  const done = task.doneAt !== null;
  const nature = taskNatureLabels[task.nature as keyof typeof taskNatureLabels];
  return (
    <li className={done ? "task task-done" : "task"}>
      <div>
        {about}
        <p className="task-what">
          {task.what} {!done && <Due dueOn={task.dueOn} />}
        </p>
        <p className="soft small">
          {done
            ? `fait par ${task.doneBy} le ${momentText(task.doneAt ?? "").slice(0, 16)}`
            : `${nature} · pour ${task.forWhom} · demandé par ${task.by}`}
        </p>
        {mark.isError && <Refused error={mark.error} />}
      </div>
      {task.byHand && (
        <Button
          tone={done ? "quiet" : "plain"}
          isPending={mark.isPending}
          onPress={() => mark.mutate(!done)}
          aria-label={`${done ? "Rouvrir" : "Fait"}\u00a0: ${task.what}`}
        >
          {done ? "Rouvrir" : "Fait"}
        </Button>
      )}
    </li>
  );
}

function Due({ dueOn }: { readonly dueOn: string | null }) {
  if (dueOn === null) return null;
  const state = dueState(dueOn, today());
  const day = shortDayText(dueOn);
  const said = state === "late" ? `en retard, ${day}` : state === "today" ? "aujourd’hui" : `pour le ${day}`;
  return <Badge tone={DUE[state]}>{said}</Badge>;
}
