import { createHmac, hkdfSync } from "node:crypto";
import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { translateDatabaseError } from "../../platform/database/errors.ts";
import { accountTries, connectionOf, pauseSeconds, waitInWords } from "./limit-rules.ts";
import { accountPaused, addressPaused } from "./problems.ts";

const HOUR = 3_600;
const ADDRESS_TRIES = 30;
const ADDRESS_WINDOW = HOUR / 4;
/** Requests that store something before anyone is known: far above what a whole centre does. */
const ANONYMOUS_STEPS = 300;

/** Pages that other programs ask to open from one connection, within the same window: a whole centre is often one. */
const OPENINGS = 600;

/** Who tries: the e-mail address as typed (null when none was), and where from. */
export interface Attempter {
  readonly email: string | null;
  readonly address: string;
}

/** A try that was counted before being judged, so that simultaneous ones cannot exceed the limit. */
export interface Attempt {
  /** It was wrong, and stays counted. @throws ProblemError 429 when this starts a pause */
  failed(): Promise<void>;
  /** It was right: it is given back, and what failed before still counts. */
  passed(): Promise<void>;
}

/** Counts wrong tries in the database, for all the processes that serve it. */
export interface Limits {
  /** Counts a try. @throws ProblemError 429 when there were too many */
  begin(who: Attempter): Promise<Attempt>;
  /** Counts a request that stores something for nobody yet. @throws ProblemError 429 when there were too many */
  anonymousStep(address: string): Promise<void>;
  /** Counts a page that another program asks to open. @returns false when there were too many */
  opening(address: string): Promise<boolean>;
  /** Forgets the wrong tries of an account, once its holder has fully proven who they are. */
  forget(email: string): Promise<void>;
}

/**
 * Limits by e-mail address (5 wrong tries, then a growing pause) and by connection (30 in a quarter of an hour).
 * @param secret keys the hashes under which addresses are kept: the table names nobody
 */
export function openLimits(pool: pg.Pool, secret: Buffer): Limits {
  const account = limiter(pool, "account", accountTries, HOUR);
  const pauses = limiter(pool, "pauses", Number.MAX_SAFE_INTEGER, 24 * HOUR);
  const connection = limiter(pool, "connection", ADDRESS_TRIES, ADDRESS_WINDOW);
  const anonymous = limiter(pool, "anonymous", ANONYMOUS_STEPS, ADDRESS_WINDOW, true);
  const openings = limiter(pool, "opening", OPENINGS, ADDRESS_WINDOW);
  const hashKey = Buffer.from(hkdfSync("sha256", secret, "", "maillage rate limit", 32));
  const keyOf = (text: string) => createHmac("sha256", hashKey).update(text).digest("base64url");
  const emailKey = (email: string) => keyOf(`email ${email}`);
  const addressKey = (address: string) => keyOf(`address ${connectionOf(address)}`);

  /** The fifth wrong try starts a pause, longer each time. */
  async function pauseIfLast(key: string, counted: RateLimiterRes): Promise<void> {
    if (counted.consumedPoints < accountTries) return;
    const seconds = pauseSeconds((await pauses.penalty(key)).consumedPoints);
    await account.block(key, seconds);
    throw accountPaused(waitInWords(seconds * 1000), seconds);
  }

  return {
    begin: (who) =>
      translated(async () => {
        const address = addressKey(who.address);
        await consume(connection, address, addressPaused);
        if (who.email === null) return attempt([[connection, address]], async () => {});
        const key = emailKey(who.email);
        const counted = await consume(account, key, accountPaused);
        return attempt(
          [
            [connection, address],
            [account, key],
          ],
          () => pauseIfLast(key, counted),
        );
      }),
    anonymousStep: (address) =>
      translated(async () => {
        await consume(anonymous, addressKey(address), addressPaused);
      }),
    opening: (address) =>
      translated(() =>
        openings.consume(addressKey(address)).then(
          () => true,
          (refused: unknown) => {
            if (refused instanceof RateLimiterRes) return false;
            throw refused;
          },
        ),
      ),
    forget: (email) =>
      translated(async () => {
        const key = emailKey(email);
        await Promise.all([account.delete(key), pauses.delete(key)]);
      }),
  };
}

function attempt(counted: [RateLimiterPostgres, string][], onFailure: () => Promise<void>): Attempt {
  return {
    failed: () => translated(onFailure),
    passed: () =>
      translated(async () => {
        await Promise.all(counted.map(([one, key]) => one.reward(key)));
      }),
  };
}

function limiter(pool: pg.Pool, keyPrefix: string, points: number, duration: number, sweeps = false) {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: "pool",
    schemaName: "access",
    tableName: "rate_limit",
    tableCreated: true,
    // One sweeper is enough: it removes what has expired for all of them.
    clearExpiredByTimeout: sweeps,
    keyPrefix,
    points,
    duration,
  });
}

type Refusal = typeof accountPaused;

async function consume(one: RateLimiterPostgres, key: string, refusal: Refusal): Promise<RateLimiterRes> {
  try {
    return await one.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw refusal(waitInWords(error.msBeforeNext), Math.ceil(error.msBeforeNext / 1000));
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
