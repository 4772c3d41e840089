import { Hono } from "hono";
import { z } from "zod";
import { personParam } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { addTaskSchema, markTaskSchema } from "./model.ts";
import { addTask, markTask, myTasks, taskRecipients } from "./store.ts";

const taskParam = z.object({ id: z.uuid(), task: z.uuid() });

export function taskRoutes({ db }: { db: Database }) {
  return new Hono<ApiEnv>()
    .get("/api/tasks", async (c) => c.json({ tasks: await myTasks(db, callerOf(c), c.get("roles")) }))
    .get("/api/tasks/recipients", async (c) =>
      c.json({ recipients: await taskRecipients(db, callerOf(c), c.get("roles")) }),
    )
    .post("/api/people/:id/tasks", validParam(personParam), validJson(addTaskSchema), async (c) => {
      const { id: person } = c.req.valid("param");
      const id = await addTask(db, callerOf(c), c.get("roles"), person, c.req.valid("json"));
      if (id !== null) return c.json({ id });
      throw new ProblemError(
        422,
        "invalid",
        "Cette tâche dit quelque chose que son destinataire ne lit pas. Rien n’a été enregistré\u00a0: choisissez quelqu’un d’autre, ou ce dont elle parle.",
        { fields: { recipient: "Ne peut pas lire ce dont parle cette tâche." } },
      );
    })
    .post("/api/people/:id/tasks/:task/mark", validParam(taskParam), validJson(markTaskSchema), async (c) => {
      const { id: person, task } = c.req.valid("param");
      const { done } = c.req.valid("json");
      return c.json(await markTask(db, callerOf(c), c.get("roles"), { person, task, done }));
    });
}
