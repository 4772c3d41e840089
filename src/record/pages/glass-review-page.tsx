import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { shownName } from "../../people/names-shown.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { ChoiceField, ViewSwitch } from "../../ui/choice-field.tsx";
import { countText, dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { outcomeLabels, type ReviewForm, type ReviewLine } from "../glass/model.ts";

const VIEWS = [
  { code: "pending", label: "À examiner" },
  { code: "all", label: "Tous" },
] as const;
const KEY = ["glass-review"];

/** What was broken open, for who must say whether it had to be. */
export function GlassReviewPage() {
  const [view, setView] = useState<(typeof VIEWS)[number]["code"]>("pending");
  const list = useInfiniteQuery({
    queryKey: [...KEY, view],
    queryFn: ({ pageParam, signal }) =>
      post<{ lines: ReviewLine[]; more: boolean }>(
        "/api/glass/review",
        { pending: view === "pending", ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ lines, more }) => (more ? (lines.at(-1)?.at ?? undefined) : undefined),
  });
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <>
      <title>Accès d’urgence à examiner · Maillage</title>
      <h1>Accès d’urgence à examiner</h1>
      <p className="soft">
        Chaque dossier ouvert en urgence, et chaque recherche sans résultat. On n’examine pas ses propres
        accès.
      </p>
      <div>
        <ViewSwitch label="Accès montrés" options={VIEWS} value={view} onChange={setView} />
      </div>
      {list.isPending && <Loading what="Lecture des accès d’urgence" />}
      {list.isError && <Refused error={list.error} retry={list.refetch} />}
      {list.data && lines.length === 0 && (
        <EmptyState
          title={view === "pending" ? "Rien n’attend d’examen." : "Aucun dossier n’a été ouvert en urgence."}
        />
      )}
      {lines.map((line) => (
        <Card key={line.id} title={`${line.by}, ${line.role}`} actions={<Outcome line={line} />}>
          <ReviewFacts line={line} />
          {line.outcome === null && !line.own && <Conclude id={line.id} />}
        </Card>
      ))}
      {list.hasNextPage && (
        <div>
          <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            Accès plus anciens
          </Button>
        </div>
      )}
    </>
  );
}

function Outcome({ line }: { readonly line: ReviewLine }) {
  if (line.outcome === null)
    return <Badge tone="wait">{line.own ? "examiné par un autre" : "à examiner"}</Badge>;
  return (
    <Badge tone={line.outcome === "justified" ? "good" : "missing"}>{outcomeLabels[line.outcome]}</Badge>
  );
}

function ReviewFacts({ line }: { readonly line: ReviewLine }) {
  return (
    <dl className="facts">
      <dt>Quand</dt>
      <dd>{momentText(line.at)}</dd>
      <dt>Structure</dt>
      <dd>{line.structure}</dd>
      <dt>Motif</dt>
      <dd>{line.reason}</dd>
      <dt>En ses mots</dt>
      <dd>«&nbsp;{line.words}&nbsp;»</dd>
      <dt>Dossier</dt>
      <dd>
        {!line.found ? (
          "aucun ne répondait à ce qui était écrit"
        ) : line.person === null ? (
          "d’une personne que votre rôle ne montre pas"
        ) : (
          <Link to="/personnes/$id" params={{ id: line.person.id }}>
            {shownName(line.person).whole}, n°&nbsp;{line.person.localNumber}
          </Link>
        )}
      </dd>
      {line.acts !== null && (
        <>
          <dt>Pendant l’heure</dt>
          <dd>{countText(line.acts, "acte")} sur ce dossier</dd>
          <dt>La personne</dt>
          <dd>{line.toldOn === null ? "pas encore informée" : `informée le ${dayText(line.toldOn)}`}</dd>
        </>
      )}
      {line.outcome !== null && (
        <>
          <dt>Conclusion</dt>
          <dd>
            {outcomeLabels[line.outcome]}, par {line.reviewedBy}
            {line.reviewWords !== "" && ` : «\u00a0${line.reviewWords}\u00a0»`}
          </dd>
        </>
      )}
    </dl>
  );
}

const OUTCOMES = (["justified", "unjustified"] as const).map((code) => ({
  code,
  label: outcomeLabels[code],
}));

function Conclude({ id }: { readonly id: string }) {
  const [outcome, setOutcome] = useState<ReviewForm["outcome"] | null>(null);
  const [words, setWords] = useState("");
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => post(`/api/glass/${id}/review`, { outcome, words }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ChoiceField label="Cet accès était" options={OUTCOMES} value={outcome} onChange={setOutcome} />
      <TextArea
        label={outcome === "unjustified" ? "Pourquoi, et ce qui suit" : "Remarque (facultatif)"}
        name="words"
        value={words}
        onChange={setWords}
        rows={2}
        maxLength={2000}
        error={errors.words}
      />
      {save.isError && <Refused error={save.error} />}
      <div>
        <Button type="submit" tone="main" isPending={save.isPending} isDisabled={outcome === null}>
          Conclure
        </Button>
      </div>
    </form>
  );
}
