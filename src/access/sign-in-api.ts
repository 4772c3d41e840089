import { type Context, Hono } from "hono";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { validJson } from "../platform/http/validate.ts";
import { secretBox } from "../platform/secret-box.ts";
import { forgottenSchema } from "./accounts/model.ts";
import { type FirstRun, setUpCentre, setUpChoices } from "./first-run/first-run.ts";
import { setUpLinkSchema, setUpSchema } from "./first-run/model.ts";
import {
  acceptInvitationSchema,
  demonstrationSignInSchema,
  invitationSchema,
  type SignInResult,
  signInSchema,
  totpCodeSchema,
} from "./model.ts";
import { acceptLink, lookAtLink } from "./sign-in/accept-link.ts";
import {
  clearSessionCookie,
  clearStepCookie,
  readStepCookie,
  writeSessionCookie,
  writeStepCookie,
} from "./sign-in/cookies.ts";
import { signInToDemonstration } from "./sign-in/demonstration.ts";
import { confirmTotp, startTotp } from "./sign-in/enrolment.ts";
import { askReset, type ResetMail } from "./sign-in/forgotten.ts";
import { openLimits } from "./sign-in/limits.ts";
import { addPasskey, signInWithPasskey, startPasskey, startPasskeySignIn } from "./sign-in/passkey-flows.ts";
import { addPasskeySchema, passkeySignInSchema } from "./sign-in/passkey-messages.ts";
import { preparePasswords } from "./sign-in/passwords.ts";
import { proofMethods, proveByPasskey, proveByTotp, startProof } from "./sign-in/proof.ts";
import type { Advance, SignInServices, Visit } from "./sign-in/services.ts";
import { closeSession } from "./sign-in/sessions.ts";
import { signInWithPassword, signInWithTotp } from "./sign-in/sign-in.ts";
import { inTransaction } from "./sign-in/transaction.ts";

export { readSessionCookie } from "./sign-in/cookies.ts";

const DEFAULT_IDLE_MINUTES = 30;

/** What sign-in needs of the server. */
export interface SignInDeps {
  readonly db: Database;
  /** Key material of the installation, kept outside the database. */
  readonly encryptionKey: Buffer;
  /** The address people open Maillage by, as the configuration or the listening socket gives it. */
  readonly publicUrl: (c: Context<ApiEnv>) => URL;
  /** While nothing is set up, and until the next start. */
  readonly firstRun?: FirstRun | undefined;
  /** How a forgotten password's link leaves; null or absent: no mail is set up. */
  readonly resetMail?: ResetMail | null;
  /** Minutes without a request after which a session closes; 30 by default. */
  readonly idleMinutes?: number;
  /** Clock by which six-digit codes are judged. */
  readonly now?: () => Date;
}

/** Routes by which people sign in, set up their second factor and sign out. */
export function signInRoutes(deps: SignInDeps) {
  const services: SignInServices = {
    pool: deps.db.signIn,
    passwords: preparePasswords(),
    limits: openLimits(deps.db.signIn, deps.encryptionKey),
    totpBox: secretBox(deps.encryptionKey, "maillage totp secret"),
    idleMinutes: deps.idleMinutes ?? DEFAULT_IDLE_MINUTES,
    now: deps.now ?? (() => new Date()),
  };
  const visit = (c: Context<ApiEnv>): Visit => ({
    stamp: c.get("stamp"),
    address: c.get("clientAddress"),
    sessionToken: c.get("token"),
    stepToken: readStepCookie(c),
    publicUrl: deps.publicUrl(c),
  });

  return new Hono<ApiEnv>()
    .post("/api/sign-in", validJson(signInSchema), async (c) =>
      answer(c, await signInWithPassword(services, visit(c), c.req.valid("json"))),
    )
    .post("/api/sign-in/totp", validJson(totpCodeSchema), async (c) =>
      answer(c, await signInWithTotp(services, visit(c), c.req.valid("json").code)),
    )
    .post("/api/sign-in/forgotten", validJson(forgottenSchema), async (c) => {
      await askReset(services, visit(c), c.req.valid("json").email, deps.resetMail ?? null);
      return c.json({ mail: deps.resetMail !== null && deps.resetMail !== undefined });
    })
    .post("/api/sign-in/passkey/options", async (c) => {
      const { options, newStep } = await startPasskeySignIn(services, visit(c));
      if (newStep) writeStepCookie(c, newStep);
      return c.json(options);
    })
    .post("/api/sign-in/passkey", validJson(passkeySignInSchema), async (c) =>
      answer(c, await signInWithPasskey(services, visit(c), c.req.valid("json").response)),
    )
    .post("/api/demonstration/sign-in", validJson(demonstrationSignInSchema), async (c) =>
      answer(c, await signInToDemonstration(services, visit(c), c.req.valid("json").role)),
    )
    .post("/api/set-up/inspect", validJson(setUpLinkSchema), async (c) =>
      c.json(await setUpChoices(services, visit(c), deps.firstRun, c.req.valid("json").token)),
    )
    .post("/api/set-up", validJson(setUpSchema), async (c) =>
      answer(c, await setUpCentre(services, visit(c), deps.firstRun, c.req.valid("json"))),
    )
    .post("/api/invitation/inspect", validJson(invitationSchema), async (c) => {
      const { name, email } = await lookAtLink(services, visit(c), c.req.valid("json").token);
      return c.json({ name, email });
    })
    .post("/api/invitation/accept", validJson(acceptInvitationSchema), async (c) =>
      answer(c, await acceptLink(services, visit(c), c.req.valid("json"))),
    )
    .post("/api/security/totp/start", async (c) => {
      const { invitation, newStep } = await startTotp(services, visit(c));
      if (newStep) writeStepCookie(c, newStep);
      return c.json(invitation);
    })
    .post("/api/security/totp/confirm", validJson(totpCodeSchema), async (c) =>
      answer(c, await confirmTotp(services, visit(c), c.req.valid("json").code)),
    )
    .post("/api/security/passkeys/options", async (c) => {
      const { options, newStep } = await startPasskey(services, visit(c));
      if (newStep) writeStepCookie(c, newStep);
      return c.json(options);
    })
    .post("/api/security/passkeys", validJson(addPasskeySchema), async (c) =>
      answer(c, await addPasskey(services, visit(c), c.req.valid("json"))),
    )
    .post("/api/security/proof", async (c) => c.json({ methods: await proofMethods(services, visit(c)) }))
    .post("/api/security/proof/totp", validJson(totpCodeSchema), async (c) => {
      await proveByTotp(services, visit(c), c.req.valid("json").code);
      return c.json({});
    })
    .post("/api/security/proof/passkey/options", async (c) => {
      const { options, newStep } = await startProof(services, visit(c));
      writeStepCookie(c, newStep);
      return c.json(options);
    })
    .post("/api/security/proof/passkey", validJson(passkeySignInSchema), async (c) => {
      await proveByPasskey(services, visit(c), c.req.valid("json").response);
      clearStepCookie(c);
      return c.json({});
    })
    .post("/api/sign-out", async (c) => {
      const token = c.get("token");
      if (token) await inTransaction(services.pool, (tx) => closeSession(tx, token, c.get("stamp")));
      clearSessionCookie(c);
      clearStepCookie(c);
      return c.json({});
    });
}

/** Says how far the sign-in came, and gives the browser the cookies that go with it. */
function answer(c: Context<ApiEnv>, advance: Advance) {
  if (advance.session) writeSessionCookie(c, advance.session);
  if (advance.step) writeStepCookie(c, advance.step);
  else clearStepCookie(c);
  const result: SignInResult = advance.result;
  return c.json(result);
}
