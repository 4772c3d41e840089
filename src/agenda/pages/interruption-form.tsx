import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { addDays, today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import { readHour } from "../planning/table.ts";
import { type Planning, usePlanningChanged } from "./use-planning.ts";

interface InterruptionFormProps {
  readonly planning: Planning;
  readonly kind: "absence" | "closure";
  readonly onClose: () => void;
}

/** Someone is away, or a site is closed: whole days, or some hours. */
export function InterruptionForm({ planning, kind, onClose }: InterruptionFormProps) {
  const changed = usePlanningChanged();
  const me = useMe();
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, `planning ${kind}`, () => ({
    id: newId(),
    which: kind === "closure" && planning.sites.length === 1 ? (planning.sites[0]?.id ?? null) : null,
    from: addDays(today(), 1) as string | null,
    until: addDays(today(), 1) as string | null,
    whole: true,
    starts: "08:00",
    ends: "12:00",
    label: "",
  }));
  const { value } = draft;
  const set = (change: Partial<typeof value>) => draft.set({ ...value, ...change });
  const { id, which, from, until, whole, starts, ends, label } = value;
  const period = periodOf(from, until, whole ? null : { starts, ends });
  const save = useMutation({
    mutationFn: () =>
      kind === "absence"
        ? post("/api/agenda/absences", { id, professionalId: which, ...period })
        : post("/api/agenda/closures", { id, siteId: which, label, ...period }),
    onSuccess: async () => {
      draft.forget();
      await changed();
      onClose();
    },
  });
  return (
    <Dialog
      title={kind === "absence" ? "Noter une absence" : "Noter une fermeture"}
      onClose={onClose}
      canDismiss={!draft.changed}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (period !== null && which !== null && !save.isPending) save.mutate();
        }}
      >
        <DraftNotice draft={draft} />
        <SelectField
          label={kind === "absence" ? "Qui" : "Lieu"}
          options={
            kind === "absence"
              ? planning.timetable.practitioners
                  .filter(({ active }) => active)
                  .map((one) => ({ code: one.id, label: one.label }))
              : planning.sites.map((one) => ({ code: one.id, label: one.name }))
          }
          value={which}
          onChange={(which) => set({ which })}
          error={judged && which === null ? "Choisissez dans la liste." : undefined}
        />
        <div className="form-pair">
          <DateField
            label="Du"
            name="from"
            value={from}
            onChange={(day) =>
              set({ from: day, ...(day !== null && (until === null || until < day) ? { until: day } : {}) })
            }
          />
          <DateField
            label="Au (inclus)"
            name="until"
            value={until}
            onChange={(until) => set({ until })}
            error={judged && period === null ? "La fin doit venir après le début." : undefined}
          />
        </div>
        <Check label="Journées entières" value={whole} onChange={(whole) => set({ whole })} />
        {!whole && (
          <div className="form-pair">
            <TextField
              label="Le premier jour à partir de"
              name="starts"
              value={starts}
              onChange={(starts) => set({ starts })}
            />
            <TextField
              label="Le dernier jour jusqu’à"
              name="ends"
              value={ends}
              onChange={(ends) => set({ ends })}
            />
          </div>
        )}
        {kind === "closure" && (
          <TextField
            label="Ce qu’on en dit (facultatif)"
            name="label"
            value={label}
            onChange={(label) => set({ label })}
            help={"Par exemple\u00a0: travaux."}
          />
        )}
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button type="submit" tone="main" isPending={save.isPending}>
            Enregistrer
          </Button>
          <Button onPress={onClose}>Annuler</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** As the server takes it, the end not counted; null: something is wrong. */
function periodOf(
  from: string | null,
  until: string | null,
  hours: { readonly starts: string; readonly ends: string } | null,
): { readonly from: string; readonly until: string } | null {
  if (from === null || until === null) return null;
  const [starts, ends] = hours === null ? ["00:00", "00:00"] : [readHour(hours.starts), readHour(hours.ends)];
  if (starts === null || ends === null) return null;
  const last = hours === null ? addDays(until, 1) : until;
  const period = { from: `${from}T${starts}:00`, until: `${last}T${ends}:00` };
  return period.from < period.until ? period : null;
}
