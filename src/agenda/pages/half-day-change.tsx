import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { dayText, WEEKDAYS, weekdayText } from "../../ui/format.ts";
import type { HalfDay } from "../planning/model.ts";
import type { Occurrence } from "../planning/week.ts";
import { HalfDayFields, hoursOf } from "./half-day-fields.tsx";
import { KeptForField, RhythmFields, rhythmOf } from "./half-day-rhythm.tsx";
import { SaveRefused } from "./save-refused.tsx";
import { type Planning, shortHour, siteName, useKept, whoName } from "./use-planning.ts";

interface HalfDayChangeProps {
  readonly planning: Planning;
  readonly held: Occurrence;
  readonly onClose: () => void;
}

type Scope = "one" | "following" | "all";

/** Alters or gives up hours: this once, from this day on, or altogether. */
export function HalfDayChange({ planning, held, onClose }: HalfDayChangeProps) {
  const { series, day } = held;
  const me = useMe();
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, `half-day ${series.seriesId} ${day}`, () => ({
    scope: "one" as Scope,
    site: held.siteId,
    room: held.roomId ?? "",
    starts: shortHour(held.starts),
    ends: shortHour(held.ends),
    capacity: held.capacity === null ? "" : String(held.capacity),
    weekday: String(series.weekday),
    everyWeeks: String(series.everyWeeks),
    services: series.services,
  }));
  const { value } = draft;
  const set = (change: Partial<typeof value>) => draft.set({ ...value, ...change });
  const { scope } = value;
  const hours = hoursOf(value);
  const { save, setStamp } = useKept(`/api/agenda/half-days/${series.seriesId}/change`, series, () => {
    draft.forget();
    onClose();
  });
  // Once, hours stay on their day: when they come back is of the series.
  const typed = { ...hours, ...(scope === "one" ? {} : rhythmOf(value)) };
  const change = (cancelled: boolean) =>
    save.mutate({ scope, onDay: day, cancelled, ...(cancelled ? {} : typed) });
  // As they are now: of a change made by someone else meanwhile.
  const now = planning.timetable.halfDays.find(
    (one) => one.seriesId === series.seriesId && one.from <= day && (one.until === null || day <= one.until),
  );
  const once = planning.timetable.exceptions.find(
    (one) => one.seriesId === series.seriesId && one.onDay === day,
  );
  const touched = touchedBy((now ?? series).booked, scope, day);
  const since = series.until === null ? "" : `, jusqu’au ${dayText(series.until)}`;
  return (
    <Dialog
      title={`${whoName(planning, series.professionalId)}, ${weekdayText(day)}`}
      onClose={onClose}
      canDismiss={!draft.changed}
      wide
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (hours !== null && !save.isPending) change(false);
        }}
      >
        <DraftNotice draft={draft} />
        <p className="soft">
          De {shortHour(series.starts)} à {shortHour(series.ends)}, {siteName(planning, series.siteId)},{" "}
          {rhythmWords(series)}, depuis le {dayText(series.from)}
          {since}.
        </p>
        {held.interrupted === "given_up" && (
          <Alert
            tone="unknown"
            title={"Supprimée ce jour-là. Enregistrez pour «\u00a0seulement ce jour\u00a0» et elle revient."}
          />
        )}
        <ChoiceField<Scope>
          label="Ce qui change"
          options={[
            { code: "one", label: `Seulement le ${weekdayText(day)}` },
            { code: "following", label: `À partir du ${dayText(day)}` },
            { code: "all", label: "Toute la série" },
          ]}
          value={scope}
          onChange={(scope) => set({ scope })}
          {...(scope === "all" ? { help: "Les heures déjà comptées changent aussi." } : {})}
        />
        {scope !== "one" && <RhythmFields value={value} onChange={set} />}
        <HalfDayFields planning={planning} value={value} onChange={set} judged={judged} />
        {scope !== "one" && (
          <KeptForField
            planning={planning}
            professionalId={series.professionalId}
            value={value}
            onChange={set}
          />
        )}
        {touched > 0 && (
          <p role="status">
            <strong>
              {touched === 1
                ? "1 rendez-vous est pris dans ces heures."
                : `${touched} rendez-vous sont pris dans ces heures.`}
            </strong>{" "}
            Ceux qui n’y tiendront plus seront à prévenir&nbsp;: ils seront listés après l’enregistrement.
          </p>
        )}
        {save.isError && (
          <SaveRefused
            error={save.error}
            now={nowWords(planning, now, once)}
            onKeepMine={() => {
              setStamp(now?.stamp);
              save.reset();
            }}
          />
        )}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            Enregistrer
          </Button>
          <Button
            tone="danger"
            isDisabled={save.isPending || (scope === "one" && held.interrupted === "given_up")}
            onPress={() => change(true)}
          >
            {scope === "one"
              ? "Supprimer ce jour-là"
              : scope === "following"
                ? "Arrêter à partir de ce jour"
                : "Supprimer toute la série"}
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** How many appointments are booked in the hours a change is about. */
function touchedBy(booked: HalfDay["booked"], scope: Scope, day: string): number {
  return Object.entries(booked)
    .filter(([on]) => on >= today() && (scope === "all" || (scope === "one" ? on === day : on >= day)))
    .reduce((sum, [, n]) => sum + n, 0);
}

type Once = Planning["timetable"]["exceptions"][number];

/** What is recorded now of these hours, that day. */
function nowWords(planning: Planning, now: HalfDay | undefined, once: Once | undefined): string {
  if (once?.cancelled) return "supprimée ce jour-là.";
  if (now === undefined) return "ces heures n’existent plus ce jour-là.";
  const [starts, ends] = [once?.starts ?? now.starts, once?.ends ?? now.ends];
  const place = siteName(planning, once?.siteId ?? now.siteId);
  return `${rhythmWords(now)}, de ${shortHour(starts)} à ${shortHour(ends)}, ${place}.`;
}

/** "le mardi, une semaine sur 2" */
function rhythmWords({ weekday, everyWeeks }: HalfDay): string {
  const rhythm = everyWeeks === 1 ? "chaque semaine" : `une semaine sur ${everyWeeks}`;
  return `le ${WEEKDAYS[weekday - 1] ?? ""}, ${rhythm}`;
}
