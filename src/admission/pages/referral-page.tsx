import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { languageLabel } from "../../people/languages.ts";
import { birthText } from "../../people/names-shown.ts";
import { forgoneCares, forgoneReasons } from "../../people/renouncement.ts";
import { Alert, Badge } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { agreedMeans, answerLabels, coverStateLabels, type Referral } from "../model.ts";
import { AskFacts } from "./ask-facts.tsx";
import { ConditionsList } from "./conditions-list.tsx";
import { DecideCard } from "./decide-card.tsx";
import { ResolveReferral } from "./resolve-referral.tsx";
import { StateBadge } from "./told-back.tsx";

const SAID: Readonly<Record<string, string>> = {
  true: "remplies",
  false: "non remplies",
  unknown: "il manque des faits",
};

/** One referral: what is written, what the rules say of it, whose record it is, what is decided. */
export function ReferralPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const found = useQuery({
    queryKey: ["referrals", id],
    queryFn: ({ signal }) => get<Referral>(`/api/referrals/${id}`, { signal }),
  });
  if (found.isPending) return <Loading what="Lecture de la demande" />;
  if (found.isError) return <Refused error={found.error} retry={found.refetch} />;
  const one = found.data;
  const waits = one.state === "received" || one.state === "study";
  return (
    <>
      <title>Demande reçue · Maillage</title>
      <p>
        <Link to="/demandes-recues">Demandes reçues</Link>
      </p>
      <h1>
        {[one.given, one.family].filter(Boolean).join(" ")} <StateBadge state={one.state} />{" "}
        {one.urgent && <Badge tone="missing">Urgent</Badge>}
      </h1>
      <Told one={one} />
      <Card title={`Conditions\u00a0: ${SAID[one.eligible] ?? ""}`}>
        <ConditionsList conditions={one.conditions} />
        <p className="soft small">Règles {one.ruleVersion}.</p>
        {waits && one.eligible === "unknown" && <AskFacts one={one} />}
      </Card>
      <Record one={one} />
      {waits && <DecideCard key={one.version} one={one} />}
      {one.decisions.length > 0 && (
        <Card title="Décisions">
          <ul className="stack">
            {one.decisions.map((decision) => (
              <li key={decision.at}>
                <StateBadge state={decision.outcome} />
                {decision.where !== "" && <> vers&nbsp;: {decision.where}</>}
                {decision.overrules && (
                  <>
                    {" "}
                    <Badge tone="wait">décidé contre les conditions</Badge>
                  </>
                )}
                {decision.words !== "" && <p>{decision.words}</p>}
                <p className="soft small">
                  {decision.by}, le {momentText(decision.at)}, d’après les règles {decision.ruleVersion} (
                  {answerLabels[decision.eligible]?.toLowerCase()}).
                </p>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Told({ one }: { readonly one: Referral }) {
  const grounds = Array.isArray(one.facts.grounds) ? one.facts.grounds : [];
  const labelOf = (code: string) => one.rules.grounds.find((ground) => ground.code === code)?.label ?? code;
  const followed = Array.isArray(one.facts.followedBy) ? one.facts.followedBy.join(", ") : null;
  return (
    <Card title="Ce qui est écrit">
      <p className="soft small">
        {one.by}, {one.structure}
        {one.byLink && " (par un lien)"}, le {momentText(one.sentAt)}
      </p>
      <p>
        {birthText(one.birth) ?? "Naissance inconnue"}
        {one.phone !== "" && ` · ${one.phone}`} · {languageLabel(one.language)}
        {one.interpreter && ", avec un interprète"}
      </p>
      <p>
        Motifs&nbsp;: {grounds.length > 0 ? grounds.map(labelOf).join(", ") : "aucun que votre rôle lise"}.
      </p>
      {followed !== null && <p>Déjà suivie par&nbsp;: {followed}.</p>}
      {one.renounced.map(({ care, reasons }) => (
        <p key={care}>
          A renoncé&nbsp;: {forgoneCares[care].toLowerCase()}
          {reasons.length > 0 &&
            ` (${reasons.map((reason) => forgoneReasons[reason].toLowerCase()).join(", ")})`}
        </p>
      ))}
      {one.situation === null ? (
        <p className="soft">
          La situation est lue par l’accompagnement social, les infirmiers et la direction médicale.
        </p>
      ) : (
        one.situation !== "" && <p>{one.situation}</p>
      )}
      <p>
        Accord donné {agreedMeans[one.means]} le {dayText(one.agreedOn)}
        {[
          one.agreed.cover ? " · couverture notée dans le dossier" : " · couverture à ne pas noter",
          one.agreed.attendance ? " · venue dite au prescripteur" : "",
          one.agreed.papers ? " · papiers manquants dits au prescripteur" : "",
        ].join("")}
      </p>
      {one.cover !== null && (
        <p>
          Couverture&nbsp;: {coverStateLabels[one.cover.state].toLowerCase()}
          {one.cover.cover.length > 0 &&
            ` (${one.cover.cover.map(({ scheme }) => scheme.toUpperCase()).join(", ")})`}
          {!one.agreed.cover && ". Sans l’accord de la personne, elle n’est pas notée."}
        </p>
      )}
      {one.confirmations.map((confirmed) => (
        <p key={`${confirmed.onDay}${confirmed.state}`} className="soft small">
          Couverture {coverStateLabels[confirmed.state].toLowerCase()}, notée le {dayText(confirmed.onDay)}{" "}
          par {confirmed.by}
        </p>
      ))}
      {one.attestation && (
        <p>
          <a href={`/api/referrals/${one.id}/attestation`} target="_blank" rel="noreferrer">
            Voir la photo de l’attestation
          </a>
        </p>
      )}
    </Card>
  );
}

function Record({ one }: { readonly one: Referral }) {
  if (one.personId !== null)
    return (
      <Card title="Dossier">
        <div className="row">
          <Link to="/personnes/$id" params={{ id: one.personId }} className="button">
            Ouvrir le dossier
          </Link>
          {one.state === "accepted" && (
            <Link to="/personnes/$id/rendez-vous" params={{ id: one.personId }} className="button">
              Prendre rendez-vous
            </Link>
          )}
        </div>
      </Card>
    );
  if (one.state === "elsewhere" || one.state === "withdrawn") return null;
  return one.mayResolve ? (
    <ResolveReferral one={one} />
  ) : (
    <Alert tone="unknown" title="Il reste à dire de quel dossier il s’agit.">
      Un travailleur social, un référent administratif ou la direction médicale le fait.
    </Alert>
  );
}
