import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { languageLabel } from "../../people/languages.ts";
import { Check } from "../../ui/choice-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { weekdayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { AgendaSetting, Slot, Wishes } from "../model.ts";
import { nearnessLabels } from "../nearness.ts";

interface SlotSearchProps {
  readonly setting: AgendaSetting;
  readonly service: string;
  /** For whom: their own practitioner comes first. */
  readonly person: string | null;
  /** Who receive the person too. */
  readonly joint?: readonly string[];
  readonly chosen: string | null;
  readonly onChoose: (slot: Slot, wishes?: Wishes) => void;
}

const ANY = "any";
const HALVES = [
  { code: ANY, label: "Peu importe" },
  { code: "morning", label: "Le matin" },
  { code: "afternoon", label: "L’après-midi" },
] as const;
const SEXES = [
  { code: ANY, label: "Peu importe" },
  { code: "female", label: "Une femme" },
  { code: "male", label: "Un homme" },
] as const;

/** Free slots for a service, the person's own practitioner first, then the earliest, by what they wish. */
export function SlotSearch({ setting, service, person, joint = [], chosen, onChoose }: SlotSearchProps) {
  const [wish, setWish] = useState({
    ...{ from: today() as string | null, site: ANY, sex: ANY as "any" | "female" | "male", language: ANY },
    ...{ half: ANY as "any" | "morning" | "afternoon", wheelchair: false, near: false },
  });
  const set = (change: Partial<typeof wish>) => setWish({ ...wish, ...change });
  const { from, site, sex, language, half, wheelchair, near } = wish;
  const wishes: Wishes = {
    ...(sex === ANY ? {} : { sex }),
    ...(language === ANY ? {} : { language }),
    ...(wheelchair ? { wheelchair } : {}),
  };
  const query = {
    ...{ service, from: from ?? today(), days: 60, limit: 12 },
    ...(person === null ? {} : { person }),
    ...(site === ANY ? {} : { sites: [site] }),
    ...(half === ANY ? {} : { halfDay: half }),
    ...(near && person !== null ? { near } : {}),
    ...(joint.length === 0 ? {} : { joint }),
    ...wishes,
  };
  const found = useQuery({
    queryKey: ["agenda-slots", query],
    queryFn: ({ signal }) =>
      post<{ slots: Slot[]; homeKnown?: boolean }>("/api/agenda/slots", query, { signal }),
    enabled: from !== null,
    staleTime: 0,
    gcTime: 0,
  });
  const languages = [...new Set(setting.practitioners.flatMap((one) => one.languages))];
  return (
    <>
      <details>
        <summary>Ce que la personne souhaite{wished(wish) ? " (choix en cours)" : ""}</summary>
        <div className="form-four agenda-wishes">
          <DateField label="À partir du" name="from" value={from} onChange={(day) => set({ from: day })} />
          <SelectField label="Quand" options={HALVES} value={half} onChange={(code) => set({ half: code })} />
          {setting.sites.length > 1 && (
            <SelectField
              label="Lieu"
              options={[
                { code: ANY, label: "Tous" },
                ...setting.sites.map(({ id, name }) => ({ code: id, label: name })),
              ]}
              value={site}
              onChange={(code) => set({ site: code })}
            />
          )}
          <SelectField label="Reçu par" options={SEXES} value={sex} onChange={(code) => set({ sex: code })} />
          {languages.length > 1 && (
            <SelectField
              label="Qui parle"
              options={[
                { code: ANY, label: "Peu importe" },
                ...languages.map((code) => ({ code, label: languageLabel(code) })),
              ]}
              value={language}
              onChange={(code) => set({ language: code })}
            />
          )}
          {person !== null && setting.sites.length > 1 && (
            <Check label="Près de chez la personne" value={near} onChange={(on) => set({ near: on })} />
          )}
          <Check label="En fauteuil roulant" value={wheelchair} onChange={(on) => set({ wheelchair: on })} />
        </div>
      </details>
      {found.data?.homeKnown === false && (
        <p role="status">
          La commune où vit la personne n’est pas notée&nbsp;: les créneaux sont dans l’ordre des dates.
        </p>
      )}
      {found.isLoading && <Loading what="Créneaux libres" />}
      {found.isError && <Refused error={found.error} retry={found.refetch} />}
      {found.isSuccess && (
        <SlotList
          slots={found.data.slots}
          setting={setting}
          chosen={chosen}
          onChoose={(slot) => (Object.keys(wishes).length === 0 ? onChoose(slot) : onChoose(slot, wishes))}
        />
      )}
    </>
  );
}

function wished({ site, sex, language, half, wheelchair, near }: Record<string, unknown>): boolean {
  return [site, sex, language, half].some((one) => one !== ANY) || wheelchair === true || near === true;
}

interface SlotListProps extends Pick<SlotSearchProps, "setting" | "chosen" | "onChoose"> {
  readonly slots: readonly Slot[];
}

/** Free slots as buttons, by day. */
export function SlotList({ slots, setting, chosen, onChoose }: SlotListProps) {
  if (slots.length === 0)
    return (
      <p className="soft" role="status">
        Aucun créneau libre d’ici soixante jours avec ces choix. Élargissez-les, ou inscrivez la personne sur
        la liste d’attente.
      </p>
    );
  // In the order given: of the nearest sites first, day after day, when that was asked.
  const headingOf = ({ day, near }: Slot) =>
    `${weekdayText(day)}${near === undefined ? "" : `, ${nearnessLabels[near]}`}`;
  const headings = [...new Set(slots.map(headingOf))];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form's.
    <div className="stack" role="group" aria-label="Créneaux libres">
      {headings.map((heading) => (
        <div key={heading} className="agenda-slots">
          <h3>{heading}</h3>
          <div className="row">
            {slots
              .filter((slot) => headingOf(slot) === heading)
              .map((slot) => (
                <button
                  key={slotKey(slot)}
                  type="button"
                  className="button agenda-slot"
                  aria-pressed={slotKey(slot) === chosen}
                  onClick={() => onChoose(slot)}
                >
                  <span>
                    <strong>{slot.start.slice(11, 16)}</strong> {slot.practitioner}
                    {slot.own && <span className="small"> · son médecin habituel</span>}
                    {slot.speaks && (
                      <span className="small"> · parle {languageLabel(slot.speaks)}, sans interprète</span>
                    )}
                    {setting.sites.length > 1 && (
                      <span className="soft small">
                        {` · ${setting.sites.find(({ id }) => id === slot.site)?.name ?? ""}`}
                      </span>
                    )}
                  </span>
                </button>
              ))}
          </div>
        </div>
      ))}
    </div>
  );
}

/** A slot, told from the others. */
export function slotKey({ opening, start }: Pick<Slot, "opening" | "start">): string {
  return `${opening} ${new Date(start).toISOString()}`;
}
