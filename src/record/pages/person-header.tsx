import { Link } from "@tanstack/react-router";
import type { Nature } from "../../access/model.ts";
import { mayRead, mayWrite, useMe } from "../../access/use-me.ts";
import { rowsOf } from "../../people/contact-words.ts";
import { languageLabel } from "../../people/languages.ts";
import { lifeFacts } from "../../people/life.ts";
import { factOn } from "../../people/life-days.ts";
import { identityStatusLabels, sexLabels, validationDocuments } from "../../people/model.ts";
import { ageText, birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** Who it is, how sure one is of it, and what this reader may do. */
export function PersonHeader({ page }: { readonly page: PersonPage }) {
  const { identity } = page;
  const name = shownName(identity);
  const birth = birthWords(identity.birth);
  const age = ageText(identity.birth, today());
  const flags = [
    identity.pseudonym && "pseudonyme\u00a0: le vrai nom n’est pas connu",
    identity.homonym && "homonyme connu",
    identity.doubtful && "identité douteuse",
    identity.fictitious && "identité fictive",
  ].filter((flag) => flag !== false);
  return (
    <header className="person-head">
      <title>{`Dossier n°\u00a0${page.localNumber} · Maillage`}</title>
      <div>
        <div className="person-name">
          <h1>{name.whole}</h1>
          <p className="soft">{[name.born, age].filter(Boolean).join(" · ")}</p>
        </div>
        <p className="person-facts">
          <span>
            {birth === null && identity.birthPlace === null ? (
              <span className="soft">naissance inconnue</span>
            ) : (
              <>
                <span className="soft">{bornWord(identity.sex)}</span> <strong>{birth}</strong>
                {identity.birthPlace !== null && <span className="soft"> à {identity.birthPlace}</span>}
              </>
            )}
            <span className="soft"> · {sexLabels[identity.sex]}</span>
          </span>
          <span>
            <span className="soft">Identité</span> <strong>{identityStatusLabels[identity.status]}</strong>
            {documentOf(identity.validationDocument)}
          </span>
          <ReachAtAGlance page={page} />
          <FollowedBy page={page} />
          {flags.length > 0 && <span className="badge tone-wait">{flags.join(", ")}</span>}
          <span className="soft">
            n°&nbsp;{page.localNumber}
            {page.since !== null && ` · ${knownWord(identity.sex)} ici depuis le ${dayText(page.since)}`}
          </span>
        </p>
      </div>
      <PersonActions page={page} />
    </header>
  );
}

/** Who follows them here or elsewhere, and their médecin traitant; that they have none when it was said. */
function FollowedBy({ page }: { readonly page: PersonPage }) {
  const facts = lifeFacts(page.life);
  const doctor = factOn(facts, "attending_doctor", today());
  const worker = factOn(facts, "key_worker", today());
  return (
    <>
      {worker !== null && (
        <span>
          <span className="soft">référent</span> <strong>{worker.content.name}</strong>
          {worker.content.organisation !== null && (
            <span className="soft"> ({worker.content.organisation})</span>
          )}
        </span>
      )}
      {doctor !== null && (
        <span>
          <span className="soft">médecin traitant</span>{" "}
          <strong>{doctor.content.none ? "aucun" : doctor.content.name}</strong>
        </span>
      )}
    </>
  );
}

/** The first way to reach someone and the languages they speak; of the dead, that they died. */
function ReachAtAGlance({ page }: { readonly page: PersonPage }) {
  if (rowsOf(page.contact, "death").length > 0) return <span className="badge tone-missing">décès noté</span>;
  const first = rowsOf(page.contact, "way")[0]?.content;
  const speech = rowsOf(page.contact, "speech")[0]?.content;
  return (
    <>
      {first !== undefined && (
        <span>
          <span className="soft">{first.kind === "none" ? "joindre" : "à joindre"}</span>{" "}
          <strong>{first.kind === "message" ? `par message à ${first.shown}` : first.shown}</strong>
          {first.holder !== null && <span className="soft"> ({first.holder})</span>}
        </span>
      )}
      {speech !== undefined && speech.languages.length > 0 && (
        <span>
          <span className="soft">parle</span>{" "}
          <strong>{speech.languages.map(({ code }) => languageLabel(code)).join(", ")}</strong>
        </span>
      )}
      {speech?.interpreter === "needed" && <span className="badge tone-wait">interprète nécessaire</span>}
    </>
  );
}

function PersonActions({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const params = { id: page.id };
  const may = (nature: Nature) => mayWrite(me, nature);
  return (
    <div className="row no-print">
      <span className="person-print">
        <Button tone="quiet" onPress={() => window.print()}>
          Imprimer
        </Button>
      </span>
      {mayRead(me, "cover") && page.shared === null && (
        <Link to="/personnes/$id/resume" params={params} className="button button-quiet">
          Résumé social
        </Link>
      )}
      {may("identity") && (
        <Link to="/personnes/$id/identite" params={params} className="button">
          Modifier l’identité
        </Link>
      )}
      {may("cover") && (
        <Link to="/personnes/$id/couverture" params={params} className="button">
          Déclarer la couverture
        </Link>
      )}
      {may("appointments") && (
        <Link to="/personnes/$id/venue" params={params} className="button button-main">
          Noter une venue
        </Link>
      )}
    </div>
  );
}

function knownWord(sex: PersonPage["identity"]["sex"]): string {
  return sex === "female" ? "connue" : "connu";
}

function documentOf(code: string | null): string {
  if (code === null) return "";
  return ` (${Object.entries(validationDocuments).find(([key]) => key === code)?.[1] ?? code})`;
}
