/** Gives numbers in [0, 1) that look drawn by chance and are the same for the same seed. */
export type Draw = () => number;

/** mulberry32: small, fast, even enough for inventing people. */
export function seededDraw(seed: number): Draw {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of a list, each as likely. */
export function pick<T>(draw: Draw, list: readonly T[]): T {
  const found = list[Math.floor(draw() * list.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}

/** One of a list of [weight, value], by weight. */
export function pickWeighted<T>(draw: Draw, list: readonly (readonly [number, T])[]): T {
  let left = draw() * list.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  throw new Error("nothing to pick from");
}

/** A UUID of version 7 for a moment (milliseconds since 1970), as the database would have made it then. */
export function uuidAt(draw: Draw, moment: number): string {
  const time = moment.toString(16).padStart(12, "0");
  const part = (length: number) =>
    Math.floor(draw() * 16 ** length)
      .toString(16)
      .padStart(length, "0");
  const variant = (8 + Math.floor(draw() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${part(3)}-${variant}${part(3)}-${part(6)}${part(6)}`;
}
