import type { Download, Locator, Page } from "playwright-core";
import type { Keyboard } from "./keyboard.ts";

/** How someone acts on a page. Names are those a screen reader would say. */
export interface Hands {
  press(page: Page, role: "button" | "link", name: string | RegExp): Promise<void>;
  /** Puts this text in a field, in place of what it holds. */
  write(page: Page, label: string | RegExp, text: string): Promise<void>;
  /** Opens a list and takes one of its lines. */
  choose(page: Page, list: string | RegExp, option: string | RegExp): Promise<void>;
  tick(page: Page, box: string): Promise<void>;
  /** Takes one of a few choices that are all shown. */
  pick(page: Page, group: Locator, option: string): Promise<void>;
  /** Presses the button that asks for a file, and answers. */
  giveFile(page: Page, button: string, path: string): Promise<void>;
  /** Presses the button of a file to take away. */
  takeFile(page: Page, button: string): Promise<Download>;
}

/** A text names the whole of it; a part is asked for by an expression. */
const named = (name: string | RegExp) => ({ name, exact: typeof name === "string" });
const fieldOf = (page: Page, label: string | RegExp) =>
  page.getByLabel(label, { exact: typeof label === "string" }).and(page.locator("input, textarea"));

/** With a mouse. */
export const mouse: Hands = {
  press: (page, role, name) => page.getByRole(role, named(name)).first().click(),
  write: (page, label, text) => fieldOf(page, label).fill(text),
  async choose(page, list, option) {
    await page.getByRole("button", { name: list }).click();
    await page.getByRole("option", named(option)).click();
  },
  tick: (page, box) => page.getByText(box, { exact: true }).click(),
  pick: (_, group, option) => group.getByText(option, { exact: true }).click(),
  async giveFile(page, button, path) {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", named(button)).click(),
    ]);
    await chooser.setFiles(path);
  },
  async takeFile(page, button) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", named(button)).click(),
    ]);
    return download;
  },
};

/** By keyboard alone: nothing is reached but by its keys. */
export function typing(keyboard: Keyboard): Hands {
  const onto = (page: Page, role: "button" | "link", name: string | RegExp) =>
    keyboard.reach(page, page.getByRole(role, named(name)), `${role} ${name}`);
  return {
    async press(page, role, name) {
      await onto(page, role, name);
      await page.keyboard.press("Enter");
    },
    async write(page, label, text) {
      await keyboard.reach(page, fieldOf(page, label), `field ${label}`);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    async choose(page, list, option) {
      await keyboard.reach(page, page.getByRole("button", { name: list }), `list ${list}`);
      await page.keyboard.press("Enter");
      // It opens on the line in force.
      await page.getByRole("listbox").waitFor();
      await page.keyboard.press("Home");
      await keyboard.reach(page, page.getByRole("option", named(option)), `option ${option}`, "ArrowDown");
      await page.keyboard.press("Enter");
    },
    async tick(page, box) {
      await keyboard.reach(page, page.getByRole("checkbox", named(box)), `box ${box}`);
      await page.keyboard.press("Space");
    },
    async pick(page, group, option) {
      await keyboard.reach(page, group.getByRole("radio"), `choices ${option}`);
      await keyboard.reach(page, group.getByRole("radio", named(option)), `choice ${option}`, "ArrowDown");
      await page.keyboard.press("Space");
    },
    async giveFile(page, button, path) {
      await onto(page, "button", button);
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
      await chooser.setFiles(path);
    },
    async takeFile(page, button) {
      await onto(page, "button", button);
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      return download;
    },
  };
}
