const NUMBER = /^\+?\d[\d ().-]{2,29}$/u;

/** A number as telephones send it; empty when it is withheld, or is anything else. */
export function usableNumber(text: string): string {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? trimmed : "";
}
