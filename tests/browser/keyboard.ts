import type { Locator, Page } from "playwright-core";

/** More stops than any page has: what is not met by then cannot be reached. */
const STOPS = 150;

/** A keyboard that goes from stop to stop, and looks at each. */
export interface Keyboard {
  /**
   * Presses a key until what has the focus is what is looked for.
   * @throws Error when it is not met, or when a stop on the way does not show that it has the focus
   */
  reach(page: Page, target: Locator, what: string, key?: "Tab" | "ArrowDown"): Promise<void>;
  /** How many stops were looked at. */
  readonly stops: number;
}

export function openKeyboard(): Keyboard {
  let stops = 0;
  return {
    get stops() {
      return stops;
    },
    async reach(page, target, what, key = "Tab") {
      await target.first().waitFor({ state: "attached" });
      for (let pressed = 0; pressed <= STOPS; pressed++) {
        if (await target.evaluateAll((found) => found.includes(document.activeElement as HTMLElement)))
          return;
        await page.keyboard.press(key);
        const hidden = await page.evaluate(stopWithoutMark);
        if (hidden !== null) throw new Error(`the focus does not show on ${hidden}, on the way to ${what}`);
        stops++;
      }
      throw new Error(`${what} is not reached by ${STOPS} presses of ${key}`);
    },
  };
}

/**
 * Runs in the page. The stop itself, or the frame drawn around a hidden one, must be seen and outlined.
 * @returns null, or the markup of a stop that does not show
 */
function stopWithoutMark(): string | null {
  const stop = document.activeElement;
  if (stop === null || stop === document.body) return null;
  for (
    let part: Element | null = stop, depth = 0;
    part !== null && depth < 4;
    part = part.parentElement, depth++
  ) {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const outlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
    const large = box.width >= 8 && box.height >= 8;
    if (outlined && inside && large && part.checkVisibility({ opacityProperty: true })) return null;
  }
  return stop.outerHTML.slice(0, 200);
}
