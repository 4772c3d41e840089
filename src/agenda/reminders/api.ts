import { type Context, Hono } from "hono";
import { z } from "zod";
import { personParam } from "../../people/api.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import {
  type RemindedAppointment,
  type ReminderSetting,
  reminderSettingSchema,
  remindersSchema,
  stopSchema,
} from "./model.ts";

const reminderParam = z.object({ id: z.uuid(), reminder: z.uuid() });

interface RemindersDeps {
  readonly db: Database;
  /** What this installation can send. */
  readonly reminders: ReminderSetting["channels"];
}

/** Reminders of the days to come, those told by a person, who wants none, and whether any are sent. */
export function reminderRoutes({ db, reminders }: RemindersDeps) {
  const call = <T>(c: Context<ApiEnv>, name: string, args: string, values: unknown[]) =>
    db.call<T>(callerOf(c), c.get("roles"), name, `${name}(${args})`, values);
  const setting = async (c: Context<ApiEnv>): Promise<ReminderSetting> => ({
    hour: await call<number | null>(c, "agenda.reminder_hour", "", []),
    channels: reminders,
  });
  return new Hono<ApiEnv>()
    .get("/api/agenda/reminders/setting", async (c) => c.json(await setting(c)))
    .put("/api/agenda/reminders/setting", validJson(reminderSettingSchema), async (c) => {
      await call(c, "agenda.set_reminder_hour", "$4", [c.req.valid("json").hour]);
      return c.json(await setting(c));
    })
    .post("/api/agenda/reminders", validJson(remindersSchema), async (c) => {
      const { from, until } = c.req.valid("json");
      return c.json({
        appointments: await call<RemindedAppointment[]>(c, "agenda.reminders", "$4, $5", [from, until]),
      });
    })
    .post("/api/people/:id/reminders/:reminder/told", validParam(reminderParam), async (c) => {
      const { id, reminder } = c.req.valid("param");
      if (!(await call<boolean>(c, "agenda.tell_reminder", "$4, $5", [id, reminder])))
        throw new ProblemError(
          404,
          "unknown_reminder",
          "Ce rappel n’est plus à faire. Rien n’a été modifié.",
        );
      return c.json({ done: true });
    })
    .post("/api/people/:id/reminders/stop", validParam(personParam), validJson(stopSchema), async (c) => {
      await call(c, "agenda.stop_reminders", "$4, $5", [
        c.req.valid("param").id,
        c.req.valid("json").stopped,
      ]);
      return c.json({ done: true });
    });
}
