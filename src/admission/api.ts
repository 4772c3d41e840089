import { type Context, Hono } from "hono";
import { z } from "zod";
import { hashToken, mailBox, newToken, queueMail } from "../access/one-time.ts";
import type { AdmissionRules } from "../network/admission-data.ts";
import type { PaperBox } from "../papers/box.ts";
import { mediaTypes } from "../papers/model.ts";
import { readFileForm, receivingFile } from "../papers/receive.ts";
import { unknownPerson } from "../people/api.ts";
import { parseBirth } from "../people/birth.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../platform/http/validate.ts";
import { sealMail } from "../platform/mail/outgoing.ts";
import type { Facts } from "./eligibility.ts";
import { judged, renouncedWithNature } from "./judge.ts";
import { answerLetter, linkLetter } from "./letters.ts";
import {
  coverSchema,
  decisionSchema,
  learnSchema,
  linkFormSchema,
  type ReferralForm,
  referralSchema,
} from "./model.ts";
import * as referrals from "./referrals/store.ts";
import { readGrounds } from "./rules.ts";
import { sealedPhotograph } from "./sealed.ts";

/** What the routes of the admission need of the server. */
export interface AdmissionDeps {
  readonly db: Database;
  readonly papers: PaperBox;
  readonly encryptionKey: Buffer;
  readonly today: () => string;
  readonly publicUrl: (c: Context<ApiEnv>) => URL;
  /** Absent when no mail is set up: links are shown to whoever makes them. */
  readonly mail?: { wake(): void } | undefined;
}

/** Paths whose body may be larger than any form: photographs of attestations. */
export const attestationPath = /^\/api\/referral(s|-link)\/attestations\/[^/]+$/;

const withId = validParam(z.object({ id: z.uuid() }));

/** Referrals sent by accounts, and received by the centre. Those by link: link-api.ts. */
export function admissionRoutes(deps: AdmissionDeps) {
  const { db, today } = deps;
  const asking = (c: Context<ApiEnv>): referrals.Asking => ({
    db,
    caller: callerOf(c),
    roles: c.get("roles"),
  });
  return new Hono<ApiEnv>()
    .get("/api/referrals/mine", async (c) => c.json(await referrals.readOwn(asking(c))))
    .post("/api/referrals", validJson(referralSchema), async (c) => {
      const form = c.req.valid("json");
      const rules = await referrals.readRules(asking(c));
      const told = await referrals.refer(asking(c), referralOf(form, rules, today()));
      if (told === "centre") throw unusableFields({ centreId: "Choisissez le centre à qui vous écrivez." });
      return c.json({ done: true });
    })
    .post(
      "/api/referrals/attestations/:document",
      validParam(z.object({ document: z.uuidv7() })),
      receivingFile(db),
      async (c) => {
        const { document } = c.req.valid("param");
        const { file } = await readFileForm(c, z.object({}));
        await referrals.keepAttestation(asking(c), sealedPhotograph(deps.papers, document, file));
        return c.json({ id: document });
      },
    )
    .post("/api/referrals/:id/withdraw", withId, validJson(z.object({ decision: z.uuidv7() })), async (c) => {
      const told = await referrals.withdraw(
        asking(c),
        c.req.valid("param").id,
        c.req.valid("json").decision,
        today(),
      );
      if (told === "unknown") throw unknownReferral();
      if (told === "decided")
        throw new ProblemError(
          409,
          "decided",
          "Le centre a déjà répondu à cette demande. Rien n’a été modifié.",
        );
      return c.json({ done: true });
    })
    .post(
      "/api/referrals/:id/cover",
      withId,
      validJson(z.object({ id: z.uuidv7(), cover: coverSchema })),
      async (c) => {
        const { id, cover } = c.req.valid("json");
        const referral = c.req.valid("param").id;
        const told = await referrals.confirmCover(asking(c), { id, referral, cover, today: today() });
        if (told === "unknown") throw unknownReferral();
        if (told === "consent")
          throw new ProblemError(
            409,
            "consent",
            "La personne n’a pas accepté, ou n’accepte plus, que sa couverture soit notée d’après cette demande. Rien n’a été enregistré.",
          );
        if (told === "state")
          throw new ProblemError(409, "state", "Cette demande n’est pas acceptée. Rien n’a été enregistré.");
        return c.json({ done: true });
      },
    )
    .get("/api/referrals", async (c) => c.json(await referrals.readReceived(asking(c))))
    .get("/api/referrals/:id", withId, async (c) => {
      const found = await referrals.readReferral(asking(c), c.req.valid("param").id);
      if (found === null) throw unknownReferral();
      return c.json(found);
    })
    .get("/api/referrals/:id/attestation", withId, async (c) => {
      const kept = await referrals.readAttestation(asking(c), c.req.valid("param").id);
      if (kept === null) throw unknownReferral();
      c.header("content-type", mediaTypes[kept.media].mime);
      c.header(
        "content-disposition",
        `${kept.media === "pdf" || kept.media === "heic" ? "attachment" : "inline"}; filename="attestation.${kept.media}"`,
      );
      c.header("cross-origin-resource-policy", "same-origin");
      if (kept.media !== "pdf")
        c.header("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
      return c.body(new Uint8Array(deps.papers.open(kept, kept.id)));
    })
    .post("/api/referrals/:id/resolve", withId, validJson(z.object({ personId: z.uuid() })), async (c) => {
      const told = await referrals.resolveReferral(
        asking(c),
        c.req.valid("param").id,
        c.req.valid("json").personId,
      );
      if (told === "unknown") throw unknownPerson();
      if (told === "stale") throw staleReferral();
      if (told === "objects")
        throw new ProblemError(
          409,
          "objects",
          "La personne s’oppose à ce que ce professionnel lise son dossier. Rien n’a été rapproché\u00a0; parlez-en avec elle.",
        );
      return c.json({ done: true });
    })
    .post("/api/referrals/:id/facts", withId, validJson(learnSchema), async (c) => {
      const { id } = c.req.valid("param");
      const { seen, facts } = c.req.valid("json");
      const [before, rules] = await Promise.all([
        referrals.factsOf(asking(c), id),
        referrals.readRules(asking(c)),
      ]);
      if (before === null || rules === null) throw unknownReferral();
      const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
      const told = await referrals.learn(asking(c), {
        id,
        seen,
        ...judged({ ...before, ...known } as Facts, rules),
      });
      if (told === "unknown") throw unknownReferral();
      if (told === "stale") throw staleReferral();
      return c.json({ done: true });
    })
    .post("/api/referrals/:id/decide", withId, validJson(decisionSchema), async (c) => {
      const { id } = c.req.valid("param");
      const told = await db.transact(callerOf(c), c.get("roles"), async (tx) => {
        const decided = await referrals.decide(tx, { id, ...c.req.valid("json"), today: today() });
        if (decided.outcome !== "done" || !decided.tells || !decided.email || !deps.mail) return decided;
        let address = new URL("/adresser", deps.publicUrl(c)).href;
        if (decided.linkId) {
          const token = newToken();
          await referrals.followLink(tx, hashToken(token), decided.linkId);
          address = linkAddress(deps.publicUrl(c), token);
        }
        const letter = answerLetter(decided.email, decided.house ?? "", address);
        await queueMail(tx, sealMail(mailBox(deps.encryptionKey), letter));
        return decided;
      });
      deps.mail?.wake();
      refuse(told.outcome);
      return c.json({ done: true });
    })
    .post("/api/referral-links", validJson(linkFormSchema), async (c) => {
      const form = c.req.valid("json");
      const given = await db.transact(callerOf(c), c.get("roles"), async (tx) => {
        const token = newToken();
        const { expiresAt, house } = await referrals.issueLink(tx, hashToken(token), form);
        const link = linkAddress(deps.publicUrl(c), token);
        if (!deps.mail) return { mailed: false, link, expiresAt };
        await queueMail(tx, sealMail(mailBox(deps.encryptionKey), linkLetter(form.email, house, link)));
        return { mailed: true, link: null, expiresAt };
      });
      deps.mail?.wake();
      return c.json(given);
    });
}

/** The address of a link; the token is in the fragment, which browsers never send to a server. */
export const linkAddress = (publicUrl: URL, token: string) => new URL(`/adresse#${token}`, publicUrl).href;

/**
 * A referral as the database receives it, judged by the rules in force.
 * @throws ProblemError 422 for a birth that cannot be read, a day to come or a ground that the rules do not list
 */
export function referralOf(form: ReferralForm, rules: AdmissionRules | null, today: string) {
  if (rules === null) throw unusableFields({ centreId: "On vient dans ce centre sans y être adressé." });
  const birth = parseBirth(form.birth, today);
  if (!birth.ok) throw unusableFields({ birth: "Cette date de naissance n’est pas utilisable." });
  if (form.agreedOn > today) throw unusableFields({ agreedOn: "Ce jour n’est pas encore venu." });
  const { known, unread } = readGrounds(form.facts.grounds, rules);
  if (unread.length > 0) throw unusableFields({ "facts.grounds": "Un de ces motifs n’est plus proposé." });
  return {
    ...form,
    birth: birth.birth?.canonical ?? null,
    renounced: renouncedWithNature(form.renounced),
    ...judged({ ...form.facts, grounds: known }, rules),
    today,
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  urgent:
    "Une situation urgente n’est jamais renvoyée ailleurs. Rien n’a été modifié\u00a0: acceptez-la, ou mettez-la à l’étude.",
  record: "Dites d’abord de quel dossier il s’agit. Rien n’a été modifié.",
  ask: "Il manque des faits pour décider\u00a0: demandez-les, ou laissez la direction médicale décider. Rien n’a été modifié.",
  rules:
    "Les conditions disent le contraire\u00a0: seule la direction médicale peut en décider autrement. Rien n’a été modifié.",
  words: "Dites pourquoi vous décidez contre les conditions. Rien n’a été modifié.",
};

function refuse(outcome: referrals.Decided["outcome"]): void {
  if (outcome === "done") return;
  if (outcome === "unknown") throw unknownReferral();
  if (outcome === "stale") throw staleReferral();
  throw new ProblemError(409, outcome, REFUSALS[outcome] ?? "");
}

function unknownReferral(): ProblemError {
  return new ProblemError(
    404,
    "unknown_referral",
    "Cette demande n’est pas connue, ou n’est pas montrée à votre rôle.",
  );
}

function staleReferral(): ProblemError {
  return new ProblemError(
    409,
    "stale",
    "Cette demande a changé entre-temps, peut-être par quelqu’un d’autre. Rien n’a été modifié\u00a0: relisez-la, puis recommencez.",
  );
}
