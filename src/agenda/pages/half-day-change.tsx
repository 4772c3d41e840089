import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { dayText, weekdayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { Occurrence } from "../planning/week.ts";
import { HalfDayFields, hoursOf } from "./half-day-fields.tsx";
import { type Planning, shortHour, siteName, usePlanningChanged, whoName } from "./use-planning.ts";

interface HalfDayChangeProps {
  readonly planning: Planning;
  readonly held: Occurrence;
  readonly onClose: () => void;
}

type Scope = "one" | "following" | "all";

/** Alters or gives up hours: this once, from this day on, or altogether. */
export function HalfDayChange({ planning, held, onClose }: HalfDayChangeProps) {
  const changed = usePlanningChanged();
  const { series, day } = held;
  const [scope, setScope] = useState<Scope>("one");
  const [judged, setJudged] = useState(false);
  const opened = {
    site: held.siteId,
    room: held.roomId ?? "",
    starts: shortHour(held.starts),
    ends: shortHour(held.ends),
    capacity: held.capacity === null ? "" : String(held.capacity),
  };
  const [value, setValue] = useState(opened);
  const hours = hoursOf(value);
  const altered = JSON.stringify(value) !== JSON.stringify(opened);
  const save = useMutation({
    mutationFn: (how: { cancelled: boolean }) =>
      post(`/api/agenda/half-days/${series.seriesId}/change`, {
        ...{ scope, onDay: day, ...how },
        ...(how.cancelled ? {} : hours),
      }),
    onSuccess: async () => {
      await changed();
      onClose();
    },
  });
  const since = series.until === null ? "" : `, jusqu’au ${dayText(series.until)}`;
  const rhythm = series.everyWeeks === 1 ? "chaque semaine" : `une semaine sur ${series.everyWeeks}`;
  return (
    <Dialog
      title={`${whoName(planning, series.professionalId)}, ${weekdayText(day)}`}
      onClose={onClose}
      canDismiss={!altered}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (hours !== null && !save.isPending) save.mutate({ cancelled: false });
        }}
      >
        <p className="soft">
          De {shortHour(series.starts)} à {shortHour(series.ends)}, {siteName(planning, series.siteId)},{" "}
          {rhythm}, depuis le {dayText(series.from)}
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
          onChange={setScope}
          {...(scope === "all" ? { help: "Les heures déjà comptées changent aussi." } : {})}
        />
        <HalfDayFields planning={planning} value={value} onChange={setValue} judged={judged} />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            Enregistrer
          </Button>
          <Button
            tone="danger"
            isDisabled={save.isPending || (scope === "one" && held.interrupted === "given_up")}
            onPress={() => save.mutate({ cancelled: true })}
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
