import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { mayRead, mayWrite, useMe } from "../../access/use-me.ts";
import { maskedNumber, numberKindLabels } from "../../people/social-number.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { PersonPage } from "../model.ts";

/** The social security number, masked; shown whole on demand, which the trail keeps. Nothing while its use is not open. */
export function NumberCard({ page }: { readonly page: PersonPage }) {
  const me = useMe();
  const reveal = useMutation({
    mutationFn: () =>
      post<{ number: string }>(`/api/people/${page.numbers?.shown?.on ?? page.id}/number/reveal`),
    gcTime: 0,
  });
  if (page.numbers === null || !mayRead(me, "identity_detail")) return null;
  const { shown } = page.numbers;
  return (
    <Card
      title="Sécurité sociale"
      actions={
        mayWrite(me, "identity_detail") ? (
          <Link to="/personnes/$id/numero" params={{ id: page.id }} className="button button-quiet no-print">
            {shown === null ? "Noter" : "Modifier"}
          </Link>
        ) : undefined
      }
    >
      {shown === null ? (
        <p className="soft">Aucun numéro n’est noté.</p>
      ) : (
        <>
          <p>
            <span className="soft small">{numberKindLabels[shown.kind]}</span>
            <br />
            <strong className="nowrap">{reveal.data?.number ?? maskedNumber(shown.head)}</strong>
          </p>
          <p className="no-print">
            {reveal.data ? (
              <Button tone="quiet" onPress={() => reveal.reset()}>
                Masquer
              </Button>
            ) : (
              <Button tone="quiet" isPending={reveal.isPending} onPress={() => reveal.mutate()}>
                Montrer en entier
              </Button>
            )}
          </p>
          {reveal.isError && <Refused error={reveal.error} />}
        </>
      )}
    </Card>
  );
}
