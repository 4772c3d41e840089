import type { Caller, Database } from "../platform/database/database.ts";
import type { AddTask, MyTask, TaskRecipient, TaskState } from "./model.ts";

/**
 * Adds a task; sent twice, it adds one.
 * @returns its id; null when the one it is for may not read that nature, and nothing was written
 * @throws StaleError when the identifier is another task's
 */
export function addTask(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  task: AddTask,
): Promise<string | null> {
  return db.call<string | null>(caller, roles, "tasks.add", "tasks.add($4)", [
    JSON.stringify({ ...task, personId: person }),
  ]);
}

/**
 * Done, or to do again.
 * @throws StaleError when there is no such task that the caller reads
 */
export function markTask(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  { person, task, done }: { person: string; task: string; done: boolean },
): Promise<TaskState> {
  return db.call<TaskState>(caller, roles, "tasks.mark", "tasks.mark($4, $5, $6)", [person, task, done]);
}

/** The caller's own tasks, the soonest first, then those done in the last seven days; audited as one list. */
export function myTasks(db: Database, caller: Caller, roles: readonly string[]): Promise<MyTask[]> {
  return db.call<MyTask[]>(caller, roles, "tasks.mine", "tasks.mine()", []);
}

/** Whom a task may be for, in the caller's structure. */
export function taskRecipients(
  db: Database,
  caller: Caller,
  roles: readonly string[],
): Promise<TaskRecipient[]> {
  return db.call<TaskRecipient[]>(caller, roles, "tasks.recipients", "tasks.recipients()", []);
}
