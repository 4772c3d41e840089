import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { PersonFinder } from "../person-finder.tsx";

/** Looking for someone, or opening a new record. */
export function PeoplePage() {
  const me = useMe();
  return (
    <>
      <title>Personnes · Maillage</title>
      <div className="page-head">
        <h1>Personnes</h1>
        {mayCreate(me.role) && mayWrite(me, "identity") && (
          <Link to="/personnes/nouveau" className="button">
            Nouveau dossier
          </Link>
        )}
      </div>
      <PersonFinder layout="page" />
      <p className="soft small">
        Deux lettres suffisent&nbsp;: nom et prénom dans n’importe quel ordre, avec ou sans accents, une ou
        deux fautes de frappe permises&nbsp;; une date de naissance, même partielle&nbsp;; ou un numéro de
        dossier. Les flèches choisissent, Entrée ouvre. Chaque recherche et chaque ouverture sont inscrites au
        journal.
      </p>
    </>
  );
}

/** Partners refer people, they do not open records. */
function mayCreate(role: string): boolean {
  return role !== "prescriber" && role !== "outside_social_worker";
}
