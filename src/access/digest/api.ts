import { Hono } from "hono";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson } from "../../platform/http/validate.ts";
import { type DigestChoice, digestSchema } from "./model.ts";

interface DigestDeps {
  readonly db: Database;
  /** Absent when no mail is set up: there is nothing to choose. */
  readonly mail?: unknown;
  /** The business day (ISO). */
  readonly today: () => string;
  /** The hour it is, when tests set it. */
  readonly hour?: (() => number) | undefined;
}

/** One's own choice: a letter in the morning, and at which hour. */
export function digestRoutes({ db, mail, today, hour }: DigestDeps) {
  return new Hono<ApiEnv>()
    .get("/api/me/digest", async (c) =>
      c.json({
        available: mail !== undefined,
        hour: await db.call<number | null>(
          callerOf(c),
          c.get("roles"),
          "access.digest_hour",
          "access.digest_hour()",
          [],
        ),
      } satisfies DigestChoice),
    )
    .put("/api/me/digest", validJson(digestSchema), async (c) => {
      const chosen = c.req.valid("json").hour;
      await db.call(callerOf(c), c.get("roles"), "access.choose_digest", "access.choose_digest($4, $5, $6)", [
        chosen,
        today(),
        hour?.() ?? null,
      ]);
      return c.json({ available: mail !== undefined, hour: chosen } satisfies DigestChoice);
    });
}
