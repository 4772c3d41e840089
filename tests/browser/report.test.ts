import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { expectAccessible, openPage, PHONE } from "./browser.ts";
import { openDemonstration } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

async function taken(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  expect(download.suggestedFilename()).toMatch(
    /^bilan-\d{4}-01-01-\d{4}-12-31(-partenaires)?\.(csv|xlsx|pdf)$/,
  );
  return readFileSync(await download.path());
}

/** How many pages a PDF has: its page objects, packed or not. */
function pagesOf(pdf: Buffer): number {
  const raw = pdf.toString("latin1");
  const packed = [...raw.matchAll(/stream\r?\n/g)].map(({ index, 0: mark }) => {
    try {
      return inflateSync(pdf.subarray(index + mark.length)).toString("latin1");
    } catch {
      return "";
    }
  });
  return [raw, ...packed].join("\n").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** The first figure of the page: the consultations counted. */
async function consultations(page: Page): Promise<string> {
  const shown = await page
    .getByRole("region", { name: "consultations", exact: true })
    .locator(".figure-value")
    .innerText();
  return shown.replaceAll(/\s/g, "");
}

describe("a report to hand over", () => {
  test("frozen, it keeps its figures while records move, and leaves as files, small counts masked for partners", async () => {
    const page = await openPage(browser, server.url);
    await page.goto(`${server.url}/connexion`);
    await page.getByRole("button", { name: "Entrer comme Directeur médical", exact: true }).click();
    await page.getByRole("link", { name: "Bilan", exact: true }).click();
    await page.getByText("personnes en file active").waitFor();
    const before = await consultations(page);

    await page.getByRole("button", { name: "Commenter\u00a0: Consultations par mois" }).click();
    await page.getByLabel("Ce qui explique ce chiffre").fill("Une infirmière est partie en mars.");
    await expectAccessible(page, "commentaire");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("Une infirmière est partie en mars.").waitFor();

    await page.getByRole("button", { name: "Figer ce bilan" }).click();
    await page.getByLabel("Nom du bilan").fill("Bilan remis au conseil");
    await expectAccessible(page, "figer");
    await page.getByRole("button", { name: "Figer", exact: true }).click();
    await page.getByRole("link", { name: "Ouvrir le bilan figé" }).click();
    await page.getByRole("heading", { level: 1, name: "Bilan remis au conseil" }).waitFor();
    const frozen = page.url();
    expect(await consultations(page)).toBe(before);
    await page.getByText("Une infirmière est partie en mars.").waitFor();
    await expectAccessible(page, "bilan figé");

    await page.goto(`${server.url}/personnes`);
    await page.getByRole("searchbox").last().fill("traoré");
    await page.getByRole("option").or(page.locator("main a")).filter({ hasText: "Traoré" }).first().click();
    await page.getByRole("heading", { level: 1, name: /Traoré/ }).waitFor();
    const id = page.url().split("/").at(-1);
    const vocabulary = await (await page.request.get(`${server.url}/api/vocabulary`)).json();
    const recorded = await page.request.post(`${server.url}/api/people/${id}/encounters`, {
      data: {
        siteId: vocabulary.sites[0].id,
        onDay: `${new Date().getFullYear()}-01-15`,
        kind: "consultation",
      },
      headers: { origin: server.url },
    });
    expect(recorded.status(), await recorded.text()).toBe(200);

    await page.goto(`${server.url}/bilan?avec=an`);
    await page.getByText("personnes en file active").waitFor();
    expect(await consultations(page)).toBe(String(Number(before) + 1));
    await page
      .getByText(/^avant\s:/)
      .first()
      .waitFor();
    await expectAccessible(page, "bilan comparé");
    await page.goto(frozen);
    await page.getByText("personnes en file active").waitFor();
    expect(await consultations(page)).toBe(before);

    const sheet = unzipSync(await taken(page, () => page.getByRole("button", { name: "Tableur" }).click()));
    const words = Object.entries(sheet)
      .map(([, bytes]) => strFromU8(bytes))
      .join("\n");
    expect(words).toContain(`<v>${before}</v>`);
    expect(words).toContain("Bilan remis au conseil");
    const pdf = await taken(page, () => page.getByRole("button", { name: "PDF", exact: true }).click());
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pagesOf(pdf)).toBeGreaterThan(1);

    await page.getByRole("button", { name: "Version pour partenaires" }).click();
    await expectAccessible(page, "version pour partenaires");
    await page.getByText("CSV", { exact: true }).last().click();
    const csv = (await taken(page, () => page.getByRole("button", { name: "Télécharger" }).click())).toString(
      "utf8",
    );
    expect(csv.startsWith("\uFEFF")).toBe(true);
    expect(csv).toContain("masqué");
    expect(csv).not.toContain("infirmière est partie");
    // A count from 1 to 10 alone in its cell; shares and averages are not counts.
    expect(csv.match(/;(?:[1-9]|10)(?=;|\r)/g)).toBeNull();

    await page.setViewportSize(PHONE);
    for (const path of ["/bilan?avec=an", "/bilan/figes", new URL(frozen).pathname]) {
      await page.goto(server.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await expectAccessible(page, `${path} sur un téléphone`);
    }
    expect(page.troubles).toEqual([]);
  }, 240_000);
});
