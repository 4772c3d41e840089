import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { type AgendaSetting, type CoverConfirmation, coverConfirmations } from "../../agenda/model.ts";
import { nearnessLabels } from "../../agenda/nearness.ts";
import { Alert } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import type { Caller } from "../model.ts";
import { spokenMoment } from "../rules.ts";
import { KeyBlock } from "./key-block.tsx";
import { EVERYWHERE, HALF_DAYS, type HalfDay, NEAR, type Slots } from "./use-slots.ts";

const HALF_DAY_LABELS: Readonly<Record<HalfDay, string>> = {
  any: "Dès que possible",
  morning: "Matin",
  afternoon: "Après-midi",
};
const COVER_LABELS: Readonly<Record<CoverConfirmation, string>> = {
  unchanged: "Inchangée",
  seen: "Vue",
  declared: "Déclarée",
  unknown: "Inconnue",
};

interface WhichSlotProps {
  readonly slots: Slots;
  readonly person: Caller;
  readonly setting: AgendaSetting;
  readonly nameOf: (site: string) => string;
  readonly onWaiting: (site: string) => void;
}

/** Which service, where, when; the few slots worth saying. Letters and figures act while this block has the focus, and only then. */
export function WhichSlot({ slots, person, setting, nameOf, onWaiting }: WhichSlotProps) {
  const [id] = useState(newId);
  const { service, site } = slots;
  const wait = useMutation({
    mutationFn: () =>
      post(`/api/people/${person.id}/waiting`, {
        id,
        service: service?.id,
        ...(site === null ? {} : { sites: [site.id] }),
      }),
    onSuccess: () => onWaiting(site?.name ?? ""),
  });
  if (slots.services.length === 0)
    return (
      <Card title="2 · Quel rendez-vous ?">
        <p>Aucun service n’est encore proposé à la réservation par téléphone.</p>
      </Card>
    );
  const places = [
    { code: EVERYWHERE, label: "Tous les sites" },
    ...slots.sites.map(({ id, name }) => ({ code: id, label: name })),
    ...(slots.sites.length > 1 ? [{ code: NEAR, label: "Près de chez elle" }] : []),
  ];
  const place = slots.near ? NEAR : (site?.id ?? EVERYWHERE);
  const onKey = ({ key: pressed, shiftKey }: KeyboardEvent, own: boolean): boolean => {
    const key = pressed.toLowerCase();
    const figure = slots.slots[Number(key) - 1];
    if (/^[1-9]$/u.test(key) && figure) slots.choose(figure);
    else if (key === "s" && !slots.fixed)
      slots.chooseService(
        next(
          slots.services.map(({ id }) => id),
          service?.id ?? "",
        ),
      );
    else if (key === "l")
      slots.chooseSite(
        next(
          places.map(({ code }) => code),
          place,
          shiftKey,
        ),
      );
    else if (key === "m") slots.chooseHalfDay(next(HALF_DAYS, slots.halfDay));
    else if (key === "c" && service?.prescribed)
      slots.chooseCover(next(coverConfirmations, slots.cover ?? "unknown"));
    else if (key === "a" && wait.isIdle) wait.mutate();
    else if (key === "enter" && own && !slots.coverMissing) slots.book();
    else return false;
    return true;
  };
  return (
    <KeyBlock label="Choix du rendez-vous" onKey={onKey}>
      <Card title="2 · Quel rendez-vous ?">
        <div className="tel-choices">
          {!slots.fixed && (
            <Choice keyName="S">
              <ViewSwitch
                label="Service"
                options={slots.services.map(({ id, label }) => ({ code: id, label }))}
                value={service?.id ?? ""}
                onChange={slots.chooseService}
              />
            </Choice>
          )}
          <Choice keyName="L">
            <ViewSwitch label="Lieu" options={places} value={place} onChange={slots.chooseSite} />
          </Choice>
          <Choice keyName="M">
            <ViewSwitch
              label="Moment"
              options={HALF_DAYS.map((code) => ({ code, label: HALF_DAY_LABELS[code] }))}
              value={slots.halfDay}
              onChange={slots.chooseHalfDay}
            />
          </Choice>
          {service?.prescribed && (
            <Choice keyName="C">
              <span className="small">La couverture maladie, dit la personne&nbsp;:</span>
              <ViewSwitch
                label="Couverture maladie"
                options={coverConfirmations.map((code) => ({ code, label: COVER_LABELS[code] }))}
                value={slots.cover ?? ("" as CoverConfirmation)}
                onChange={slots.chooseCover}
              />
            </Choice>
          )}
        </div>
        {slots.search.isError && <Refused error={slots.search.error} retry={slots.search.refetch} />}
        {slots.booking.isError && <Refused error={slots.booking.error} />}
        {slots.refusal !== null && <Alert tone="wait" announced title={slots.refusal} />}
        {slots.search.isPending ? (
          <Loading what="Créneaux" />
        ) : (
          <ol className="tel-slots" aria-label="Créneaux proposés">
            {slots.slots.map((slot, n) => (
              <li key={`${slot.opening} ${slot.start}`}>
                <button type="button" aria-pressed={slot === slots.chosen} onClick={() => slots.choose(slot)}>
                  <span>
                    <kbd>{n + 1}</kbd> <strong>{spokenMoment(slot.start)}</strong>
                  </span>
                  <span>
                    {nameOf(slot.site)}
                    {slot.near !== undefined && ` · ${nearnessLabels[slot.near]}`}
                  </span>
                  <span className="soft small">
                    {slot.practitioner}
                    {slot.own && ", son médecin"}
                    {setting.sites.find(({ id }) => id === slot.site)?.wheelchair && " · accès plain-pied"}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        )}
        <p className="small" role="status">
          {slots.homeUnknown && "Sa commune n’est pas notée\u00a0: les plus proches dans le temps d’abord."}{" "}
          {slots.nothing} {!slots.search.isPending && slots.slots.length === 0 && "Aucun créneau à proposer."}{" "}
          {slots.coverMissing && "Demandez d’abord la couverture (touche C)."}
        </p>
        {wait.isError && <Refused error={wait.error} />}
        {wait.isSuccess ? (
          <p role="status">
            <strong>Inscrit sur la liste d’attente{site === null ? "" : ` de ${site.name}`}.</strong>
          </p>
        ) : (
          <button type="button" className="tel-link" onClick={() => wait.mutate()}>
            Inscrire sur la liste d’attente{site === null ? "" : ` de ${site.name}`} <kbd>A</kbd>
          </button>
        )}
      </Card>
    </KeyBlock>
  );
}

function Choice({ keyName, children }: { readonly keyName: string; readonly children: ReactNode }) {
  return (
    <div className="tel-choice">
      {children}
      <kbd>{keyName}</kbd>
    </div>
  );
}

/** The one after; the first after the last. */
function next<Code extends string>(codes: readonly Code[], now: Code, back = false): Code {
  const at = codes.indexOf(now) + (back ? -1 : 1);
  return codes[(at + codes.length) % codes.length] ?? now;
}
