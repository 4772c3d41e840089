import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import type { ApiEnv } from "../../platform/http/api-env.ts";

const SESSION = "maillage_session";
const STEP = "maillage_step";
/** As long as a step lasts in the database. */
const STEP_SECONDS = 15 * 60;
/** What another program asked to open: as long as it waits in the database. */
const OPENING = "maillage_opening";
const OPENING_SECONDS = 10 * 60;
const TOKEN = /^[A-Za-z0-9_-]{20,100}$/;

/** Behind TLS the `__Host-` prefix forbids any other host or path to set the cookie. */
function options(c: Context<ApiEnv>): CookieOptions {
  const common = { httpOnly: true, sameSite: "Strict", path: "/" } as const;
  return c.get("secure") ? { ...common, secure: true, prefix: "host" } : common;
}

function read(c: Context<ApiEnv>, name: string): string | null {
  const value = c.get("secure") ? getCookie(c, name, "host") : getCookie(c, name);
  return value !== undefined && TOKEN.test(value) ? value : null;
}

/** The session token the browser sent, or null. Needs `c.var.secure`. */
export function readSessionCookie(c: Context<ApiEnv>): string | null {
  return read(c, SESSION);
}

/** The token of the sign-in under way, or null. */
export function readStepCookie(c: Context<ApiEnv>): string | null {
  return read(c, STEP);
}

/** The token of what another program asked to open, or what says why nothing waits; null: none. */
export function readOpeningCookie(c: Context<ApiEnv>): string | null {
  return read(c, OPENING);
}

export function writeOpeningCookie(c: Context<ApiEnv>, token: string): void {
  setCookie(c, OPENING, token, { ...options(c), maxAge: OPENING_SECONDS });
}

export function clearOpeningCookie(c: Context<ApiEnv>): void {
  deleteCookie(c, OPENING, options(c));
}

/** Gives the browser its session, until it is closed; the database decides when it ends. */
export function writeSessionCookie(c: Context<ApiEnv>, token: string): void {
  setCookie(c, SESSION, token, options(c));
}

export function writeStepCookie(c: Context<ApiEnv>, token: string): void {
  setCookie(c, STEP, token, { ...options(c), maxAge: STEP_SECONDS });
}

export function clearSessionCookie(c: Context<ApiEnv>): void {
  deleteCookie(c, SESSION, options(c));
}

export function clearStepCookie(c: Context<ApiEnv>): void {
  deleteCookie(c, STEP, options(c));
}
