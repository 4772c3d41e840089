import { type Context, Hono } from "hono";
import { z } from "zod";
import { readInstallation } from "../network/store.ts";
import { unknownPerson } from "../people/api.ts";
import type { Identity } from "../people/model.ts";
import { shownName } from "../people/names-shown.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../platform/typeset/typesetter.ts";
import { readCatalogue } from "../rights/phrases.ts";
import { addDays } from "../ui/days.ts";
import { paperSchema } from "./model.ts";
import { composeCard, composeDays } from "./paper/compose.ts";
import { languageOf } from "./reminders/words.ts";
import { type Asking, readAgenda, readAppointment, readSetting } from "./store.ts";

const appointmentParam = z.object({ id: z.uuid(), appointment: z.uuid() });

interface PaperDeps {
  readonly db: Database;
  readonly typesetter: Typesetter;
  readonly newStamp: () => string;
}

/** The agenda on paper: days of the sites, and the card handed to someone. */
export function agendaPaperRoutes({ db, typesetter, newStamp }: PaperDeps) {
  // Each transaction has a stamp of its own.
  const asker = (c: Context<ApiEnv>) => {
    const { token } = callerOf(c);
    return (): Asking => ({ db, caller: { token, stamp: newStamp() }, roles: c.get("roles") });
  };
  const send = async (c: Context<ApiEnv>, template: string, data: unknown, name: string) => {
    const pdf = await typesetter.pdf(template, data, true).catch((error: unknown) => {
      throw error instanceof UnprintableError ? unprintable(error) : error;
    });
    c.header("content-type", "application/pdf");
    c.header("content-disposition", `attachment; filename="${name}.pdf"`);
    return c.body(new Uint8Array(pdf));
  };
  return new Hono<ApiEnv>()
    .post("/api/agenda/paper", validJson(paperSchema), async (c) => {
      const asking = asker(c);
      const { from, days, sites } = c.req.valid("json");
      const setting = await readSetting(asking());
      const view = await readAgenda(asking(), {
        ...{ from, until: addDays(from, days - 1) },
        ...(sites ? { sites } : {}),
      });
      const { demonstration } = await readInstallation(db);
      return send(
        c,
        "agenda-days.typ",
        composeDays(view, setting, { from, days, demonstration }),
        `agenda-${from}`,
      );
    })
    .post("/api/people/:id/appointments/:appointment/card", validParam(appointmentParam), async (c) => {
      const asking = asker(c);
      const { id, appointment } = c.req.valid("param");
      const found = await readAppointment(asking(), id, appointment);
      if (found === null) throw unknownPerson();
      const { sites, line } = await readSetting(asking());
      const { caller, roles } = asking();
      const heading = await db.call<{ lines: string; demonstration: boolean; identity: Identity } | null>(
        caller,
        roles,
        "papers.heading",
        "papers.heading($4, $5, $6)",
        [id, found.siteId, null],
      );
      const site = sites.find((one) => one.id === found.siteId);
      if (heading === null || !site) throw unknownPerson();
      const language = languageOf(found.language);
      const place = { name: site.name, letterhead: heading.lines, timeZone: site.timeZone };
      const card = composeCard(
        found,
        shownName(heading.identity).whole,
        place,
        line?.phone ?? null,
        heading.demonstration,
        language === "fr" ? null : { code: language, catalogue: readCatalogue(language) },
      );
      return send(c, "appointment-card.typ", card, `rendez-vous-${found.day}`);
    });
}

function unprintable(error: UnprintableError): ProblemError {
  return new ProblemError(
    422,
    "unprintable",
    `Ces caractères ne peuvent pas être imprimés\u00a0: ${error.characters.join(" ")}. Rien n’a été imprimé.`,
  );
}
