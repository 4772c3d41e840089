import { Link } from "@tanstack/react-router";
import { mayRead, mayWrite, useMe } from "../../access/use-me.ts";
import { addressSourceLabels, addressUseLabels } from "../../people/address.ts";
import { addressesOn, addressFormsOf, addressWords } from "../../people/address-words.ts";
import { interpreterLabels, kindsByOthers, type Way } from "../../people/contact.ts";
import { MAY_NAME, MAY_NOT_NAME, rowsOf } from "../../people/contact-words.ts";
import { languageLabel } from "../../people/languages.ts";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { shortDayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** How to reach someone, in the order to try, and in which language. Of the dead, what was noted, with nothing to call. */
export function ReachCard({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const ways = rowsOf(page.contact, "way");
  const dead = rowsOf(page.contact, "death").length > 0;
  const write = mayWrite(me, "identity");
  const params = { id: page.id };
  return (
    <Card
      title="Joindre"
      actions={
        write && !dead ? (
          <Link to="/personnes/$id/joindre" params={params} className="button button-quiet no-print">
            Modifier
          </Link>
        ) : undefined
      }
    >
      {dead && <p>Personne décédée&nbsp;: aucun message n’est proposé.</p>}
      {ways.length === 0 && !dead && <p className="soft">Rien n’est noté.</p>}
      {!dead && (
        <ol className="reach-ways">
          {ways.map(({ id, content, by, at }) => (
            <li key={id}>
              <WayLine way={content} />
              <span className="soft small">
                noté le {shortDayText(at.slice(0, 10))}
                {by !== null && ` par ${by}`}
              </span>
            </li>
          ))}
        </ol>
      )}
      {mayRead(me, "identity_detail") && <SpeechLines page={page} />}
      <AddressLines page={page} />
      {write && (
        <p className="row small no-print">
          {mayWrite(me, "identity_detail") && (
            <Link to="/personnes/$id/langues" params={params}>
              Langues
            </Link>
          )}
          <Link to="/personnes/$id/adresses" params={params}>
            {mayWrite(me, "identity_detail") ? "Adresses" : "Commune"}
          </Link>
          <Link to="/personnes/$id/deces" params={params}>
            {dead ? "Corriger le décès" : "Noter un décès"}
          </Link>
        </p>
      )}
    </Card>
  );
}

function AddressLines({ page }: { readonly page: PersonPage }) {
  return addressesOn(addressFormsOf(page.contact), today()).map((address) => (
    <p key={address.use}>
      <span className="soft small">{addressUseLabels[address.use]}</span>
      <br />
      <strong>{addressWords(address)}</strong>
      <br />
      <span className="soft small">
        depuis le {shortDayText(address.from)}, {addressSourceLabels[address.source]}
      </span>
    </p>
  ));
}

function WayLine({ way }: { readonly way: Way }) {
  return (
    <>
      <strong>{way.kind === "message" ? `Message laissé à ${way.shown}` : <Reached way={way} />}</strong>
      {way.holder !== null && <span>{way.holder}</span>}
      {kindsByOthers.includes(way.kind) && (
        <span className="small">{way.mayName ? MAY_NAME : <strong>{MAY_NOT_NAME}</strong>}</span>
      )}
      {way.note !== null && <span>{way.note}</span>}
    </>
  );
}

function Reached({ way }: { readonly way: Way }) {
  if (way.e164 !== null)
    return (
      <a href={`tel:${way.e164}`} className="nowrap">
        {way.shown}
      </a>
    );
  return way.kind === "email" ? <a href={`mailto:${way.shown}`}>{way.shown}</a> : way.shown;
}

function SpeechLines({ page }: { readonly page: PersonPage }) {
  const speech = rowsOf(page.contact, "speech")[0]?.content;
  if (!speech) return null;
  return (
    <p>
      <span className="soft small">Langues</span>
      <br />
      {speech.languages.map(({ code, level }) => (
        <span key={code} className="reach-language">
          <strong>{languageLabel(code)}</strong>
          {level === "interpreter" && <span className="soft small"> avec un interprète</span>}
        </span>
      ))}
      <span className="soft small">{interpreterLabels[speech.interpreter]}</span>
    </p>
  );
}
