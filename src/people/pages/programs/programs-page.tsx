import "./programs.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../../access/use-me.ts";
import { Alert, Badge } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { useDraft } from "../../../ui/draft.ts";
import { DraftNotice } from "../../../ui/draft-notice.tsx";
import { momentText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { get, post, ServerProblem } from "../../../ui/server/api-client.ts";
import { TableScroll } from "../../../ui/table-scroll.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { openingPath, type ProgramLine } from "../../programs.ts";
import { CareCard } from "./care-card.tsx";

const KEY = ["programs"];

/** Where the technical administrator writes down the programs that may open a person's page here, and revokes them. */
export function ProgramsPage() {
  const client = useQueryClient();
  const programs = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ programs: ProgramLine[] }>("/api/programs", { signal }),
  });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: KEY });
    void client.invalidateQueries({ queryKey: ["vocabulary"] });
  };
  return (
    <>
      <title>Autres logiciels · Maillage</title>
      <h1>Autres logiciels</h1>
      <p className="soft">
        Un logiciel inscrit ici peut ouvrir le dossier d’une personne par le numéro qu’il lui donne. Le lien
        ne remplace ni la connexion ni les droits&nbsp;: le dossier s’ouvre dans la session de chacun, ou pas
        du tout, et le journal le garde.
      </p>
      <AddProgram onAdded={refresh} />
      {programs.isPending && <Loading what="Lecture des logiciels" />}
      {programs.isError && <Refused error={programs.error} retry={programs.refetch} />}
      {programs.data && (
        <Card title="Logiciels inscrits">
          {programs.data.programs.length === 0 ? (
            <EmptyState title="Aucun logiciel n’est inscrit." />
          ) : (
            <ProgramsTable programs={programs.data.programs} onChanged={refresh} />
          )}
        </Card>
      )}
      <CareCard />
    </>
  );
}

interface Added {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

function AddProgram({ onAdded }: { readonly onAdded: () => void }) {
  const draft = useDraft(useMe().accountId, "program", () => "");
  const [shown, setShown] = useState<Added | null>(null);
  const add = useMutation({
    mutationFn: async (name: string): Promise<Added> => {
      const id = newId();
      return { id, name, ...(await post<{ secret: string }>("/api/programs", { id, name })) };
    },
    onSuccess: (added) => {
      draft.forget();
      setShown(added);
      onAdded();
    },
    gcTime: 0,
  });
  const errors = add.error instanceof ServerProblem ? add.error.fields : {};
  if (shown !== null)
    return (
      <Alert
        tone="wait"
        title={`${shown.name}\u00a0: recopiez sa clé maintenant, elle ne sera plus jamais montrée.`}
        announced
      >
        <dl className="program-keys">
          <dt>Clé secrète</dt>
          <dd>
            <code>{shown.secret}</code>
          </dd>
          <dt>Identifiant du logiciel</dt>
          <dd>
            <code>{shown.id}</code>
          </dd>
          <dt>Adresse où il envoie son formulaire</dt>
          <dd>
            <code>{window.location.origin + openingPath}</code>
          </dd>
        </dl>
        <p>
          Remettez-les de la main à la main à qui règle ce logiciel. Pour changer de clé, inscrivez-le sous un
          autre nom, puis révoquez l’ancien.
        </p>
        <div className="row">
          <Button
            tone="main"
            onPress={() => {
              setShown(null);
              add.reset();
            }}
          >
            Je l’ai recopiée
          </Button>
        </div>
      </Alert>
    );
  return (
    <Card title="Inscrire un logiciel">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(draft.value);
        }}
      >
        <DraftNotice draft={draft} />
        <TextField
          label="Nom du logiciel"
          name="name"
          value={draft.value}
          onChange={(typed) => draft.set(() => typed)}
          autoComplete="off"
          help="Celui que l’équipe lui connaît&nbsp;: il est montré au dossier, à côté du numéro."
          error={errors.name}
        />
        {add.isError && <Refused error={add.error} />}
        <div>
          <Button type="submit" tone="main" isPending={add.isPending} isDisabled={draft.value.trim() === ""}>
            {add.isPending ? "Inscription…" : "Inscrire ce logiciel"}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function ProgramsTable({
  programs,
  onChanged,
}: {
  readonly programs: readonly ProgramLine[];
  readonly onChanged: () => void;
}) {
  const [asking, setAsking] = useState<string | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => post(`/api/programs/${id}/revoke`),
    onSuccess: () => {
      setAsking(null);
      onChanged();
    },
  });
  const moment = (text: string) => momentText(text).slice(0, 16);
  return (
    <>
      {revoke.isError && <Refused error={revoke.error} />}
      <TableScroll label="Tableau des logiciels inscrits">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Nom</th>
              <th scope="col">Inscrit</th>
              <th scope="col">Dernière ouverture</th>
              <th scope="col">État</th>
            </tr>
          </thead>
          <tbody>
            {programs.map(({ id, name, madeAt, madeBy, lastUsedAt, revokedAt, revokedBy }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>
                  le {moment(madeAt)} par {madeBy}
                </td>
                <td>{lastUsedAt === null ? "jamais" : moment(lastUsedAt)}</td>
                <td>
                  {revokedAt !== null ? (
                    <>
                      <Badge tone="missing">révoqué</Badge>{" "}
                      <span className="soft small">
                        le {moment(revokedAt)} par {revokedBy}
                      </span>
                    </>
                  ) : asking === id ? (
                    <Button tone="danger" isPending={revoke.isPending} onPress={() => revoke.mutate(id)}>
                      Révoquer {name} pour de bon
                    </Button>
                  ) : (
                    <span className="row">
                      <Badge tone="good">en usage</Badge>
                      <Button tone="quiet" aria-label={`Révoquer ${name}`} onPress={() => setAsking(id)}>
                        Révoquer
                      </Button>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}
