import type { Me } from "../access/model.ts";
import { mayRead } from "../access/use-me.ts";
import { readsFunding } from "../funding/model.ts";
import type { Counters } from "../rights/counters.ts";
import { hasTasks } from "../tasks/model.ts";

/** A screen of the menu. */
export interface MenuItem {
  readonly to:
    | "/personnes"
    | "/agenda"
    | "/planning"
    | "/journee"
    | "/taches"
    | "/telephone"
    | "/droits"
    | "/droits-possibles"
    | "/facturation"
    | "/adresser"
    | "/demandes-recues"
    | "/declarer"
    | "/rapprochements"
    | "/doublons"
    | "/imports"
    | "/bilan"
    | "/journal"
    | "/conservation"
    | "/demandes-d-acces"
    | "/numeros"
    | "/acces-urgence"
    | "/examen-des-acces"
    | "/comptes"
    | "/etat"
    | "/logiciels"
    | "/securite";
  readonly label: string;
  readonly icon:
    | "people"
    | "agenda"
    | "planning"
    | "tasks"
    | "telephone"
    | "rights"
    | "board"
    | "funding"
    | "refer"
    | "received"
    | "declare"
    | "declared"
    | "duplicates"
    | "import"
    | "report"
    | "trail"
    | "retention"
    | "requests"
    | "number"
    | "glass"
    | "review"
    | "accounts"
    | "upkeep"
    | "programs"
    | "security";
}

/** What this role may do, in the order of the day's work. */
export function menuOf(me: Me): MenuItem[] {
  const can = (capability: Me["capabilities"][number]) => me.capabilities.includes(capability);
  return [
    ...(mayRead(me, "identity") ? [item("/personnes", "Personnes", "people")] : []),
    ...(mayRead(me, "appointments") ? [item("/agenda", "Agenda", "agenda")] : []),
    ...(mayRead(me, "right_requests")
      ? [item("/journee", "Ma journée", "tasks"), item("/droits", "Droits", "board")]
      : hasTasks(me)
        ? [item("/taches", "Mes tâches", "tasks")]
        : []),
    ...(can("telephone") ? [item("/telephone", "Téléphone", "telephone")] : []),
    ...(mayRead(me, "cover") ? [item("/droits-possibles", "Droits possibles", "rights")] : []),
    ...(readsFunding(me) ? [item("/facturation", "Facturation", "funding")] : []),
    ...(can("refer") ? [item("/adresser", "Adresser une personne", "refer")] : []),
    ...(can("admission") ? [item("/demandes-recues", "Demandes reçues", "received")] : []),
    ...(can("declare") ? [item("/declarer", "Déclarer une personne", "declare")] : []),
    ...(can("duplicates") ? [item("/rapprochements", "Rapprochements", "declared")] : []),
    ...(can("duplicates") ? [item("/doublons", "Doublons possibles", "duplicates")] : []),
    ...(can("timetable") ? [item("/planning", "Planning", "planning")] : []),
    ...(can("intake") ? [item("/imports", "Imports", "import")] : []),
    ...(can("report") ? [item("/bilan", "Bilan", "report")] : []),
    ...(can("glass") ? [item("/acces-urgence", "Accès d’urgence", "glass")] : []),
    ...(can("glass_review") ? [item("/examen-des-acces", "Accès à examiner", "review")] : []),
    ...(can("audit_trail") ? [item("/journal", "Journal", "trail")] : []),
    ...(can("access_requests") ? [item("/demandes-d-acces", "Demandes d’accès", "requests")] : []),
    ...(can("retention") || can("archive") ? [item("/conservation", "Conservation", "retention")] : []),
    ...(me.role === "data_protection_officer" ? [item("/numeros", "Numéros", "number")] : []),
    ...(can("accounts") || can("reenrol") ? [item("/comptes", "Comptes", "accounts")] : []),
    ...(can("accounts") ? [item("/etat", "État", "upkeep")] : []),
    ...(can("accounts") ? [item("/logiciels", "Autres logiciels", "programs")] : []),
    item("/securite", "Ma sécurité", "security"),
  ];
}

/** How many things a screen of the menu holds for the reader; 0 where nothing is counted. */
export function countOf({ to }: Pick<MenuItem, "to">, { tasks, requests }: Counters): number {
  if (to === "/droits") return requests ?? 0;
  return to === "/journee" || to === "/taches" ? tasks : 0;
}

function item(to: MenuItem["to"], label: string, icon: MenuItem["icon"]): MenuItem {
  return { to, label, icon };
}
