import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MailServer, openMailServer } from "../support/mail-server.ts";
import { codeOf, keyShown } from "./authenticator-app.ts";
import { closePages, expectAccessible, launchBrowser, openPage, PHONE } from "./browser.ts";
import { type RunningServer, startServer } from "./running-server.ts";

let server: RunningServer;
let browser: Browser;
let mail: MailServer;

beforeAll(async () => {
  mail = await openMailServer();
  const settings = { MAILLAGE_SMTP: mail.url, MAILLAGE_MAIL_FROM: "maillage@centre.example" };
  [server, browser] = await Promise.all([startServer("start", settings, "empty"), launchBrowser()]);
});
afterAll(async () => {
  if (browser) await closePages(browser);
  await server?.stop();
  await mail?.close();
});

async function enrol(page: Page): Promise<string> {
  const secret = await keyShown(page);
  await page.getByLabel("Code à six chiffres").fill(codeOf(secret));
  await page.getByRole("button", { name: "Vérifier et terminer" }).click();
  return secret;
}

test("from the terminal's link to a colleague at work: set up, second factor, invitation by mail, sign in", async () => {
  const link = /Pour installer, ouvrez : (\S+)/.exec(server.said())?.[1] ?? "";
  const closed = await openPage(browser, server.url);
  await closed.goto(server.url);
  await closed.getByText("n’est pas encore installé").waitFor();
  await expectAccessible(closed, "pas encore installé");
  await closed.context().close();

  const page = await openPage(browser, server.url);
  await page.goto(link);
  await page.getByLabel("Nom du centre").fill("Centre des Deux-Rives");
  await page.getByText("Lundi matin").click();
  await page.getByLabel("Votre nom").fill("Dr Ana Rivière");
  await page.getByLabel("Adresse e-mail").fill("ana@deux-rives.example");
  await page.getByLabel("Choisissez un mot de passe").fill("quatre mots bien à moi");
  await expectAccessible(page, "installation");
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, "installation, téléphone, sombre");
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("button", { name: "Installer le centre" }).click();
  const secret = await enrol(page);
  await page.getByRole("button", { name: "Inviter mes collègues" }).click();

  await page.getByRole("button", { name: "Inviter quelqu’un" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nom", { exact: true }).fill("Julie Lambert");
  await dialog.getByLabel("Adresse e-mail").fill("julie@deux-rives.example");
  await dialog.getByRole("button", { name: /Rôle/ }).click();
  await page.getByRole("option", { name: "Infirmier", exact: true }).click();
  await expectAccessible(page, "invitation à écrire");
  await dialog.getByRole("button", { name: "Inviter", exact: true }).click();
  await page.getByText("Un courrier part vers julie@deux-rives.example").waitFor();
  await dialog.getByRole("button", { name: "Fermer" }).click();
  await page.getByText("invité").waitFor();
  await expectAccessible(page, "comptes");

  const letter = await mail.letterTo("julie@deux-rives.example");
  expect(letter.raw).toMatch(/^Subject: [^\r\n]*$/m);
  expect(letter.raw.split("\r\n\r\n")[0]).not.toMatch(/Julie|Lambert|Deux-Rives/);
  const invitation = /(http\S+\/invitation#\S+)/.exec(letter.text)?.[1] ?? "";
  expect(invitation.startsWith(server.url)).toBe(true);
  const julie = await openPage(browser, server.url);
  await julie.goto(invitation);
  await julie.getByLabel("Choisissez un mot de passe").fill("trois chats sous la pluie");
  await julie.getByRole("button", { name: "Continuer" }).click();
  const hers = await enrol(julie);
  await julie.getByRole("link", { name: "Personnes" }).waitFor();
  await julie.getByRole("button", { name: "Se déconnecter" }).click();
  await julie.getByRole("button", { name: "Mot de passe oublié" }).click();
  await expectAccessible(julie, "mot de passe oublié");
  await julie.getByRole("button", { name: "Revenir à la connexion" }).click();
  await julie.getByLabel("Adresse e-mail").fill("julie@deux-rives.example");
  await julie.getByLabel("Mot de passe").fill("trois chats sous la pluie");
  await julie.getByRole("button", { name: "Se connecter" }).click();
  // The code shown a moment ago has served: the next one is accepted one step ahead.
  await julie.getByLabel("Code à six chiffres").fill(codeOf(hers, 1));
  await julie.getByRole("button", { name: "Continuer" }).click();
  await julie.getByRole("link", { name: "Ma sécurité" }).click();
  await julie.getByText("celle-ci").waitFor();
  await expectAccessible(julie, "ma sécurité");

  // The director, who has two functions, chooses one at the door; Julie's leaving takes effect at once.
  await page.getByRole("button", { name: "Julie Lambert" }).click();
  await page.getByRole("heading", { name: "Sessions ouvertes" }).waitFor();
  await expectAccessible(page, "un compte");
  await page.getByRole("button", { name: /fermer ce compte/ }).click();
  await page.getByText("Compte fermé").waitFor();
  await julie.getByRole("link", { name: "Personnes" }).click();
  await julie.reload();
  await julie.getByRole("heading", { name: "Connexion" }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Fermer", exact: true }).click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByLabel("Adresse e-mail").fill("ana@deux-rives.example");
  await page.getByLabel("Mot de passe").fill("quatre mots bien à moi");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByLabel("Code à six chiffres").fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("heading", { name: /Dans quelle fonction/ }).waitFor();
  await expectAccessible(page, "choix de la fonction");
  await page.getByRole("button", { name: /^Directeur médical/ }).click();
  await page.getByRole("link", { name: "Bilan" }).waitFor();
  expect([...page.troubles, ...julie.troubles]).toEqual([]);
});
