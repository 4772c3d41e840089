import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/days.ts";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { countText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post, postForm } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { columnLabels, type PlannedHalfDay, readPlanning, splitPasted } from "../planning/table.ts";
import { PlanningLines } from "./planning-lines.tsx";
import { type Planning, usePlanningChanged } from "./use-planning.ts";

const EXAMPLE =
  "Professionnel\tJour\tDe\tÀ\tLieu\tSalle\nDr Exemple\tlundi\t8h30\t12h\tDigoin\tCabinet 1\nDr Exemple\tmardi\t14:00\t17:30\tAutun";

/** A whole team's planning pasted or read from a file: shown line by line, then recorded at once. */
export function PlanningTablePart({ planning }: { readonly planning: Planning }) {
  const me = useMe();
  const changed = usePlanningChanged();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const draft = useDraft(me.accountId, "planning-table", () => ({
    text: "",
    /** Series made once for each half-day as written: sent twice, it is added once. */
    series: {} as Readonly<Record<string, string>>,
  }));
  const { text } = draft.value;
  const setText = (typed: string) => {
    setLeft(new Set());
    save.reset();
    draft.set((before) => ({ ...before, text: typed }));
  };
  const read = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.set("file", file);
      return postForm<{ rows: string[][] }>("/api/tables", form);
    },
    // As it would be pasted: one way to see it, correct it and keep it.
    onSuccess: ({ rows }) =>
      setText(rows.map((cells) => cells.map((cell) => cell.replace(/\s+/gu, " ")).join("\t")).join("\n")),
  });
  const table =
    text.trim() === ""
      ? null
      : readPlanning(splitPasted(text), {
          practitioners: planning.timetable.practitioners.filter(({ active }) => active),
          sites: planning.sites,
          rooms: planning.keeping.rooms.filter(({ active }) => active),
          halfDays: planning.timetable.halfDays,
          today: today(),
        });
  const lines = table && "lines" in table ? table.lines : [];
  const kept = lines.flatMap(({ row, halfDay, known }) =>
    halfDay !== null && !known && !left.has(row) ? [halfDay] : [],
  );
  const wrong = lines.filter(({ problems }) => problems.length > 0).length;
  const save = useMutation({
    mutationFn: async (halfDays: readonly PlannedHalfDay[]) => {
      const series = { ...draft.value.series };
      for (const one of halfDays) series[JSON.stringify(one)] ??= newId();
      draft.set((before) => ({ ...before, series }));
      return await post<{ added: number }>("/api/agenda/half-days", {
        halfDays: halfDays.map((one) => ({ ...one, seriesId: series[JSON.stringify(one)] })),
      });
    },
    onSuccess: async () => {
      draft.forget();
      draft.set({ text: "", series: {} });
      await changed();
    },
  });
  return (
    <Card title="Planning depuis un tableau">
      <p>
        Une ligne par demi-journée qui revient. Colonnes lues&nbsp;: {Object.values(columnLabels).join(", ")}.
        Les quatre premières sont nécessaires, avec le lieu s’il y en a plusieurs&nbsp;; sans date, les heures
        commencent aujourd’hui. Rien n’est enregistré avant votre accord.
      </p>
      <DraftNotice draft={draft} />
      {save.isSuccess && (
        <Alert
          tone="good"
          announced
          title={`${countText(save.data.added, "demi-journée ajoutée", "demi-journées ajoutées")} au planning.`}
        />
      )}
      <div className="row">
        <FileTrigger
          acceptedFileTypes={[".csv", ".tsv", ".txt", ".xlsx"]}
          onSelect={(files) => {
            const file = files?.[0];
            if (file) read.mutate(file);
          }}
        >
          <Button isPending={read.isPending}>Choisir un fichier (CSV ou XLSX)</Button>
        </FileTrigger>
        {text === "" && (
          <Button tone="quiet" onPress={() => setText(EXAMPLE)}>
            Montrer un exemple
          </Button>
        )}
      </div>
      {read.isError && <Refused error={read.error} />}
      <TextArea
        label="Ou collez le tableau, avec sa ligne de titres"
        name="table"
        rows={6}
        maxLength={200_000}
        value={text}
        onChange={setText}
      />
      {table !== null && "missing" in table && (
        <Alert
          tone="wait"
          title={`Il manque ${table.missing.length === 1 ? "une colonne" : "des colonnes"}\u00a0: ${table.missing.map((one) => columnLabels[one]).join(", ")}.`}
        >
          <p>Titres lus&nbsp;: {table.seen.join(", ")}. Rien n’est enregistré.</p>
        </Alert>
      )}
      {lines.length > 0 && (
        <>
          <p role="status">
            <strong>{countText(kept.length, "ligne")} à ajouter</strong>
            {wrong > 0 && `, ${countText(wrong, "ligne")} à corriger ou à laisser`}
            {lines.some(({ known }) => known) &&
              `, ${countText(lines.filter(({ known }) => known).length, "ligne")} déjà au planning`}
            .
          </p>
          <PlanningLines
            planning={planning}
            lines={lines}
            left={left}
            onLeave={(row, leaves) => {
              const next = new Set(left);
              if (leaves) next.add(row);
              else next.delete(row);
              setLeft(next);
            }}
          />
          {save.isError && <Refused error={save.error} />}
          <div className="row">
            <Button
              tone="main"
              isPending={save.isPending}
              isDisabled={kept.length === 0 || kept.length > 1_000}
              onPress={() => save.mutate(kept)}
            >
              Ajouter {countText(kept.length, "demi-journée")} au planning
            </Button>
            {kept.length > 1_000 && <p>Au plus 1 000 lignes à la fois&nbsp;: coupez le tableau en deux.</p>}
          </div>
        </>
      )}
    </Card>
  );
}
