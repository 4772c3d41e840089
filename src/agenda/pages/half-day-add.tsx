import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import { weekdayOf } from "../planning/week.ts";
import { HalfDayFields, hoursOf } from "./half-day-fields.tsx";
import { KeptForField, RhythmFields, rhythmOf } from "./half-day-rhythm.tsx";
import { type Planning, usePlanningChanged } from "./use-planning.ts";

interface HalfDayAddProps {
  readonly planning: Planning;
  readonly who: string;
  /** First day proposed (ISO). */
  readonly day: string;
  readonly site: string;
  readonly onClose: () => void;
}

/** Adds hours that come back. */
export function HalfDayAdd({ planning, who, day, site, onClose }: HalfDayAddProps) {
  const me = useMe();
  const changed = usePlanningChanged();
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, "half-day", () => ({
    seriesId: newId(),
    professionalId: who,
    weekday: String(weekdayOf(day)),
    everyWeeks: "1",
    from: day as string | null,
    until: null as string | null,
    services: [] as readonly string[],
    onHolidays: false,
    ...{ site, room: "", starts: "09:00", ends: "12:00", capacity: "" },
  }));
  const { value, set } = draft;
  const hours = hoursOf(value);
  const one = planning.timetable.practitioners.find(({ id }) => id === value.professionalId);
  const save = useMutation({
    mutationFn: () => {
      const { seriesId, professionalId, onHolidays, from, until } = value;
      return post("/api/agenda/half-days", {
        halfDays: [
          {
            ...{ seriesId, professionalId, from, until, onHolidays },
            ...rhythmOf(value),
            ...hours,
          },
        ],
      });
    },
    onSuccess: async () => {
      draft.forget();
      await changed();
      onClose();
    },
  });
  return (
    <Dialog title="Ajouter une demi-journée" onClose={onClose} canDismiss={!draft.changed}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (hours !== null && value.from !== null && one !== undefined && !save.isPending) save.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        <SelectField
          label="Professionnel"
          options={planning.timetable.practitioners
            .filter(({ active }) => active)
            .map(({ id, label }) => ({ code: id, label }))}
          value={value.professionalId}
          onChange={(professionalId) => set({ ...value, professionalId, services: [] })}
        />
        {one && one.gives.length === 0 && (
          <Alert
            tone="wait"
            title={
              "Cette personne ne donne encore aucune prestation\u00a0: on ne pourra rien réserver dans ces heures."
            }
          />
        )}
        <RhythmFields value={value} onChange={(change) => set({ ...value, ...change })} />
        <HalfDayFields
          planning={planning}
          value={value}
          onChange={(typed) => set({ ...value, ...typed })}
          judged={judged}
        />
        <div className="form-pair">
          <DateField
            label="À partir du"
            name="from"
            value={value.from}
            onChange={(from) => set({ ...value, from })}
            error={judged && value.from === null ? "Indiquez un jour." : undefined}
          />
          <DateField
            label="Jusqu’au (facultatif)"
            name="until"
            value={value.until}
            onChange={(until) => set({ ...value, until })}
          />
        </div>
        <KeptForField
          planning={planning}
          professionalId={value.professionalId}
          value={value}
          onChange={(change) => set({ ...value, ...change })}
        />
        <Check
          label="Aussi les jours fériés"
          value={value.onHolidays}
          onChange={(onHolidays) => set({ ...value, onHolidays })}
        />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            Ajouter
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}
