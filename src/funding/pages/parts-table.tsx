import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { shownName } from "../../people/names-shown.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { shortDayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import { type BoardLine, shareLabels } from "../model.ts";
import { eurosText } from "../rules.ts";
import { readAgain } from "./read-again.ts";
import { Standing, WhyWords } from "./share-words.tsx";

/** Shares of acts, the oldest first: whose, how much, who pays and why. */
export function PartsTable({
  lines,
  label,
}: {
  readonly lines: readonly BoardLine[];
  readonly label: string;
}) {
  const me = useMe();
  const client = useQueryClient();
  const regularise = useMutation({
    mutationFn: (part: string) => post(`/api/funding/parts/${part}/regularise`),
    onSettled: () => readAgain(client),
  });
  const settles = me.capabilities.includes("invoicing");
  return (
    <>
      {regularise.isError && <Refused error={regularise.error} />}
      <TableScroll label={label}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Jour</th>
              <th scope="col">Personne</th>
              <th scope="col">Acte</th>
              <th scope="col">Part</th>
              <th scope="col" className="funding-cents">
                Montant
              </th>
              <th scope="col">Où elle en est</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td className="nowrap">{shortDayText(line.onDay)}</td>
                <td>
                  <Whose line={line} />
                </td>
                <td>
                  {line.code ?? "Acte de soins"} {line.unverified && <Badge tone="unknown">à vérifier</Badge>}
                </td>
                <td>{shareLabels[line.part]}</td>
                <td className="funding-cents">{eurosText(line.cents)}</td>
                <td>
                  <Standing {...line} />
                  {line.broughtBack && (
                    <>
                      {" "}
                      <Badge tone="good">ramené par l’ouverture de droits</Badge>
                    </>
                  )}
                  <br />
                  <WhyWords why={line.why} since={line.since} lastDay={line.lastDay} />
                  {settles && line.state === "to_settle" && (
                    <Button
                      tone="quiet"
                      isPending={regularise.isPending && regularise.variables === line.id}
                      onPress={() => regularise.mutate(line.id)}
                    >
                      C’est régularisé
                    </Button>
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

/** A name that opens the record, or the record's number to who does not read names. */
function Whose({ line }: { readonly line: BoardLine }) {
  if (line.person === null) return <>Dossier n° {line.localNumber}</>;
  return (
    <Link to="/personnes/$id" params={{ id: line.person.id }}>
      {shownName(line.person).whole}
    </Link>
  );
}
