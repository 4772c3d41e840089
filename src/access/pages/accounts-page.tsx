import "./sign-in.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { AccountLine, AccountsPage as Page } from "../accounts/model.ts";
import { useMe } from "../use-me.ts";
import { AccountDialog } from "./accounts/account-dialog.tsx";
import { InviteDialog } from "./accounts/invite-dialog.tsx";
import { LetterheadCard } from "./accounts/letterhead-card.tsx";
import { UnattendedCard } from "./accounts/unattended-card.tsx";

/** Who has an account here, in which functions; inviting, changing, closing. */
export function AccountsPage() {
  const keeps = useMe().capabilities.includes("accounts");
  const [inviting, setInviting] = useState(false);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const accounts = useQuery({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => get<Page>("/api/accounts", { signal }),
  });
  const page = accounts.data;
  const opened = page?.accounts.find(({ id }) => id === openedId);
  return (
    <>
      <title>Comptes · Maillage</title>
      <div className="page-head">
        <h1>Comptes</h1>
        {keeps && page && (
          <Button tone="main" onPress={() => setInviting(true)}>
            Inviter quelqu’un
          </Button>
        )}
      </div>
      {accounts.isPending && <Loading what="Lecture des comptes" />}
      {accounts.isError && <Refused error={accounts.error} retry={accounts.refetch} />}
      {page && (
        <>
          <p className="soft">
            {page.mail
              ? "Les liens d’invitation partent par courrier électronique."
              : "Aucun envoi de courrier n’est réglé\u00a0: les liens d’invitation s’affichent ici, à remettre en main propre."}
          </p>
          <div className="card">
            <AccountsTable
              accounts={page.accounts}
              onOpen={(id) => {
                setOpenedId(id);
                // Whoever was invited may have come in since the list was read.
                void accounts.refetch();
              }}
            />
          </div>
        </>
      )}
      {keeps && page && <UnattendedCard />}
      {keeps && page && <LetterheadCard />}
      {inviting && page && (
        <InviteDialog
          page={page}
          onInvited={() => void accounts.refetch()}
          onClose={() => setInviting(false)}
        />
      )}
      {opened && page && (
        <AccountDialog
          page={page}
          account={opened}
          onChanged={accounts.refetch}
          onClose={() => setOpenedId(null)}
        />
      )}
    </>
  );
}

interface AccountsTableProps {
  readonly accounts: readonly AccountLine[];
  readonly onOpen: (id: string) => void;
}

function AccountsTable({ accounts, onOpen }: AccountsTableProps) {
  return (
    <TableScroll label="Comptes">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Nom</th>
            <th scope="col">Fonctions</th>
            <th scope="col">État</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id}>
              <th scope="row">
                <Button tone="quiet" onPress={() => onOpen(account.id)}>
                  {account.name}
                </Button>
                <span className="account-address soft small">{account.email}</span>
              </th>
              <td>{functionsOf(account)}</td>
              <td>
                <StandingBadge standing={account.standing} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function functionsOf({ assignments }: AccountLine): string {
  const current = assignments.filter(({ standing }) => standing === "current");
  return current.map((one) => `${one.roleLabel}, ${one.structure}`).join("\u00a0; ") || "aucune";
}

function StandingBadge({ standing }: Pick<AccountLine, "standing">) {
  if (standing === "closed") return <Badge tone="missing">fermé</Badge>;
  if (standing === "invited") return <Badge tone="wait">invité</Badge>;
  return <Badge tone="good">ouvert</Badge>;
}
