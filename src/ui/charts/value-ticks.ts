/** Fewest marks that hold all the values between them. */
const MOST = 4;
/** Values nearly the same are drawn as such, not as mountains. */
const LEAST_SPAN = 0.04;

/** Round values, evenly apart, the first not above the least and the last not below the most: at least two. */
export function valueTicks(values: readonly number[]): number[] {
  const most = Math.max(...values);
  const least = Math.min(...values, most * (1 - LEAST_SPAN));
  for (let power = -2; ; power++)
    for (const unit of [1, 2, 5]) {
      const step = unit * 10 ** power;
      const first = Math.floor(least / step + 1e-9);
      const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
      if (last - first <= MOST)
        return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toFixed(2)));
    }
}
