import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { personParam, unknownPerson } from "../people/api.ts";
import { loadBasins } from "../people/basins.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import type { AgendaLive } from "./live.ts";
import {
  answerWaitingSchema,
  bookSchema,
  moveSchema,
  type Slot,
  setInterpreterSchema,
  slotsSchema,
  stateSchema,
  viewSchema,
  waitSchema,
  walkInSchema,
  wantsSchema,
} from "./model.ts";
import { byNearness } from "./nearness.ts";
import { nowOf } from "./rules.ts";
import {
  type Asking,
  addToWaiting,
  answerWaiting,
  bookAppointment,
  findSlots,
  moveAppointment,
  provenToListen,
  readAgendaText,
  readAppointment,
  readHomes,
  readSetting,
  readWaiting,
  readWants,
  setAppointmentState,
  setInterpreter,
  walkIn,
} from "./store.ts";

const appointmentParam = z.object({ id: z.uuid(), appointment: z.uuid() });
const waitingParam = z.object({ id: z.uuid(), waiting: z.uuid() });

/** A screen's session is proven again this often. */
const PROVEN_EVERY_MS = 25_000;

interface AgendaDeps {
  readonly db: Database;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
  readonly live: AgendaLive;
  readonly newStamp: () => string;
}

/**
 * Free slots; of the nearest sites first when that is asked of someone whose commune is known, each with how near it is. homeKnown: absent when
 * it was not asked.
 */
async function slotsNear(
  asking: () => Asking,
  { near, ...query }: z.infer<typeof slotsSchema> & { readonly now: string | null },
): Promise<{ slots: Slot[]; homeKnown?: boolean }> {
  if (near !== true || query.person === undefined) return { slots: await findSlots(asking(), query) };
  const { communes, sites } = await readHomes(asking(), query.person);
  const wanted = sites.filter(({ id }) => query.sites?.includes(id) ?? true);
  const groups = byNearness(wanted, communes, await loadBasins());
  const found = await findSlots(
    asking(),
    communes.length === 0 ? query : { ...query, near: groups.map((group) => group.sites) },
  );
  const nearOf = (site: string) => groups.find((group) => group.sites.includes(site))?.near ?? null;
  const slots = found.map((slot) => {
    const near = nearOf(slot.site);
    return near === null ? slot : { ...slot, near };
  });
  return { slots, homeKnown: communes.length > 0 };
}

/** Slots, bookings, what becomes of them, the agenda of some days, and changes told to open screens. */
export function agendaRoutes({ db, today, live, newStamp }: AgendaDeps) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  // Each transaction has a stamp of its own.
  const asker = (c: Context<ApiEnv>): Asking => ({
    ...asking(c),
    caller: { token: callerOf(c).token, stamp: newStamp() },
  });
  const now = () => nowOf(today(), new Date());
  return new Hono<ApiEnv>()
    .get("/api/agenda/setting", async (c) => c.json(await readSetting(asking(c))))
    .post("/api/agenda/slots", validJson(slotsSchema), async (c) =>
      c.json(await slotsNear(() => asker(c), { ...c.req.valid("json"), now: now() })),
    )
    .post("/api/agenda/view", validJson(viewSchema), async (c) =>
      c.body(await readAgendaText(asking(c), c.req.valid("json")), 200, {
        "content-type": "application/json",
      }),
    )
    .get("/api/agenda/waiting", async (c) => c.json({ waiting: await readWaiting(asking(c)) }))
    .get("/api/agenda/live", async (c) => {
      const proven = asking(c);
      await provenToListen(proven);
      if (!c.req.header("accept")?.includes("text/event-stream")) throw notAStream();
      return streamSSE(c, async (stream) => {
        let over = () => {};
        const ended = new Promise<void>((resolve) => {
          over = resolve;
        });
        // Written one after the other; a screen that is gone ends here.
        const send = (event: string, data: string) => stream.writeSSE({ event, data }).catch(over);
        const stop = live.subscribe((change) => {
          void (change ? send("day", `${change.site} ${change.day}`) : send("all", ""));
        }, over);
        stream.onAbort(over);
        const timer = setInterval(() => {
          provenToListen(proven).then(() => send("still", ""), over);
        }, PROVEN_EVERY_MS);
        // Whatever changed before this moment, the screen reads now.
        await send("all", "");
        await ended;
        clearInterval(timer);
        stop();
      });
    })
    .post("/api/people/:id/appointments", validParam(personParam), validJson(bookSchema), async (c) => {
      const { change, ...answer } = await bookAppointment(asking(c), c.req.valid("param").id, {
        ...c.req.valid("json"),
        now: now(),
        today: today(),
      });
      if (change !== undefined && "appointment" in answer)
        live.announce({ site: answer.appointment.siteId, day: answer.appointment.day }, change);
      return c.json(answer);
    })
    .post("/api/people/:id/appointments/wants", validParam(personParam), validJson(wantsSchema), async (c) =>
      c.json(await readWants(asking(c), c.req.valid("param").id, { ...c.req.valid("json"), today: today() })),
    )
    .post(
      "/api/people/:id/appointments/walk-in",
      validParam(personParam),
      validJson(walkInSchema),
      async (c) =>
        c.json(
          await walkIn(asking(c), c.req.valid("param").id, {
            ...c.req.valid("json"),
            now: now(),
            today: today(),
          }),
        ),
    )
    .get("/api/people/:id/appointments/:appointment", validParam(appointmentParam), async (c) => {
      const { id, appointment } = c.req.valid("param");
      const found = await readAppointment(asking(c), id, appointment);
      if (found === null) throw unknownPerson();
      return c.json(found);
    })
    .post(
      "/api/people/:id/appointments/:appointment/move",
      validParam(appointmentParam),
      validJson(moveSchema),
      async (c) => {
        const { id, appointment } = c.req.valid("param");
        return c.json(
          await moveAppointment(asking(c), id, appointment, { ...c.req.valid("json"), now: now() }),
        );
      },
    )
    .post(
      "/api/people/:id/appointments/:appointment/state",
      validParam(appointmentParam),
      validJson(stateSchema),
      async (c) => {
        const { id, appointment } = c.req.valid("param");
        return c.json(
          await setAppointmentState(asking(c), id, appointment, { ...c.req.valid("json"), now: now() }),
        );
      },
    )
    .put(
      "/api/people/:id/appointments/:appointment/interpreter",
      validParam(appointmentParam),
      validJson(setInterpreterSchema),
      async (c) => {
        const { id, appointment } = c.req.valid("param");
        return c.json(await setInterpreter(asking(c), id, appointment, c.req.valid("json")));
      },
    )
    .post("/api/people/:id/waiting", validParam(personParam), validJson(waitSchema), async (c) => {
      await addToWaiting(asking(c), c.req.valid("param").id, c.req.valid("json"));
      return c.json({});
    })
    .post(
      "/api/people/:id/waiting/:waiting/answer",
      validParam(waitingParam),
      validJson(answerWaitingSchema),
      async (c) => {
        const { id, waiting } = c.req.valid("param");
        const { declined } = c.req.valid("json");
        await answerWaiting(asking(c), id, waiting, declined && { ...declined, now: now() });
        return c.json({});
      },
    );
}

function notAStream(): ProblemError {
  return new ProblemError(
    406,
    "not_acceptable",
    "Cette adresse ne donne qu’un flux de changements, à un écran de l’agenda.",
  );
}
