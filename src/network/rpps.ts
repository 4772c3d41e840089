/** Eleven digits that agree with their check digit (Luhn; handbook 2.3, number of the national directory). */
export function isRpps(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
