import { PAGE } from "./blocks.ts";
import { ENCOUNTER_WRITERS, TASK_HOLDERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** What remains to be done about people. */
export const taskRoutes: readonly RouteRule[] = [
  rule("GET", "/api/tasks", TASK_HOLDERS, PAGE, ["task.list"]),
  // Names of colleagues: nothing of anyone received.
  rule("GET", "/api/tasks/recipients", ENCOUNTER_WRITERS),
  rule("POST", "/api/people/:id/tasks", ENCOUNTER_WRITERS, PAGE, ["task.add"]),
  rule("POST", "/api/people/:id/tasks/:task/mark", TASK_HOLDERS, PAGE, ["task.done", "task.undone"]),
];
