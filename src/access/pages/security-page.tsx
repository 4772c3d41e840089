import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import { mayRead, useMe } from "../use-me.ts";
import { DigestCard } from "./digest-card.tsx";
import { EnrolSecondFactor } from "./enrol-second-factor.tsx";
import { SessionsList } from "./sessions-list.tsx";

/** One's own account: what protects it, and adding a second factor. */
export function SecurityPage() {
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState(false);
  const { totp, passkeys } = me.secondFactor;
  return (
    <>
      <title>Ma sécurité · Maillage</title>
      <h1>Ma sécurité</h1>
      <Card title="Mon compte">
        <dl className="facts">
          <dt>Nom</dt>
          <dd>{me.name}</dd>
          <dt>Adresse</dt>
          <dd>{me.email}</dd>
          <dt>Rôle</dt>
          <dd>
            {me.roleLabel}, {me.structure}
          </dd>
          <dt>Fermeture automatique</dt>
          <dd>après {countText(Math.round(me.idleSeconds / 60), "minute")} sans activité</dd>
        </dl>
      </Card>
      <Card title="Seconde preuve">
        <dl className="facts">
          <dt>Application d’authentification</dt>
          <dd>{totp ? "en place" : "pas encore"}</dd>
          <dt>Clés d’accès</dt>
          <dd>{passkeys === 0 ? "aucune" : passkeys}</dd>
        </dl>
        {added && <Alert tone="good" title="C’est enregistré." announced />}
        {adding ? (
          <EnrolSecondFactor
            onDone={() => {
              setAdding(false);
              setAdded(true);
            }}
          />
        ) : (
          <div>
            <Button onPress={() => setAdding(true)}>Ajouter une seconde preuve</Button>
          </div>
        )}
      </Card>
      {mayRead(me, "right_requests") && <DigestCard />}
      <Card title="Sessions ouvertes">
        <SessionsList />
      </Card>
    </>
  );
}
