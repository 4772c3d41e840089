import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { addDays, today } from "../../ui/days.ts";
import { dayText, weekdayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { Absence, Closure } from "../planning/model.ts";
import { InterruptionForm } from "./interruption-form.tsx";
import { type Planning, siteName, usePlanningChanged, whoName } from "./use-planning.ts";

/** Who is away, which site is closed, and the public holidays to come. */
export function PlanningAbsences({ planning }: { readonly planning: Planning }) {
  const { timetable, keeping, sites } = planning;
  const [asking, setAsking] = useState<"absence" | "closure" | null>(null);
  const [past, setPast] = useState(false);
  const shown = <T extends { until: string }>(list: readonly T[]) =>
    list.filter(({ until }) => past || until > today());
  const absences = shown(timetable.absences);
  const closures = shown(timetable.closures);
  return (
    <div className="stack">
      <Card
        title="Absences"
        actions={
          <Button tone="main" onPress={() => setAsking("absence")}>
            Noter une absence
          </Button>
        }
      >
        <p className="soft">
          Où que la personne travaille. Le motif ne se note pas&nbsp;: il ne regarde personne ici.
        </p>
        {absences.length === 0 ? (
          <EmptyState title="Aucune absence à venir." />
        ) : (
          <ul className="planning-lines">
            {absences.map((one) => (
              <Line
                key={one.id}
                words={whoName(planning, one.professionalId)}
                one={one}
                path="absences"
                lift="Lever l’absence"
              />
            ))}
          </ul>
        )}
      </Card>
      <Card
        title="Fermetures"
        actions={<Button onPress={() => setAsking("closure")}>Noter une fermeture</Button>}
      >
        {closures.length === 0 ? (
          <EmptyState title="Aucune fermeture à venir." />
        ) : (
          <ul className="planning-lines">
            {closures.map((one) => (
              <Line
                key={one.id}
                words={[siteName(planning, one.siteId), one.label].filter(Boolean).join(", ")}
                one={one}
                path="closures"
                lift="Rouvrir"
              />
            ))}
          </ul>
        )}
        <div className="row">
          <Button tone="quiet" onPress={() => setPast(!past)}>
            {past ? "Cacher ce qui est passé" : "Montrer aussi ce qui est passé"}
          </Button>
        </div>
      </Card>
      <Card title="Prochains jours fériés">
        <ul className="planning-lines">
          {keeping.holidays.map(({ day, label, sites: where }) => (
            <li key={day + label}>
              {weekdayText(day)}&nbsp;: {label}
              {where.length < sites.length && ` (${where.map((id) => siteName(planning, id)).join(", ")})`}
            </li>
          ))}
        </ul>
      </Card>
      {asking && <InterruptionForm planning={planning} kind={asking} onClose={() => setAsking(null)} />}
    </div>
  );
}

interface LineProps {
  readonly words: string;
  readonly one: Absence | Closure;
  readonly path: "absences" | "closures";
  readonly lift: string;
}

function Line({ words, one, path, lift }: LineProps) {
  const changed = usePlanningChanged();
  const save = useMutation({
    mutationFn: () => post(`/api/agenda/${path}`, { ...one, lifted: true }),
    onSuccess: changed,
  });
  return (
    <li className="planning-line">
      <span>
        <strong>{words}</strong>, {periodText(one)}
      </span>
      {one.until > today() && "professionalId" in one && <CallPeople absence={one} words={words} />}
      {one.until > today() && (
        <Button
          tone="quiet"
          isPending={save.isPending}
          onPress={() => save.mutate()}
          aria-label={`${lift}\u00a0: ${words}, ${periodText(one)}`}
        >
          {lift}
        </Button>
      )}
      {save.isError && <Refused error={save.error} />}
    </li>
  );
}

/** Opens the list of whom to call, with hours held for each; opened twice, it is one list. */
function CallPeople({ absence, words }: { readonly absence: Absence; readonly words: string }) {
  const me = useMe();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: () => post("/api/agenda/rounds", absence),
    onSuccess: () => void navigate({ to: "/absences/$id", params: { id: absence.id } }),
  });
  if (!mayWrite(me, "appointments")) return null;
  return (
    <>
      <Button
        isPending={open.isPending}
        onPress={() => open.mutate()}
        aria-label={`Appeler les personnes attendues\u00a0: ${words}, ${periodText(absence)}`}
      >
        Appeler les personnes attendues
      </Button>
      {open.isError && <Refused error={open.error} />}
    </>
  );
}

/** "le 3 mars 2026", "du 3 mars 2026 au 5 mars 2026", "le 3 mars 2026 de 08:00 à 12:00"; the end is not counted. */
function periodText({ from, until }: Pick<Absence, "from" | "until">): string {
  const [first = "", starts = ""] = from.split("T");
  const [last = "", ends = ""] = until.split("T");
  const whole = starts.startsWith("00:00") && (ends.startsWith("00:00") || ends.startsWith("23:59"));
  if (whole) {
    const end = ends.startsWith("00:00") ? addDays(last, -1) : last;
    return first === end ? `le ${dayText(first)}` : `du ${dayText(first)} au ${dayText(end)} inclus`;
  }
  if (first === last) return `le ${dayText(first)} de ${starts.slice(0, 5)} à ${ends.slice(0, 5)}`;
  return `du ${dayText(first)} à ${starts.slice(0, 5)} au ${dayText(last)} à ${ends.slice(0, 5)}`;
}
