import "./person-finder.css";
import { Link } from "@tanstack/react-router";
import { Alert } from "../../ui/alert.tsx";
import type { FoundPerson } from "../model.ts";
import { PersonFacts } from "./person-facts.tsx";

/** People who may be the one whose record is about to be opened: opening theirs instead makes no double record. */
export function ProbablePeople({ people }: { readonly people: readonly FoundPerson[] }) {
  return (
    <Alert
      tone="wait"
      announced
      title={
        people.length === 1
          ? "Cette personne est peut-être déjà connue"
          : "Ces personnes sont peut-être déjà connues"
      }
    >
      <p>Rien n’est encore enregistré. Si c’est la même personne, ouvrez son dossier.</p>
      <ul className="probable-people">
        {people.map((person) => (
          <li key={person.id}>
            <Link to="/personnes/$id" params={{ id: person.id }} className="finder-person">
              <PersonFacts person={person} />
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
