import { averageText, countText, numberText, percentText } from "../../ui/format.ts";
import { type AttendanceState, attendanceLabels, attendanceStates, waitLabels } from "../admission-model.ts";
import { attendanceRate, callLines, hourText, tradeOf } from "../admission-tables.ts";
import type { ActivityReport } from "../model.ts";
import { useComparison, useOpening } from "./report-context.ts";
import { WordCard } from "./word-cards.tsx";

interface AgendaCardProps {
  readonly report: ActivityReport;
}

const TONES = {
  honoured: "good",
  missed: "missing",
  excused: "unknown",
  cancelled: "unknown",
  open: "wait",
} as const satisfies Record<AttendanceState, string>;
const daysText = (days: number) => `${numberText(days)}\u00a0j`;

/** What became of appointments; how many were kept of those where someone was expected. */
export function AttendanceCard({ report: { attendance } }: AgendaCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  if (attendance === null) return null;
  const rate = attendanceRate(attendance);
  return (
    <WordCard
      title={`Rendez-vous\u00a0: ${rate === null ? "assiduité non mesurable" : `${percentText(rate)} d’assiduité`}`}
      figure="attendance"
    >
      {attendanceStates.map((state) => ({
        key: state,
        label: attendanceLabels[state],
        size: attendance[state],
        value: numberText(attendance[state]),
        detail: attendance[state] === 0 ? "" : "voir la liste",
        tone: TONES[state],
        compared: compare(attendance[state], (o) => o.attendance?.[state], numberText),
        onOpen: opening(`attendance:${state}`, `Rendez-vous\u00a0: ${attendanceLabels[state]}`),
      }))}
    </WordCard>
  );
}

/** Days waited before being received. */
export function WaitsCard({ report: { waits } }: AgendaCardProps) {
  const compare = useComparison();
  if (waits === null) return null;
  return (
    <WordCard title="Délais d’accueil" figure="waits">
      {waits
        .filter(({ known, unknown }) => known + unknown > 0)
        .map(({ part, known, unknown, median, p90 }) => ({
          key: part,
          label: `${waitLabels[part]} (sur ${numberText(known)}${unknown === 0 ? "" : `, ${numberText(unknown)} sans terme`})`,
          size: median ?? 0,
          value: median === null ? "–" : daysText(median),
          detail: p90 === null ? "" : `neuf sur dix\u00a0: ${daysText(p90)}`,
          tone: "wait",
          compared: compare(median, (o) => o.waits?.find((one) => one.part === part)?.median, daysText),
        }))}
    </WordCard>
  );
}

/** Hours the team gives, and its shares of full time, by trade. */
export function HoursCard({ report: { hours } }: AgendaCardProps) {
  if (hours === null) return null;
  return (
    <WordCard title="Heures données et équivalents temps plein" figure="hours">
      {hours.map((one) => ({
        key: `${one.profession} ${one.standing}`,
        label: tradeOf(one),
        size: one.minutes,
        value: `${numberText(Math.round(one.minutes / 60))}\u00a0h`,
        detail: `${countText(one.practitioners, "personne")}, ${one.fte === null ? "ETP non noté" : `${averageText(one.fte)} ETP`}`,
        tone: "care",
      }))}
    </WordCard>
  );
}

/** Where people came. */
export function SitesCard({ report: { places } }: AgendaCardProps) {
  if (places === null || places.sites.length < 2) return null;
  return (
    <WordCard title="Activité par lieu" figure="sites">
      {places.sites.map(({ id, name, consultations, persons }) => ({
        key: id ?? "",
        label: name ?? "Lieu non précisé",
        size: consultations,
        value: numberText(consultations),
        detail: countText(persons, "personne"),
        tone: "care",
      }))}
    </WordCard>
  );
}

/** Where people live. */
export function BasinsCard({ report: { places } }: AgendaCardProps) {
  const compare = useComparison();
  if (places === null) return null;
  return (
    <WordCard title="Activité par bassin" figure="basins">
      {places.basins.map(({ code, label, consultations, persons }) => ({
        key: code,
        label,
        size: persons,
        value: numberText(persons),
        detail: `${persons > 1 ? "personnes" : "personne"}, ${countText(consultations, "venue")}`,
        tone: code === "" ? "unknown" : "social",
        compared: compare(
          persons,
          (o) => o.places?.basins.find((one) => one.code === code)?.persons ?? 0,
          numberText,
        ),
      }))}
    </WordCard>
  );
}

/** What came of calls. */
export function CallsCard({ report: { calls } }: AgendaCardProps) {
  const compare = useComparison();
  if (calls === null) return null;
  return (
    <WordCard title="Appels, par issue" figure="calls">
      {callLines(calls).map(({ code, label, calls: n }) => ({
        key: code,
        label,
        size: n,
        value: numberText(n),
        detail: "",
        tone: code === "emergency" ? "missing" : "cover",
        compared: compare(n, (o) => o.calls?.outcomes[code] ?? 0, numberText),
      }))}
    </WordCard>
  );
}

/** When people call. */
export function CallHoursCard({ report: { calls } }: AgendaCardProps) {
  if (calls === null || calls.hours.length === 0) return null;
  return (
    <WordCard title="Appels, par heure" figure="callHours">
      {calls.hours.map(({ hour, calls: n }) => ({
        key: String(hour),
        label: hourText(hour),
        size: n,
        value: numberText(n),
        detail: "",
        tone: "cover",
      }))}
    </WordCard>
  );
}
