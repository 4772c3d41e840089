import { languageLabel } from "../../../people/languages.ts";
import { Badge, type Tone } from "../../../ui/alert.tsx";
import { dayText, momentText } from "../../../ui/format.ts";
import { saidMeansLabels } from "../../objections/model.ts";
import { blockWords, type Consent } from "../../sharing/model.ts";

const STATES: Readonly<Record<Consent["state"], readonly [Tone, string]>> = {
  in_force: ["good", "en vigueur"],
  to_come: ["wait", "à venir"],
  ended: ["unknown", "terminé"],
  withdrawn: ["missing", "retiré"],
  corrected: ["unknown", "corrigé"],
};

/** One agreement, as noted: with whom, what, when, how, what was told, by whom, and how it ended. */
export function ConsentLine({ consent }: { readonly consent: Consent }) {
  const [tone, state] = STATES[consent.state];
  const vain = consent.natures.filter((nature) => !consent.opens.includes(nature));
  return (
    <div>
      <p>
        <strong>{consent.to}</strong> <Badge tone={tone}>{state}</Badge>
        <br />
        {consent.opens.length > 0 ? `Lit\u00a0: ${namesOf(consent.opens)}.` : "Ne lit rien aujourd’hui."}
        {vain.length > 0 && (
          <span className="soft">
            {" "}
            Accepté, mais aucune de ses fonctions ne le lit&nbsp;: {namesOf(vain)}.
          </span>
        )}
      </p>
      <p className="soft small">
        Dit {saidMeansLabels[consent.means]} le {dayText(consent.givenOn)}, recueilli par{" "}
        {consent.collectedBy}
        {consent.declared && " (déclaré par ce partenaire)"}, en {languageLabel(consent.language)}
        {consent.interpreter && " avec un interprète"}. {consent.informationGiven}
        <br />
        {consent.endsOn === null ? "Tant que la situation dure" : `Jusqu’au ${dayText(consent.endsOn)}`} ·
        noté
        {consent.recordedBy !== null && ` par ${consent.recordedBy}`} le {momentText(consent.knownFrom)}
        {consent.correction !== null && ` · corrige la ligne d’avant\u00a0: ${consent.correction}`}
        {consent.knownTo !== null && ` · corrigé le ${momentText(consent.knownTo)}`}
        {consent.withdrawnOn !== null &&
          consent.withdrawnMeans !== null &&
          ` · retrait dit ${saidMeansLabels[consent.withdrawnMeans]} le ${dayText(consent.withdrawnOn)}, noté par ${consent.withdrawnBy}`}
        {consent.withdrawnWords !== null &&
          consent.withdrawnWords !== "" &&
          `\u00a0: «\u00a0${consent.withdrawnWords}\u00a0»`}
      </p>
    </div>
  );
}

/** "Nom et naissance, couverture maladie". */
function namesOf(natures: readonly string[]): string {
  return blockWords(natures).join(", ");
}
