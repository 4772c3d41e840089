import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { ProbablePair } from "../duplicates/model.ts";
import { whyPair } from "../duplicates/rules.ts";

interface PairLineProps {
  readonly pair: ProbablePair;
  readonly onDecided: () => void;
}

/** Two records, why they may be one person's, and what to do; "deux personnes" can be taken back at once. */
export function PairLine({ pair, onDecided }: PairLineProps) {
  const [a, b] = pair.records;
  const names = `n°\u00a0${a.localNumber} et n°\u00a0${b.localNumber}`;
  const decide = useMutation({
    mutationFn: (distinct: boolean) =>
      post<{ distinct: boolean }>("/api/duplicates/distinct", { a: a.id, b: b.id, distinct }),
    onSuccess: onDecided,
  });
  if (decide.data?.distinct === true)
    return (
      <p className="row" role="status">
        {names}&nbsp;: ce sont deux personnes, ils ne seront plus proposés.
        <Button tone="quiet" isPending={decide.isPending} onPress={() => decide.mutate(false)}>
          Annuler cette réponse
        </Button>
      </p>
    );
  return (
    <>
      <Side record={a} />
      <Side record={b} />
      <div className="row row-apart">
        <span className="soft small">{capital(whyPair(pair))}</span>
        <span className="row">
          <Link
            to="/doublons/$a/$b"
            params={{ a: a.id, b: b.id }}
            className="button"
            aria-label={`Comparer les dossiers ${names}`}
          >
            Comparer
          </Link>
          <Button
            isPending={decide.isPending}
            aria-label={`Dossiers ${names}\u00a0: ce sont deux personnes`}
            onPress={() => decide.mutate(true)}
          >
            Deux personnes
          </Button>
        </span>
      </div>
      {decide.isError && <Refused error={decide.error} />}
    </>
  );
}

function Side({ record }: { readonly record: ProbablePair["records"][number] }) {
  const name = shownName(record);
  const birth = birthWords(record.birth);
  return (
    <p className="pair-record">
      <span>
        <strong>{name.family}</strong> {name.given}
        {name.born !== null && <span className="soft"> {name.born}</span>}
      </span>
      <span className={birth === null ? "soft" : ""}>
        {birth === null ? "naissance inconnue" : `${bornWord(record.sex)} ${birth}`}
      </span>
      <span className="soft small">n°&nbsp;{record.localNumber}</span>
    </p>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
