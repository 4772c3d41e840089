import { usableNumber } from "../number.ts";

let arrived = "";
let told: ((number: string) => void) | null = null;

/**
 * Takes the number that a telephone program put after the "#" of the page's address ("/telephone#tel=0641773022"), where servers
 * never see it, and erases it there; again whenever the program brings another.
 */
export function takeArrivedNumber(): void {
  take();
  window.addEventListener("hashchange", take);
}

function take(): void {
  const found = /^#tel=(.+)$/u.exec(window.location.hash)?.[1];
  if (found === undefined || window.location.pathname !== "/telephone") return;
  window.history.replaceState(window.history.state, "", "/telephone");
  const number = usableNumber(decoded(found));
  if (number === "") return;
  if (told) told(number);
  else arrived = number;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The number that came with the page; given once. */
export function arrivedNumber(): string {
  const number = arrived;
  arrived = "";
  return number;
}

/** Says who is told of the numbers that come while the page is open; returns what ends it. */
export function onArrival(tell: (number: string) => void): () => void {
  told = tell;
  return () => {
    if (told === tell) told = null;
  };
}
