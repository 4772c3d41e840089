import { describe, expect, test } from "vitest";
import { addMonths, today } from "../../src/ui/days.ts";
import { dayText } from "../../src/ui/format.ts";
import { newId } from "../../src/ui/new-id.ts";
import { expectAccessible } from "./browser.ts";
import { enterAs, openDemonstration, openPerson } from "./demonstration.ts";

const { server, browser } = await openDemonstration();

describe("possible rights", () => {
  test("a social worker answers what she knows by keyboard, sees what is probable and why, and nothing of it leaves the screen", async () => {
    const page = await enterAs(browser, server, "Travailleur social");
    await page.getByRole("link", { name: "Droits possibles", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Droits possibles" }).waitFor();
    await page.getByText("Les droits possibles s’affichent ici.").waitFor();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/")) sent.push(request.url());
    });

    const group = (name: string) => page.getByRole("region", { name, exact: true });
    const right = (name: RegExp) => page.getByRole("region", { name });
    await page.getByLabel("Date de la demande").fill("15/04/2025");
    await page
      .getByRole("radio", { name: /titre de séjour valable$/ })
      .first()
      .press("Space");
    // What is missing is asked for, never guessed.
    await right(/^Complémentaire santé solidaire, sans/)
      .getByText(/il manque.*le territoire/)
      .waitFor();
    expect(await group("Probable").count()).toBe(0);

    await page.getByLabel("Vit en France depuis le").fill("02/01/2020");
    await group("Probable").getByText("Assurance maladie (PUMA)").waitFor();
    await page.getByRole("button", { name: /^Choisir…/ }).press("Enter");
    await page.getByRole("option", { name: "Métropole" }).press("Enter");
    await page.getByRole("textbox", { name: "Personnes du foyer" }).fill("2");
    const resources = page.getByRole("textbox", { name: /^Ressources du foyer/ });
    await page.getByText(/Le total de mars 2024 à février 2025/).waitFor();
    await resources.fill("15 508");
    await group("Probable")
      .getByText(/^Complémentaire santé solidaire, sans/)
      .waitFor();
    await resources.fill("15 508,01");
    await group("Probable")
      .getByText(/^Complémentaire santé solidaire, avec/)
      .waitFor();
    await group("Improbable")
      .getByText(/^Complémentaire santé solidaire, sans/)
      .waitFor();
    await page.getByText("Ce n’est pas une décision").waitFor();
    await right(/^Complémentaire santé solidaire, avec/)
      .getByText("Montants et durées utilisés")
      .press("Enter");
    await right(/^Complémentaire santé solidaire, avec/)
      .getByText(/efl\.fr/)
      .first()
      .waitFor();
    await expectAccessible(page, "droits possibles");

    // The amounts of 2026 are flagged.
    await page.getByLabel("Date de la demande").fill("15/04/2026");
    await group("À vérifier")
      .getByText(/^Complémentaire santé solidaire, sans/)
      .waitFor();
    await resources.fill("beaucoup");
    await page.getByText("Un montant, par exemple 8 400.").waitFor();

    // By birth dates: a child of 25 makes a request of their own.
    await resources.fill("14 000");
    await page.getByLabel("Date de la demande").fill("15/04/2025");
    await page.getByRole("radio", { name: "les naissances" }).press("Space");
    await page.getByLabel("Naissance de la personne").fill("01/01/1980");
    for (const [place, born] of [
      [2, "01/01/1981"],
      [3, "15/04/2000"],
    ] as const) {
      await page.getByRole("button", { name: "Ajouter une personne" }).press("Enter");
      await page.getByLabel(`Naissance, ${place}e personne`).fill(born);
    }
    await page
      .getByText(/sans 1.adulte de 25 ans ou plus/)
      .first()
      .waitFor();

    // A reload keeps what was typed; nothing was sent.
    expect(sent).toEqual([]);
    await page.reload();
    await page
      .getByText(/sans 1.adulte de 25 ans ou plus/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Repartir de zéro" }).press("Enter");
    await page.getByText("Les droits possibles s’affichent ici.").waitFor();
    await page.close();
  });

  test("from a record, she takes over what it says, each with its day and source; what she had answered is kept until she says otherwise", async () => {
    const page = await enterAs(browser, server, "Travailleur social");
    await openPerson(page, server, "traoré");
    const person = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const since = addMonths(today(), -1);
    const noted = { statedOn: "2025-01-02", source: "document" };
    const facts = [
      { ...noted, id: newId(), kind: "household", content: { size: 3 }, from: since },
      { ...noted, id: newId(), kind: "stay", term: "irregular", content: {}, from: since },
    ];
    const written = await page.evaluate(
      async ([id, facts]) => {
        const { life } = await (await fetch(`/api/people/${id}`)).json();
        const kinds = facts.map(({ kind }) => kind);
        const seen = life.flatMap(([one, , kind]: string[]) => (kinds.includes(kind ?? "") ? [one] : []));
        const headers = { "content-type": "application/json" };
        return (
          await fetch(`/api/people/${id}/life`, {
            method: "POST",
            headers,
            body: JSON.stringify({ seen, facts }),
          })
        ).status;
      },
      [person, facts] as const,
    );
    expect(written).toBe(200);
    await page.getByRole("link", { name: "Droits possibles", exact: true }).last().click();
    await page.getByRole("heading", { level: 1, name: "Droits possibles" }).waitFor();
    await page.getByRole("textbox", { name: "Personnes du foyer" }).fill("2");
    await page.getByRole("button", { name: "Reprendre la situation du dossier" }).click();
    const taken = page.getByRole("region", { name: "Repris du dossier" });
    await taken.getByText(`depuis le ${dayText(since)}`).waitFor();
    await taken
      .getByText(/^document vu le 2 janvier 2025, noté par/)
      .first()
      .waitFor();
    expect(await page.getByRole("radio", { name: "Sans titre de séjour valable" }).isChecked()).toBe(true);
    const size = page.getByRole("textbox", { name: "Personnes du foyer" });
    expect(await size.inputValue()).toBe("2");
    await taken.getByRole("button", { name: "Reprendre\u00a0: Foyer" }).click();
    expect(await size.inputValue()).toBe("3");
    await expectAccessible(page, "an estimate taken over from a record");
    expect(page.troubles).toEqual([]);
  });
});
