import { isIP, isIPv6 } from "node:net";

/** Wrong tries with one e-mail address before a pause. */
export const accountTries = 5;
const FIRST_PAUSE_MINUTES = 15;
const LONGEST_PAUSE_MINUTES = 240;

/**
 * How long an account is paused: 15 minutes, doubled at each new pause of the same day, four hours at most.
 * @param pausesOfTheDay 1 for the first
 * @returns seconds
 */
export function pauseSeconds(pausesOfTheDay: number): number {
  const minutes = FIRST_PAUSE_MINUTES * 2 ** (Math.max(1, pausesOfTheDay) - 1);
  return Math.min(minutes, LONGEST_PAUSE_MINUTES) * 60;
}

/** A wait in French words, rounded up so that coming back then is never too early: "14 minutes", "2 heures". */
export function waitInWords(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  if (minutes <= 90) return count(minutes, "minute");
  return count(Math.ceil(minutes / 60), "heure");
}

function count(n: number, unit: string): string {
  return `${n}\u00a0${unit}${n > 1 ? "s" : ""}`;
}

/**
 * The part of a network address that tells one connection from another: the whole of an IPv4 address, the first
 * 64 bits of an IPv6 one (a household holds them all). Anything else is one single group.
 */
export function connectionOf(address: string): string {
  const bare = address.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  if (isIP(bare) === 0) return "unknown";
  return isIPv6(bare) ? `${ipv6Groups(bare).slice(0, 4).join(":")}::/64` : bare;
}

/** The eight groups of an IPv6 address, in the shortest lower-case form. */
function ipv6Groups(address: string): string[] {
  // The URL parser is the platform's own normaliser: no dotted tail, no leading zeros.
  const [head = "", tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  if (tail === undefined) return left;
  const right = tail === "" ? [] : tail.split(":");
  return [...left, ...new Array<string>(8 - left.length - right.length).fill("0"), ...right];
}
