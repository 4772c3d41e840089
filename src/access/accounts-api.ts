import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { giveLink, type LinkDeps } from "./accounts/links.ts";
import { assignmentFormSchema, inviteSchema, linkRequestSchema, switchSchema } from "./accounts/model.ts";
import { telling } from "./accounts/problems.ts";
import {
  type Asking,
  addAssignment,
  closeAccount,
  closeSessionNumber,
  createAccount,
  endAssignment,
  readAccounts,
  readSessions,
  reopenAccount,
  switchAssignment,
} from "./accounts/store.ts";
import { legalCategory } from "./set-up.ts";

/** What the accounts' routes need of the server. */
export interface AccountsDeps {
  readonly db: Database;
  readonly encryptionKey: Buffer;
  readonly publicUrl: (c: Context<ApiEnv>) => URL;
  /** Absent when no mail is set up: links are shown instead. */
  readonly mail?: { wake(): void } | undefined;
}

const withId = validParam(z.object({ id: z.uuid() }));

/** Routes by which accounts are kept, and by which one changes one's own session. */
export function accountsRoutes(deps: AccountsDeps) {
  const asking = (c: Context<ApiEnv>): Asking => ({
    db: deps.db,
    caller: callerOf(c),
    roles: c.get("roles"),
  });
  const links = (c: Context<ApiEnv>): LinkDeps => ({ ...deps, publicUrl: deps.publicUrl(c) });

  return new Hono<ApiEnv>()
    .get("/api/accounts", async (c) =>
      c.json({ ...(await readAccounts(asking(c))), mail: deps.mail !== undefined }),
    )
    .post("/api/accounts", validJson(inviteSchema), async (c) => {
      const { name, email, ...place } = c.req.valid("json");
      const given = await telling(
        deps.db.transact(callerOf(c), c.get("roles"), async (tx) => {
          const account = await createAccount(tx, { email, name, category: legalCategory(place.role) });
          await addAssignment(tx, account, place);
          return giveLink(tx, links(c), account, "invitation");
        }),
      );
      deps.mail?.wake();
      return c.json(given);
    })
    .post("/api/accounts/:id/links", withId, validJson(linkRequestSchema), async (c) => {
      const { id } = c.req.valid("param");
      const given = await telling(
        deps.db.transact(callerOf(c), c.get("roles"), (tx) =>
          giveLink(tx, links(c), id, c.req.valid("json").purpose),
        ),
      );
      deps.mail?.wake();
      return c.json(given);
    })
    .post("/api/accounts/:id/assignments", withId, validJson(assignmentFormSchema), async (c) => {
      await telling(
        deps.db.transact(callerOf(c), c.get("roles"), (tx) =>
          addAssignment(tx, c.req.valid("param").id, c.req.valid("json")),
        ),
      );
      return c.json({});
    })
    .post("/api/assignments/:id/end", withId, async (c) => {
      await telling(endAssignment(asking(c), c.req.valid("param").id));
      return c.json({});
    })
    .post("/api/accounts/:id/close", withId, async (c) => {
      await telling(closeAccount(asking(c), c.req.valid("param").id));
      return c.json({});
    })
    .post("/api/accounts/:id/reopen", withId, async (c) => {
      await telling(reopenAccount(asking(c), c.req.valid("param").id));
      return c.json({});
    })
    .get("/api/accounts/:id/sessions", withId, async (c) =>
      c.json({ sessions: await readSessions(asking(c), c.req.valid("param").id) }),
    )
    .get("/api/sessions", async (c) => c.json({ sessions: await readSessions(asking(c), null) }))
    .post("/api/sessions/:id/close", withId, async (c) => {
      await telling(closeSessionNumber(asking(c), c.req.valid("param").id));
      return c.json({});
    })
    .post("/api/session/assignment", validJson(switchSchema), async (c) => {
      await telling(switchAssignment(asking(c), c.req.valid("json").assignmentId));
      return c.json({});
    });
}
