import type pg from "pg";
import type { SecretBox } from "../../platform/secret-box.ts";
import type { SignInResult } from "../model.ts";
import type { Limits } from "./limits.ts";
import type { Passwords } from "./passwords.ts";

/** What every sign-in flow works with; one for the process. */
export interface SignInServices {
  /** Connections of the sign-in role. */
  readonly pool: pg.Pool;
  readonly passwords: Passwords;
  readonly limits: Limits;
  /** Encrypts the secrets of authenticator applications. */
  readonly totpBox: SecretBox;
  /** Minutes without a request after which a session closes. */
  readonly idleMinutes: number;
  /** The clock by which six-digit codes are judged; sessions, links and steps go by the database's own. */
  readonly now: () => Date;
}

/** One request: where it comes from and what its cookies hold. */
export interface Visit {
  readonly stamp: string;
  readonly address: string;
  readonly sessionToken: string | null;
  readonly stepToken: string | null;
  /** The address people open Maillage by: passkeys belong to it. */
  readonly publicUrl: URL;
}

/** How far a sign-in came, and the cookies that say so. */
export interface Advance {
  readonly result: SignInResult;
  /** Token of the session now open. */
  readonly session?: string;
  /** Token of the step now awaited. */
  readonly step?: string;
}
