import { useQuery } from "@tanstack/react-query";
import { Badge } from "../../ui/alert.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { AccountLine } from "../model.ts";

/** Who has an account here, in which role; they are opened from the command line. */
export function AccountsPage() {
  const accounts = useQuery({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => get<{ accounts: AccountLine[] }>("/api/accounts", { signal }),
  });
  return (
    <>
      <title>Comptes · Maillage</title>
      <h1>Comptes</h1>
      <p className="soft">
        Un compte s’ouvre par la commande <code>maillage user add</code>, qui donne un lien d’invitation.
      </p>
      {accounts.isPending && <Loading what="Lecture des comptes" />}
      {accounts.isError && <Refused error={accounts.error} retry={accounts.refetch} />}
      {accounts.data && (
        <div className="card">
          <TableScroll label="Comptes">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Nom</th>
                  <th scope="col">Adresse</th>
                  <th scope="col">Rôle</th>
                  <th scope="col">État</th>
                </tr>
              </thead>
              <tbody>
                {accounts.data.accounts.map((account) => (
                  <tr key={account.id}>
                    <th scope="row">{account.name}</th>
                    <td>{account.email}</td>
                    <td>
                      {account.assignments
                        .map((one) => `${one.roleLabel}, ${one.structure}`)
                        .join("\u00a0; ") || "aucun"}
                    </td>
                    <td>
                      {account.disabled ? (
                        <Badge tone="missing">fermé</Badge>
                      ) : (
                        <Badge tone="good">ouvert</Badge>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </div>
      )}
    </>
  );
}
