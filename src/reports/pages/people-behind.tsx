import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { PersonLine } from "../../people/model.ts";
import { birthText, shownName } from "../../people/names-shown.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { countText, numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { Period } from "../model.ts";

/** A figure someone opened: its code for the server, its words for the title. */
export interface OpenedFigure {
  readonly code: string;
  readonly label: string;
}

interface Behind {
  readonly total: number;
  readonly people: PersonLine[];
  readonly withheld: number;
}

interface PeopleBehindProps {
  readonly period: Period;
  readonly opened: OpenedFigure;
  readonly onClose: () => void;
}

/** Who a figure counts, within what this reader may know. */
export function PeopleBehind({ period, opened, onClose }: PeopleBehindProps) {
  const list = useQuery({
    queryKey: ["report-people", period, opened.code],
    queryFn: ({ signal }) => post<Behind>("/api/reports/people", { period, figure: opened.code }, { signal }),
  });
  return (
    <Dialog title={opened.label} onClose={onClose} wide>
      {list.isPending && <Loading what="Lecture de la liste" />}
      {list.isError && <Refused error={list.error} retry={list.refetch} />}
      {list.data && <BehindList behind={list.data} />}
      <div>
        <Button onPress={onClose}>Fermer</Button>
      </div>
    </Dialog>
  );
}

function BehindList({ behind }: { readonly behind: Behind }) {
  return (
    <>
      <p>{countText(behind.total, "personne comptée", "personnes comptées")} dans la période.</p>
      {behind.withheld > 0 && (
        <Alert
          tone="unknown"
          title={`${countText(behind.withheld, "personne")} que votre rôle ne peut pas lire`}
        >
          <p>Elles sont comptées, leur nom n’est pas montré.</p>
        </Alert>
      )}
      {behind.people.length > 0 && (
        <TableScroll label="Personnes comptées">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Nom</th>
                <th scope="col">Naissance</th>
                <th scope="col" className="number">
                  Dossier
                </th>
              </tr>
            </thead>
            <tbody>
              {behind.people.map((person) => (
                <tr key={person.id}>
                  <th scope="row">
                    <Link to="/personnes/$id" params={{ id: person.id }}>
                      {shownName(person).whole}
                    </Link>{" "}
                    <span className="soft">{shownName(person).born}</span>
                  </th>
                  <td>{birthText(person.birth) ?? <span className="soft">inconnue</span>}</td>
                  <td className="number">n°&nbsp;{person.localNumber}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {behind.people.length + behind.withheld < behind.total && (
        <p className="soft">
          Les {numberText(behind.people.length)} premières sont montrées, par ordre alphabétique.
        </p>
      )}
    </>
  );
}
