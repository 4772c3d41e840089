import { interpreterLabels } from "../../care/presence.ts";
import { languageLabel } from "../../people/languages.ts";
import { countText, numberText } from "../../ui/format.ts";
import { hours } from "../care-tables.ts";
import { type ActivityReport, glassLabels, takenUpLabels } from "../model.ts";
import { useComparison, useOpening } from "./report-context.ts";
import { WordCard } from "./word-cards.tsx";

interface CareCardProps {
  readonly report: ActivityReport;
}

/** Encounters with an interpreter: all, by kind of interpreter with its hours, by language. */
export function InterpretingCard({ report: { interpreting } }: CareCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  if (interpreting === null) return null;
  const { encounters, interpreters, languages } = interpreting;
  const line = (code: string, label: string, size: number, detail: string, before: Before) => ({
    key: code,
    label,
    size,
    value: numberText(size),
    detail,
    tone: "social" as const,
    compared: compare(size, ({ interpreting: other }) => other && before(other), numberText),
    onOpen: opening(code, `Interprétariat\u00a0: ${label}`),
  });
  type Before = (other: NonNullable<ActivityReport["interpreting"]>) => number;
  const visits = (size: number) => (size > 1 ? "venues" : "venue");
  return (
    <WordCard title="Interprétariat" figure="interpreting">
      {encounters === 0
        ? []
        : [
            line(
              "interpreted",
              "Venues avec interprète",
              encounters,
              visits(encounters),
              (o) => o.encounters,
            ),
            ...interpreters.map((one) =>
              line(
                `interpreter:${one.code}`,
                interpreterLabels[one.code],
                one.encounters,
                `${visits(one.encounters)}, ${numberText(hours(one.minutes))}\u00a0h`,
                (o) => o.interpreters.find(({ code }) => code === one.code)?.encounters ?? 0,
              ),
            ),
            ...languages.map((one) =>
              line(
                `language:${one.code}`,
                languageLabel(one.code),
                one.encounters,
                visits(one.encounters),
                (o) => o.languages.find(({ code }) => code === one.code)?.encounters ?? 0,
              ),
            ),
          ]}
    </WordCard>
  );
}

/** Care that people had given up, which the centre eased or started (handbook A5). */
export function TakenUpCard({ report: { takenUp } }: CareCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  if (takenUp === null) return null;
  return (
    <WordCard title={"Renoncements\u00a0: ce que le centre a fait"} figure="taken">
      {takenUp.map(({ part, cares, persons }) => ({
        key: part,
        label: takenUpLabels[part],
        size: cares,
        value: numberText(cares),
        detail: countText(persons, "personne"),
        tone: "care",
        compared: compare(cares, (o) => o.takenUp?.find((one) => one.part === part)?.cares, numberText),
        onOpen: cares === 0 ? undefined : opening(`taken:${part}`, takenUpLabels[part]),
      }))}
    </WordCard>
  );
}

/** Records broken open. Their list is the one the director reviews: it opens nothing here. */
export function GlassCard({ report: { glass } }: CareCardProps) {
  const compare = useComparison();
  if (glass === null) return null;
  const all = glass.reduce((sum, { openings }) => sum + openings, 0);
  return (
    <WordCard title={`Accès d’urgence\u00a0: ${countText(all, "ouverture")}`} figure="glass">
      {glass.map(({ outcome, openings }) => ({
        key: outcome,
        label: glassLabels[outcome],
        size: openings,
        value: numberText(openings),
        tone: "missing",
        compared: compare(
          openings,
          (o) => o.glass?.find((one) => one.outcome === outcome)?.openings,
          numberText,
        ),
      }))}
    </WordCard>
  );
}
