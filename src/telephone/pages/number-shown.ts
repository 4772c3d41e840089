/** "0641773022" → "06 41 77 30 22"; any other is left as it came. */
export function grouped(number: string): string {
  const digits = number.replace(/[ ().-]/gu, "").replace(/^\+33/u, "0");
  return /^0\d{9}$/u.test(digits) ? digits.replace(/(\d\d)(?=\d)/gu, "$1\u00a0") : number;
}
