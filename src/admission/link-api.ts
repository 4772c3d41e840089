import { setTimeout as delay } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { type Limits, mailBox, newToken, openLimits } from "../access/one-time.ts";
import type { PaperBox } from "../papers/box.ts";
import { LARGEST_DOCUMENT } from "../papers/model.ts";
import { readFileForm } from "../papers/receive.ts";
import { loadGazetteer } from "../people/gazetteer.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { sealMail } from "../platform/mail/outgoing.ts";
import { linkAddress, referralOf } from "./api.ts";
import { linkLetter } from "./letters.ts";
import * as links from "./links/store.ts";
import { referralSchema } from "./model.ts";
import { sealedPhotograph } from "./sealed.ts";

/** What the routes of who has no account need of the server. */
export interface LinkDeps {
  readonly db: Database;
  readonly papers: PaperBox;
  readonly encryptionKey: Buffer;
  readonly today: () => string;
  /** How letters leave; null: none is set up. */
  readonly linkMail: { readonly encryptionKey: Buffer; readonly address: () => URL; wake(): void } | null;
}

const token = z.string().regex(/^[\w-]{43}$/u, "Ce lien est incomplet.");
const draft = z.record(z.string(), z.unknown());
/** Long enough to hide whether a letter left. */
const ANSWER_MS = 300;

/** By a one-time link: the token in the body, never in an address. Wrong tokens are counted as wrong passwords are. */
export function referralLinkRoutes(deps: LinkDeps) {
  const pool = deps.db.signIn;
  const limits: Limits = openLimits(pool, deps.encryptionKey);
  const open = async (c: Context<ApiEnv>, given: string) => {
    const attempt = await limits.begin({ email: null, address: c.get("clientAddress") });
    const opened = await links.openLink(pool, given);
    if (opened === null) {
      await attempt.failed();
      throw linkOver();
    }
    await attempt.passed();
    return opened;
  };
  return new Hono<ApiEnv>()
    .post("/api/referral-link/open", validJson(z.object({ token })), async (c) =>
      c.json({
        ...(await open(c, c.req.valid("json").token)),
        today: deps.today(),
        mail: deps.linkMail !== null,
      }),
    )
    .post(
      "/api/referral-link/communes",
      validJson(z.object({ token, words: z.string().max(60) })),
      async (c) => {
        await open(c, c.req.valid("json").token);
        return c.json({ communes: (await loadGazetteer()).find(c.req.valid("json").words, false) });
      },
    )
    .post("/api/referral-link/draft", validJson(z.object({ token, draft })), async (c) => {
      await limits.anonymousStep(c.get("clientAddress"));
      const { token: given, draft: typed } = c.req.valid("json");
      if (!(await links.keepDraft(pool, given, typed))) throw linkOver();
      return c.json({ done: true });
    })
    .post(
      "/api/referral-link/attestations/:document",
      validParam(z.object({ document: z.uuidv7() })),
      bodyLimit({ maxSize: LARGEST_DOCUMENT + 20_000, onError: tooLarge }),
      async (c) => {
        await limits.anonymousStep(c.get("clientAddress"));
        const { document } = c.req.valid("param");
        const given = token.safeParse(c.req.header("x-referral-link"));
        // Before the file is read: whoever has no link in force sends nothing.
        const opened = given.success ? await open(c, given.data) : null;
        if (opened === null || opened.sent !== null || !given.success) throw linkOver();
        const { file } = await readFileForm(c, z.object({}));
        const values = sealedPhotograph(deps.papers, document, file);
        if (!(await links.keepByLink(pool, given.data, values, c.get("stamp")))) throw linkOver();
        return c.json({ id: document });
      },
    )
    .post("/api/referral-link/send", validJson(z.object({ token, referral: referralSchema })), async (c) => {
      const { token: given, referral } = c.req.valid("json");
      const { rules, sent } = await open(c, given);
      const p = sent === null ? referralOf(referral, rules, deps.today()) : { id: referral.id };
      if ((await links.sendByLink(pool, given, p, c.get("stamp"))) !== "done") throw linkOver();
      return c.json({ done: true });
    })
    .post("/api/referral-link/renew", validJson(z.object({ token, draft: draft.nullable() })), async (c) => {
      await limits.anonymousStep(c.get("clientAddress"));
      const { token: given, draft: typed } = c.req.valid("json");
      const { linkMail } = deps;
      if (linkMail !== null)
        await Promise.all([renew(given, typed, c.get("stamp"), linkMail), delay(ANSWER_MS)]);
      return c.json({ mail: linkMail !== null });
    });

  async function renew(
    given: string,
    typed: unknown,
    stamp: string,
    mail: NonNullable<LinkDeps["linkMail"]>,
  ) {
    const next = newToken();
    const left = await links.renewLink(
      pool,
      { token: given, next, draft: typed, stamp },
      ({ email, house }) =>
        sealMail(mailBox(mail.encryptionKey), linkLetter(email, house, linkAddress(mail.address(), next))),
    );
    if (left) mail.wake();
  }
}

function linkOver(): ProblemError {
  return new ProblemError(
    410,
    "link_over",
    "Ce lien n’est plus valable. Ce que vous avez écrit n’est pas perdu\u00a0: demandez un nouveau lien, il arrive par e-mail.",
  );
}

function tooLarge(): never {
  throw new ProblemError(
    413,
    "not_a_document",
    "Cette photo est trop lourde (15\u00a0Mo au plus). Rien n’a été enregistré.",
    {
      fields: { file: "Cette photo est trop lourde (15\u00a0Mo au plus)." },
    },
  );
}
