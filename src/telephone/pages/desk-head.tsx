import { Button } from "../../ui/button.tsx";
import { countText } from "../../ui/format.ts";
import type { TelephoneDesk } from "../model.ts";
import { lineState, weekdayOf } from "../rules.ts";

/** The line, what the day has been so far, and the way out of everything: an emergency. */
export function DeskHead({
  desk,
  onUrgent,
}: {
  readonly desk: TelephoneDesk;
  readonly onUrgent: () => void;
}) {
  const calls = desk.hours.reduce((sum, { calls }) => sum + calls, 0);
  const booked = (desk.outcomes.booked ?? 0) + (desk.outcomes.moved ?? 0);
  const urgent = desk.hours.reduce((sum, { urgent }) => sum + urgent, 0);
  const clock = new Date().toTimeString().slice(0, 5);
  const state = desk.line && lineState(desk.line.hours, weekdayOf(desk.today), clock);
  return (
    <div className="page-head tel-head">
      <h1>Téléphone</h1>
      <p className="soft small">
        {desk.line && (
          <>
            <strong>{desk.line.phone}</strong> · {state?.words} ·{" "}
          </>
        )}
        aujourd’hui {countText(calls, "appel")}, {countText(booked, "rendez-vous", "rendez-vous")}
        {urgent > 0 && `, ${countText(urgent, "transfert", "transferts")} au 15`}
      </p>
      <Button tone="danger" onPress={onUrgent}>
        Urgence <kbd>F8</kbd>
      </Button>
    </div>
  );
}
