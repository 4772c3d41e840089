import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { languageLabels } from "../../../people/languages.ts";
import { shownName } from "../../../people/names-shown.ts";
import { type ListLanguage, listLanguages } from "../../../rights/papers.ts";
import { Button } from "../../../ui/button.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { dayText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { get, postForFile } from "../../../ui/server/api-client.ts";
import { TableScroll } from "../../../ui/table-scroll.tsx";
import { blockWords, type Consent, type Sharing } from "../../sharing/model.ts";
import { ConsentForm } from "./consent-form.tsx";
import { ConsentLine } from "./consent-line.tsx";
import { WithdrawForm } from "./withdraw-form.tsx";

/** The circle of a person: who reads what, by function in the team, by agreement outside it, and whom they refuse. */
export function SharingPage() {
  const { id } = useParams({ from: "/personnes/$id/partage" });
  const sharing = useQuery({
    queryKey: ["sharing", id],
    queryFn: ({ signal }) => get<Sharing>(`/api/people/${id}/sharing`, { signal }),
  });
  if (sharing.isPending) return <Loading what="Lecture du partage" />;
  if (sharing.isError) return <Refused error={sharing.error} retry={sharing.refetch} />;
  const { identity, localNumber, choices, consents } = sharing.data;
  const about = identity === null ? `Dossier n°\u00a0${localNumber}` : shownName(identity).whole;
  const past = consents.filter(({ state }) => !isOpen(state));
  return (
    <>
      <title>Partage · Maillage</title>
      <div className="page-head">
        <h1>Partage&nbsp;: {about}</h1>
        {choices !== null && <Notice personId={id} />}
      </div>
      {identity !== null && (
        <p>
          <Link to="/personnes/$id" params={{ id }} className="no-print">
            Revenir au dossier
          </Link>
        </p>
      )}
      <p className="soft">
        L’équipe de soins lit selon la fonction de chacun, sans accord à demander&nbsp;; la personne en est
        informée et peut s’opposer. Hors de l’équipe, rien n’est lu sans un accord noté ici (code de la santé
        publique, L1110-4). Un retrait vaut aussitôt, même sur un écran déjà ouvert.
      </p>
      <Agreements personId={id} sharing={sharing.data} />
      <Objections personId={id} sharing={sharing.data} />
      <Team sharing={sharing.data} />
      {past.length > 0 && (
        <Card title="Accords d’avant">
          <ul className="stack">
            {past.map((consent) => (
              <li key={consent.id}>
                <ConsentLine consent={consent} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function isOpen(state: Consent["state"]): boolean {
  return state === "in_force" || state === "to_come";
}

/** The notice, made now of what is in force now. */
function Notice({ personId }: { readonly personId: string }) {
  const [language, setLanguage] = useState<ListLanguage | "fr">("fr");
  const print = useMutation({
    mutationFn: () =>
      postForFile(`/api/people/${personId}/sharing/notice`, {
        language: language === "fr" ? null : language,
      }),
    onSuccess: saveFile,
  });
  return (
    <div className="no-print sharing-notice">
      <SelectField<ListLanguage | "fr">
        label="Langue de la notice"
        options={[
          { code: "fr", label: "français seul" },
          ...listLanguages.map((code) => ({ code, label: `français et ${languageLabels[code]}` })),
        ]}
        value={language}
        onChange={setLanguage}
        {...(language === "fr"
          ? {}
          : {
              help: "Ce qui n’a pas été relu par une personne qui parle cette langue est signalé sur la notice.",
            })}
      />
      <Button isPending={print.isPending} onPress={() => print.mutate()}>
        Notice à remettre (PDF)
      </Button>
      {print.isError && <Refused error={print.error} />}
    </div>
  );
}

interface PartProps {
  readonly personId: string;
  readonly sharing: Sharing;
}

function Agreements({ personId, sharing: { consents, choices } }: PartProps) {
  const [acting, setActing] = useState<{ readonly id: string; readonly how: "withdraw" | "correct" } | null>(
    null,
  );
  const open = consents.filter(({ state }) => isOpen(state));
  const corrected = acting?.how === "correct" ? open.find(({ id }) => id === acting.id) : undefined;
  const done = () => setActing(null);
  return (
    <>
      <Card title="Hors de l’équipe, avec son accord">
        {open.length === 0 && (
          <EmptyState title="Rien n’est partagé hors de l’équipe.">
            <p className="soft">Aucun accord n’est en vigueur.</p>
          </EmptyState>
        )}
        <ul className="stack">
          {open.map((consent) => (
            <li key={consent.id} className="stack">
              <ConsentLine consent={consent} />
              {choices !== null &&
                (acting?.id === consent.id && acting.how === "withdraw" ? (
                  <WithdrawForm personId={personId} consent={consent} onDone={done} />
                ) : (
                  <div className="row no-print">
                    <Button onPress={() => setActing({ id: consent.id, how: "withdraw" })}>
                      La personne retire cet accord
                    </Button>
                    <Button tone="quiet" onPress={() => setActing({ id: consent.id, how: "correct" })}>
                      Corriger
                    </Button>
                  </div>
                ))}
            </li>
          ))}
        </ul>
      </Card>
      {choices !== null && (
        <ConsentForm
          key={corrected?.id ?? "new"}
          personId={personId}
          choices={choices}
          corrects={corrected ?? null}
          onDone={done}
        />
      )}
    </>
  );
}

function Objections({ personId, sharing: { objections, choices } }: PartProps) {
  return (
    <Card title="Oppositions en vigueur">
      {objections.length === 0 ? (
        <EmptyState title="La personne ne s’oppose à personne." />
      ) : (
        <ul className="stack">
          {objections.map(({ account, saidOn }) => (
            <li key={`${account} ${saidOn}`}>
              <strong>{account}</strong> ne lit rien depuis le {dayText(saidOn)}
            </li>
          ))}
        </ul>
      )}
      {choices !== null && (
        <p>
          <Link to="/personnes/$id/oppositions" params={{ id: personId }} className="no-print">
            Noter ou lever une opposition
          </Link>
        </p>
      )}
    </Card>
  );
}

function Team({ sharing: { team } }: { readonly sharing: Sharing }) {
  return (
    <Card title="Dans l’équipe, par fonction">
      <TableScroll label="Qui lit quoi dans l’équipe">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Fonction</th>
              <th scope="col">Qui</th>
              <th scope="col">Lit</th>
              <th scope="col">En résumé</th>
            </tr>
          </thead>
          <tbody>
            {team.map((one) => (
              <tr key={`${one.structure} ${one.role}`}>
                <th scope="row">{one.role}</th>
                <td>
                  {one.names.join(", ")}
                  <br />
                  <span className="soft small">{one.structure}</span>
                </td>
                <td>{blockWords(one.reads).join(", ") || "–"}</td>
                <td>{blockWords(one.sums).join(", ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}
