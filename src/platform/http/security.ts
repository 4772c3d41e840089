import { randomBytes } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Caller } from "../database/database.ts";
import { NotSignedInError } from "../database/errors.ts";
import type { ApiEnv } from "./api-env.ts";
import { ProblemError } from "./problem.ts";

/** How requests reach the server. */
export interface Reach {
  /** True behind a reverse proxy of one's own, whose X-Forwarded-* headers are then believed. */
  readonly behindProxy: boolean;
  /** True when this server itself speaks TLS, with a certificate of one's own. */
  readonly ownTls?: boolean;
}

/**
 * Gives each request its stamp, its nonce, the client's address and its session token.
 * @param newStamp see access/audit/stamp.ts
 * @param readToken reads the session cookie
 */
export function identifyRequest(
  reach: Reach,
  newStamp: () => string,
  readToken: (c: Context<ApiEnv>) => string | null,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const forwarded = reach.behindProxy
      ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim()
      : undefined;
    c.set("clientAddress", forwarded ?? getConnInfo(c).remote.address ?? "");
    c.set(
      "secure",
      reach.ownTls === true || (reach.behindProxy && c.req.header("x-forwarded-proto") === "https"),
    );
    c.set("stamp", newStamp());
    c.set("token", readToken(c));
    await next();
  };
}

/** The caller of a route that needs a session. @throws NotSignedInError when no cookie came with the request. */
export function callerOf(c: Context<ApiEnv>): Caller {
  const token = c.get("token");
  if (token === null) throw new NotSignedInError("no session cookie");
  return { token, stamp: c.get("stamp") };
}

/** More than any form holds: a page of text in each field. */
const SMALL_BODY = 256_000;

/**
 * Refuses bodies larger than any form before they are read into memory.
 * @param larger paths that set a limit of their own, or what they look like
 */
export function smallBodies(larger: readonly (string | RegExp)[]): MiddlewareHandler<ApiEnv> {
  const limit = bodyLimit({ maxSize: SMALL_BODY, onError: tooLarge });
  return (c, next) => {
    const { path } = c.req;
    if (larger.some((one) => (typeof one === "string" ? one === path : one.test(path)))) return next();
    if (Number(c.req.header("content-length") ?? 0) > SMALL_BODY) return tooLarge();
    // Without a length told beforehand, what comes is counted; not otherwise, for counting slows every request.
    return c.req.header("transfer-encoding") === undefined ? next() : limit(c, next);
  };
}

function tooLarge(): never {
  throw new ProblemError(
    413,
    "too_big",
    "Cet envoi est bien plus grand qu’un formulaire. Rien n’a été enregistré ; raccourcissez votre texte.",
  );
}

/** Headers of the API: never cached, never framed, never executed. Set by hand because every request pays for them. */
export function apiHeaders(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    const headers = c.res.headers;
    headers.set("cache-control", "no-store");
    headers.set("x-content-type-options", "nosniff");
    // An answer may be stricter still.
    if (!headers.has("content-security-policy"))
      headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("referrer-policy", "no-referrer");
  };
}

/**
 * Headers of pages: everything from this server alone, scripts by file only; the nonce is for the one style
 * element React Aria inserts.
 */
export function pageHeaders(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const nonce = randomBytes(16).toString("base64");
    c.set("nonce", nonce);
    return secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", `'nonce-${nonce}'`],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: "no-referrer",
      strictTransportSecurity: c.get("secure") ? "max-age=31536000" : false,
      permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
    })(c, next);
  };
}
