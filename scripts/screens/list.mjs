import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {{ url: string, setUpLink: string, invite: () => Promise<string> }} Place
 *   a demonstration's address; the set-up link of an empty server, good until `invite` sets it up and gives a link to it
 * @typedef {{ route: string, role: string | null, leaves?: boolean, reach: (page: Page, place: Place) => Promise<void> }} Screen
 *   `route` is the address as the router or the door writes it; `role` is who is signed in when `reach` begins;
 *   `leaves`: it signs out on its way, so nobody else's screen is opened in the same browser profile
 */

const REGISTER = fileURLToPath(new URL("../../tests/data/register-2014.xlsx", import.meta.url));
const RESULT = fileURLToPath(new URL("../../documents/demonstration/result.jpg", import.meta.url));
const DIRECTOR = "Directeur médical";
const KEEPER = "Administrateur technique";
const OFFICER = "Délégué à la protection des données";

/**
 * Every screen, by the name of its picture in docs/screens. Tests walk the same list, and refuse an address of the
 * router that has no line here.
 * @type {Record<string, Screen>}
 */
export const SCREENS = {
  "sign-in": { route: "/connexion", role: null, reach: at("/connexion") },
  "forgotten-password": { route: "/connexion", role: null, reach: forgotten },
  "set-up": { route: "/installation", role: null, reach: setUp },
  invitation: { route: "/invitation", role: null, reach: invitation },
  "second-factor": { route: "/invitation", role: null, reach: secondFactor },
  people: { route: "/personnes", role: "Médecin", reach: at("/personnes") },
  search: { route: "/personnes", role: "Médecin", reach: found },
  "new-person": { route: "/personnes/nouveau", role: "Accueil", reach: at("/personnes/nouveau") },
  person: { route: "/personnes/$id", role: "Médecin", reach: person },
  identity: { route: "/personnes/$id/identite", role: "Médecin", reach: overPerson("/identite") },
  cover: { route: "/personnes/$id/couverture", role: "Infirmier", reach: overPerson("/couverture") },
  encounter: { route: "/personnes/$id/venue", role: "Médecin", reach: overPerson("/venue") },
  reach: { route: "/personnes/$id/joindre", role: "Infirmier", reach: overPerson("/joindre") },
  document: { route: "/personnes/$id/documents/$document", role: "Infirmier", reach: document },
  "file-document": { route: "/personnes/$id/document", role: "Infirmier", reach: documentChosen },
  print: { route: "/personnes/$id/etablir", role: "Médecin", reach: prescription },
  "print-summary": { route: "/personnes/$id/etablir", role: "Médecin", reach: summary },
  printed: { route: "/personnes/$id/documents/$document", role: "Médecin", reach: printed },
  note: { route: "/personnes/$id/note", role: "Médecin", reach: overPerson("/note") },
  day: { route: "/journee", role: "Travailleur social", reach: at("/journee") },
  board: { route: "/droits", role: "Travailleur social", reach: at("/droits") },
  telephone: { route: "/telephone", role: "Télésecrétariat", reach: at("/telephone") },
  agenda: { route: "/agenda", role: "Accueil", reach: agendaDay("") },
  "agenda-week": { route: "/agenda", role: "Médecin", reach: agendaDay("&vue=semaine") },
  waiting: { route: "/agenda", role: "Accueil", reach: at("/agenda?vue=attente") },
  book: { route: "/personnes/$id/rendez-vous", role: "Accueil", reach: bookFor },
  appointment: { route: "/personnes/$id/rendez-vous/$appointment", role: "Accueil", reach: oneAppointment },
  tasks: { route: "/taches", role: "Médecin", reach: at("/taches") },
  planning: { route: "/planning", role: "Infirmier coordinateur", reach: at("/planning") },
  "planning-hours": {
    route: "/planning",
    role: "Infirmier coordinateur",
    reach: at("/planning?partie=heures"),
  },
  "planning-offer": { route: "/planning", role: DIRECTOR, reach: at("/planning?partie=prestations") },
  "planning-line": { route: "/planning", role: DIRECTOR, reach: planningLine },
  "planning-table": { route: "/planning", role: DIRECTOR, reach: planningTable },
  absences: { route: "/absences", role: "Référent administratif", reach: at("/absences") },
  absence: { route: "/absences/$id", role: "Référent administratif", reach: anAbsence },
  reminders: { route: "/rappels", role: "Accueil", reach: at("/rappels") },
  funding: { route: "/facturation", role: "Référent administratif", reach: at("/facturation") },
  "funding-awaiting": {
    route: "/facturation",
    role: "Référent administratif",
    reach: at("/facturation?etat=awaiting_rights"),
  },
  "funding-neutral": { route: "/facturation", role: "Comptable public", reach: at("/facturation") },
  acts: { route: "/personnes/$id/venues/$venue/actes", role: "Médecin", reach: actsOfVisit },
  instrument: { route: "/personnes/$id/questionnaire", role: "Médecin", reach: overPerson("/questionnaire") },
  task: { route: "/personnes/$id/tache", role: "Médecin", reach: overPerson("/tache") },
  allergy: {
    route: "/personnes/$id/essentiel",
    role: "Médecin",
    reach: overPerson("/essentiel?quoi=allergy"),
  },
  "care-given-up": {
    route: "/personnes/$id/essentiel",
    role: "Travailleur social",
    reach: overPerson("/essentiel?quoi=renouncement"),
  },
  constants: { route: "/personnes/$id/constantes", role: "Médecin", reach: overPerson("/constantes") },
  "person-social": { route: "/personnes/$id", role: "Travailleur social", reach: person },
  "person-desk": { route: "/personnes/$id", role: "Accueil", reach: person },
  languages: { route: "/personnes/$id/langues", role: "Infirmier", reach: overPerson("/langues") },
  death: { route: "/personnes/$id/deces", role: "Infirmier", reach: overPerson("/deces") },
  addresses: { route: "/personnes/$id/adresses", role: "Infirmier", reach: overPerson("/adresses") },
  "social-summary": {
    route: "/personnes/$id/resume",
    role: "Médecin",
    reach: overPerson("/resume"),
  },
  life: { route: "/personnes/$id/situation", role: "Travailleur social", reach: overPerson("/situation") },
  "life-history": {
    route: "/personnes/$id/situation-historique",
    role: "Travailleur social",
    reach: overPerson("/situation-historique"),
  },
  rights: { route: "/droits-possibles", role: "Travailleur social", reach: at("/droits-possibles") },
  "rights-estimated": { route: "/droits-possibles", role: "Travailleur social", reach: rightsEstimated },
  "request-open": { route: "/personnes/$id/demande", role: "Travailleur social", reach: requestTyped },
  request: { route: "/personnes/$id/demandes/$request", role: "Travailleur social", reach: requestOpened },
  "open-rights": {
    route: "/personnes/$id/droits-ouverts",
    role: "Travailleur social",
    reach: besidePerson("/droits-ouverts"),
  },
  objections: { route: "/personnes/$id/oppositions", role: "Infirmier", reach: besidePerson("/oppositions") },
  accesses: { route: "/personnes/$id/acces", role: "Référent administratif", reach: besidePerson("/acces") },
  glass: { route: "/acces-urgence", role: "Médecin", reach: at("/acces-urgence") },
  "glass-open": { route: "/personnes/$id", role: "Infirmier", reach: brokenOpen },
  "glass-review": { route: "/examen-des-acces", role: DIRECTOR, reach: at("/examen-des-acces") },
  sharing: { route: "/personnes/$id/partage", role: "Travailleur social", reach: besidePerson("/partage") },
  refer: { route: "/adresser", role: "Prescripteur", reach: at("/adresser") },
  received: { route: "/demandes-recues", role: "Référent administratif", reach: at("/demandes-recues") },
  referral: { route: "/demandes-recues/$id", role: DIRECTOR, reach: referral },
  declare: { route: "/declarer", role: "Travailleur social partenaire", reach: at("/declarer") },
  declarations: { route: "/rapprochements", role: "Référent administratif", reach: declared },
  duplicates: { route: "/doublons", role: "Référent administratif", reach: at("/doublons") },
  compare: { route: "/doublons/$a/$b", role: "Référent administratif", reach: comparison },
  joined: { route: "/personnes/$id", role: "Référent administratif", reach: joinedRecord },
  imports: { route: "/imports", role: DIRECTOR, reach: at("/imports") },
  import: { route: "/imports", role: DIRECTOR, reach: registerTried },
  "import-rows": { route: "/imports", role: DIRECTOR, reach: registerRows },
  "import-pairs": { route: "/imports", role: DIRECTOR, reach: registerPairs },
  report: { route: "/bilan", role: DIRECTOR, reach: report },
  "report-people": { route: "/bilan", role: DIRECTOR, reach: peopleBehind },
  "report-frozen": { route: "/bilan/figes/$id", role: DIRECTOR, reach: frozen },
  "report-frozen-list": { route: "/bilan/figes", role: DIRECTOR, reach: frozenList },
  trail: { route: "/journal", role: "Auditeur", reach: at("/journal") },
  accounts: { route: "/comptes", role: KEEPER, reach: at("/comptes") },
  account: { route: "/comptes", role: KEEPER, reach: account },
  upkeep: { route: "/etat", role: KEEPER, reach: upkeep },
  invite: { route: "/comptes", role: KEEPER, reach: invite },
  delays: { route: "/comptes", role: KEEPER, reach: delays },
  security: { route: "/securite", role: "Médecin", reach: at("/securite") },
  components: { route: "/composants", role: "Médecin", reach: at("/composants") },
  retention: { route: "/conservation", role: OFFICER, reach: at("/conservation") },
  apart: { route: "/conservation", role: "Infirmier coordinateur", reach: at("/conservation") },
  "access-requests": { route: "/demandes-d-acces", role: DIRECTOR, reach: at("/demandes-d-acces") },
  numbers: { route: "/numeros", role: OFFICER, reach: at("/numeros") },
  programs: { route: "/logiciels", role: KEEPER, reach: at("/logiciels") },
  opening: { route: "/ouvrir", role: "Médecin", reach: at("/ouvrir") },
  "not-found": { route: "*", role: "Médecin", reach: at("/nulle-part") },
  "program-numbers": {
    route: "/personnes/$id/logiciels",
    role: KEEPER,
    leaves: true,
    reach: programNumbers,
  },
  // Last: it opens the use of numbers for the whole demonstration.
  number: { route: "/personnes/$id/numero", role: OFFICER, leaves: true, reach: number },
};

/**
 * Opens a screen in a page of its own context, signed in as it needs.
 * @param {Page} page
 * @param {Screen} screen
 * @param {Place} place
 */
export async function openScreen(page, screen, place) {
  if (screen.role) await enter(page, screen.role, place);
  await screen.reach(page, place);
  await page.waitForLoadState("networkidle");
}

/**
 * Signs in to a demonstration by the button of a role.
 * @param {Page} page
 * @param {string} role
 * @param {Place} place
 */
export async function enter(page, role, { url }) {
  await page.goto(`${url}/connexion`);
  await page.getByRole("button", { name: `Entrer comme ${role}`, exact: true }).click();
  await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
}

/**
 * @param {string} path
 * @returns {Screen["reach"]}
 */
function at(path) {
  return async (page, { url }) => {
    await page.goto(url + path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  };
}

/** @type {Screen["reach"]} */
async function forgotten(page, place) {
  await at("/connexion")(page, place);
  await page.getByRole("button", { name: "Mot de passe oublié" }).click();
  await page.getByRole("button", { name: "Revenir à la connexion" }).waitFor();
}

/** @type {Screen["reach"]} */
async function setUp(page, { setUpLink }) {
  await page.goto(setUpLink);
  await page.getByLabel("Nom du centre").waitFor();
}

/** @type {Screen["reach"]} */
async function invitation(page, { invite: link }) {
  await page.goto(await link());
  await page.getByLabel("Choisissez un mot de passe").waitFor();
}

/** @type {Screen["reach"]} */
async function secondFactor(page, place) {
  await invitation(page, place);
  await page.getByLabel("Choisissez un mot de passe").fill("trois chats sous la pluie");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByLabel("Code à six chiffres").waitFor();
}

/** @type {Screen["reach"]} */
async function found(page, place) {
  await at("/personnes")(page, place);
  await page.getByRole("searchbox").last().fill("troaré");
  await page.getByRole("option").first().waitFor();
}

/**
 * Someone whose year was full: their page shows what it is for.
 * @type {Screen["reach"]}
 */
async function person(page, place) {
  await at("/personnes")(page, place);
  await page.getByRole("searchbox").last().fill("nguyen helene");
  await page.getByRole("option").first().click();
  await page.getByRole("heading", { name: "Parcours", exact: true }).waitFor();
}

/**
 * A request for AME, from the form in hand.
 * @type {Screen["reach"]}
 */
async function requestTyped(page, place) {
  await overPerson("/demande")(page, place);
  await page.getByRole("button", { name: /Quel droit/ }).press("Enter");
  await page.getByRole("option", { name: /\(AME\)/ }).press("Enter");
  await page.getByRole("button", { name: /Où elle en est/ }).press("Enter");
  await page.getByRole("option", { name: "Déposée" }).press("Enter");
  await page.getByLabel("Quel jour").fill("01/09/2025");
}

/** @type {Screen["reach"]} */
async function requestOpened(page, place) {
  await requestTyped(page, place);
  await page.getByRole("button", { name: "Ouvrir la demande" }).click();
  await page.getByRole("heading", { name: "Les étapes" }).waitFor();
}

/** @type {Screen["reach"]} */
async function number(page, place) {
  await at("/numeros")(page, place);
  const text = page.getByLabel("Texte et article");
  if (await text.isVisible()) {
    await page.getByRole("button", { name: /^Choisir…/ }).press("Enter");
    await page.getByRole("option", { name: /Prise en charge sanitaire/ }).press("Enter");
    await text.fill("Décret n° 2019-341, article 2");
    await page.getByRole("button", { name: "Ouvrir l’usage" }).press("Enter");
    await page.getByRole("heading", { name: "Usage ouvert" }).waitFor();
  }
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Entrer comme Infirmier", exact: true }).waitFor();
  await enter(page, "Infirmier", place);
  await overPerson("/numero")(page, place);
}

/**
 * A program written down, then the number it gives someone.
 * @type {Screen["reach"]}
 */
async function programNumbers(page, place) {
  await at("/logiciels")(page, place);
  const name = `Logiciel de soin ${randomUUID().slice(0, 4)}`;
  await page.getByLabel("Nom du logiciel").fill(name);
  await page.getByRole("button", { name: "Inscrire ce logiciel" }).click();
  await page.getByText("elle ne sera plus jamais montrée").waitFor();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Entrer comme Infirmier", exact: true }).waitFor();
  await enter(page, "Infirmier", place);
  await overPerson("/logiciels")(page, place);
}

/**
 * Someone alone whose permit ended: one right sure enough, one to ask the caisse for.
 * @type {Screen["reach"]}
 */
async function rightsEstimated(page, place) {
  await at("/droits-possibles")(page, place);
  await page.getByText("Sans titre de séjour valable").click();
  await page.getByLabel("Date de la demande").fill("15/11/2026");
  await page.getByLabel("Vit en France depuis le").fill("03/02/2023");
  await page.getByLabel("Sans titre depuis le").fill("01/07/2026");
  await page.getByRole("button", { name: /^Choisir…/ }).press("Enter");
  await page.getByRole("option", { name: "Métropole" }).press("Enter");
  await page.getByText("Non", { exact: true }).click();
  await page.getByLabel("Personnes du foyer").fill("2");
  await page.getByLabel("Ressources du foyer").fill("8 400");
  await page.getByRole("heading", { name: "Probable", exact: true }).scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, innerWidth < 1000 ? scrollY : 0));
}

/** @type {Screen["reach"]} */
async function declared(page, place) {
  await at("/rapprochements")(page, place);
  await page.getByRole("button", { name: "Chercher de qui il s’agit" }).first().click();
  await page.getByRole("button", { name: "Ouvrir le partage" }).waitFor();
}

/**
 * The first that waits, where people come referred (MAILLAGE_PRESET=auxerre); elsewhere the list that says nobody is.
 * @type {Screen["reach"]}
 */
async function referral(page, place) {
  await at("/demandes-recues")(page, place);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const first = page.locator("a[href^='/demandes-recues/']").first();
  if ((await first.count()) === 0) return;
  await first.click();
  await page.getByRole("heading", { name: /^Conditions/ }).waitFor();
}

/** @type {Screen["reach"]} */
async function comparison(page, place) {
  await at("/doublons")(page, place);
  await page.getByRole("link", { name: "Comparer les dossiers" }).first().click();
  await page.getByRole("button", { name: "Réunir les deux dossiers" }).waitFor();
}

/** @type {Screen["reach"]} */
async function joinedRecord(page, { url }) {
  await page.goto(`${url}/personnes`);
  await page.getByRole("searchbox").last().fill("lefevre capucine");
  await page.getByRole("option").first().click();
  await page.getByRole("heading", { name: "Dossier réuni" }).waitFor();
}

/** Of each demonstration, the address of the person whose forms are pictured. */
const addresses = new Map();

/**
 * @param {string} path of the form over the person's page
 * @returns {Screen["reach"]}
 */
function overPerson(path) {
  return async (page, place) => {
    const known = addresses.get(place.url);
    if (known === undefined) {
      await person(page, place);
      addresses.set(place.url, page.url());
    }
    await page.goto((known ?? page.url()) + path);
    await page.getByRole("dialog").waitFor();
  };
}

/**
 * @param {string} path of a page about the person
 * @returns {Screen["reach"]}
 */
function besidePerson(path) {
  return async (page, place) => {
    await person(page, place);
    await page.goto(page.url() + path);
    await page
      .getByRole("button", {
        name: /Imprimer pour la personne|Enregistrer l’opposition|Enregistrer l’accord|Noter des droits/,
      })
      .waitFor();
  };
}

/** @type {Screen["reach"]} */
async function brokenOpen(page, place) {
  await at("/personnes")(page, place);
  await page.getByRole("searchbox").last().fill("diallo");
  await page.getByRole("option").first().click();
  await page.getByRole("heading", { name: "Parcours", exact: true }).waitFor();
  const id = page.url().split("/").at(-1);
  await page.goto(`${place.url}/acces-urgence?dossier=${id}`);
  await page.getByRole("button", { name: /^Choisir…/ }).press("Enter");
  await page.getByRole("option", { name: /^Urgence/ }).press("Enter");
  await page.getByLabel("Ce qui se passe").fill("Malaise, ne répond plus.");
  await page.getByRole("button", { name: "Ouvrir ce dossier une heure" }).press("Enter");
  await page.getByText("Accès d’urgence à ce dossier").waitFor();
}

/** @type {Screen["reach"]} */
async function document(page, place) {
  await person(page, place);
  await page
    .getByRole("link", { name: /Résultat d’analyse/ })
    .first()
    .click();
  await page.getByRole("img", { name: /Résultat d’analyse/ }).waitFor();
}

/** @type {Screen["reach"]} */
async function prescription(page, place) {
  await overPerson("/etablir")(page, place);
  const lines = [
    ["Metformine 500 mg, comprimés", "1 matin et soir, en mangeant, 3 mois"],
    ["Paracétamol 1 g, comprimés", "1 en cas de douleur, au plus 3 par jour, 5 jours"],
  ];
  for (const [index, [what, how]] of lines.entries()) {
    await page.getByRole("textbox", { name: `Ligne ${index + 1}\u00a0: ce qui` }).fill(what ?? "");
    await page.getByRole("textbox", { name: `Ligne ${index + 1}\u00a0: comment` }).fill(how ?? "");
    if (index === 0) await page.getByRole("button", { name: "Ajouter une ligne" }).press("Enter");
  }
  await page.getByRole("checkbox", { name: "Pour l’ALD" }).first().press("Space");
}

/** @type {Screen["reach"]} */
async function summary(page, place) {
  await overPerson("/etablir")(page, place);
  await page.getByRole("button", { name: /Document/ }).press("Enter");
  await page.getByRole("option", { name: "Résumé pour la personne" }).press("Enter");
  await page
    .getByRole("textbox", { name: "Ce que nous avons dit" })
    .fill("Votre sang contient trop de sucre.");
  await page
    .getByRole("textbox", { name: "Étape 1\u00a0: à faire" })
    .fill("Refaire la prise de sang, à jeun");
}

/** @type {Screen["reach"]} */
async function printed(page, place) {
  await person(page, place);
  await page.getByRole("link", { name: "Ordonnance", exact: true }).first().click();
  await page.getByRole("link", { name: "Ouvrir pour imprimer" }).waitFor();
}

/** @type {Screen["reach"]} */
async function documentChosen(page, place) {
  await overPerson("/document")(page, place);
  await page.locator("input[type=file]").first().setInputFiles(RESULT);
  await page.getByRole("img", { name: "La page choisie" }).waitFor();
  await page.getByRole("button", { name: /Ce que c’est/ }).press("Enter");
  await page.getByRole("option", { name: "Pièce d’identité ou d’état civil" }).press("Enter");
}

/** @type {Screen["reach"]} */
async function registerTried(page, place) {
  await at("/imports")(page, place);
  await page.locator("input[type=file]").setInputFiles(REGISTER);
  await page.getByText("rien n’est encore enregistré").waitFor();
}

/** @type {Screen["reach"]} */
async function registerRows(page, place) {
  await registerTried(page, place);
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("table").getByText("31/02/2014").first().waitFor();
}

/** @type {Screen["reach"]} */
async function registerPairs(page, place) {
  await registerRows(page, place);
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("radiogroup").first().waitFor();
}

/** @type {Screen["reach"]} */
async function report(page, place) {
  await at("/bilan")(page, place);
  await page.getByText("personnes en file active").waitFor();
}

/** @type {Screen["reach"]} */
async function peopleBehind(page, place) {
  await report(page, place);
  await page.getByRole("button", { name: "voir la liste" }).first().click();
  await page.getByRole("dialog").getByRole("link").first().waitFor();
}

/** @type {Screen["reach"]} */
async function frozen(page, place) {
  await report(page, place);
  await page.getByRole("button", { name: "Figer ce bilan" }).click();
  await page.getByLabel("Nom du bilan").fill(`Bilan remis au conseil, version ${randomUUID().slice(0, 4)}`);
  await page.getByRole("button", { name: "Figer", exact: true }).click();
  await page.getByRole("link", { name: "Ouvrir le bilan figé" }).click();
  await page.getByRole("heading", { level: 1, name: "Bilan remis au conseil" }).waitFor();
}

/** @type {Screen["reach"]} */
async function frozenList(page, place) {
  await frozen(page, place);
  await at("/bilan/figes")(page, place);
  await page.getByRole("link", { name: "Bilan remis au conseil" }).first().waitFor();
}

/** @type {Screen["reach"]} */
async function account(page, place) {
  await at("/comptes")(page, place);
  await page.getByRole("table").getByRole("button").first().click();
  await page.getByRole("dialog").waitFor();
}

/** @type {Screen["reach"]} */
async function delays(page, place) {
  await at("/comptes")(page, place);
  await page.getByRole("button", { name: "Enregistrer les délais" }).scrollIntoViewIfNeeded();
}

/** @type {Screen["reach"]} */
async function upkeep(page, place) {
  await at("/etat")(page, place);
  await page.getByRole("button", { name: "Enregistrer" }).waitFor();
}

/** @type {Screen["reach"]} */
async function invite(page, place) {
  await at("/comptes")(page, place);
  await page.getByRole("button", { name: "Inviter quelqu’un" }).click();
  await page.getByRole("dialog").waitFor();
}

/** @type {Screen["reach"]} */
async function actsOfVisit(page, place) {
  await person(page, place);
  await page
    .getByRole("link", { name: /^Actes de la venue du/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 2, name: /^Actes de la venue du/ }).waitFor();
}

/** The next day of work: the invented team gives hours then. */
function workingDay() {
  const day = new Date(Date.now() + 86_400_000);
  while ([0, 6].includes(day.getDay())) day.setDate(day.getDate() + 1);
  return day.toLocaleDateString("sv-SE");
}

/** @param {string} more @returns {Screen["reach"]} */
function agendaDay(more) {
  return async (page, place) => {
    await at(`/agenda?jour=${workingDay()}${more}`)(page, place);
    await page.getByRole("button", { name: /Libre/ }).first().waitFor();
  };
}

/** An invented colleague is away on the next day of work. @type {Screen["reach"]} */
async function anAbsence(page, place) {
  await at("/absences")(page, place);
  const known = page.getByRole("link", { name: /^Dr A, / });
  await page
    .getByRole("region", { name: "Personnes à prévenir" })
    .getByRole("listitem")
    .or(page.getByText(/^Aucune absence/))
    .first()
    .waitFor();
  if (await known.count()) await known.first().click();
  else {
    await page.getByRole("button", { name: /Professionnel/ }).click();
    await page.getByRole("option", { name: "Dr A", exact: true }).click();
    await page.getByRole("button", { name: /^Enregistrer l’absence/ }).click();
  }
  await page
    .getByRole("button", { name: /^Je m’en occupe/ })
    .first()
    .waitFor();
}

/** @type {Screen["reach"]} */
async function bookFor(page, place) {
  await overPerson("/rendez-vous")(page, place);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Pour quoi/ })
    .click();
  await page.getByRole("option", { name: /^Consultation sur orientation/ }).click();
  await page.getByRole("group", { name: "Créneaux libres" }).getByRole("button").first().waitFor();
}

/** @type {Screen["reach"]} */
async function planningLine(page, place) {
  await at("/planning?partie=ligne")(page, place);
  await page.getByRole("button", { name: "Noter la ligne" }).click();
  await page.getByRole("dialog").getByLabel("Lundi", { exact: true }).fill("08:00-12:00, 14:00-18:00");
}

/** @type {Screen["reach"]} */
async function planningTable(page, place) {
  await at("/planning?partie=tableau")(page, place);
  const lines = ["Dr A\tsamedi\t9h\t12h", "Dr A\tsamedi\t11h\t13h", "IDE\tsamedis\t9:00\tmidi"];
  await page.getByLabel(/collez le tableau/).fill(["Professionnel\tJour\tDe\tÀ", ...lines].join("\n"));
  await page.getByRole("table").waitFor();
}

/** @type {Screen["reach"]} */
async function oneAppointment(page, place) {
  await agendaDay("")(page, place);
  await page.locator("button.agenda-booked").first().click();
  await page.getByRole("dialog").getByRole("link").click();
  await page
    .getByRole("link", { name: /(Consultation|Entretien).*Centre-ville/ })
    .first()
    .click();
  await page.getByRole("dialog").getByText("Quand", { exact: true }).waitFor();
}
