import { useQuery } from "@tanstack/react-query";
import { Alert } from "../../ui/alert.tsx";
import { ChoiceField } from "../../ui/choice-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { AgendaSetting, CoverConfirmation, Wants } from "../model.ts";
import { wantedFirst } from "../rules.ts";
import { COVER_OPTIONS } from "./appointment-lines.ts";

type Service = AgendaSetting["services"][number];

/**
 * What a service wants first of someone: a referral accepted, cover confirmed (handbook A1, A3); and whether they need an interpreter.
 * @param said cover as confirmed in this form
 */
export function useWantedFirst(
  person: string | null,
  service: Service | undefined,
  said: CoverConfirmation | null,
) {
  const prescribed = service?.prescribed === true;
  const known = useQuery({
    queryKey: ["appointment-wants", person, service?.id],
    queryFn: ({ signal }) =>
      post<Wants>(`/api/people/${person}/appointments/wants`, { service: service?.id }, { signal }),
    enabled: service !== undefined && person !== null,
    staleTime: 0,
    gcTime: 0,
  }).data;
  return { prescribed, known: known ?? null, wants: wantedFirst(prescribed, known ?? null, said) };
}

interface WantedFirstProps {
  readonly first: ReturnType<typeof useWantedFirst>;
  readonly cover: CoverConfirmation | null;
  readonly onCover: (cover: CoverConfirmation) => void;
}

/** Says that a referral is missing; or asks for the cover, as it was confirmed today if it was. */
export function WantedFirst({ first: { prescribed, known, wants }, cover, onCover }: WantedFirstProps) {
  if (!prescribed) return null;
  if (wants === "referral_needed")
    return (
      <Alert tone="missing" announced title="Aucune demande n’est acceptée pour cette personne à ce service.">
        <p>
          On vient ici adressé par un service social ou de santé. Rien n’est enregistré&nbsp;: la demande se
          reçoit dans «&nbsp;Demandes reçues&nbsp;». Une urgence n’y est jamais renvoyée ailleurs.
        </p>
      </Alert>
    );
  const carried = cover === null && known?.cover != null;
  return (
    <ChoiceField
      label="Couverture maladie, confirmée maintenant"
      options={COVER_OPTIONS}
      value={cover ?? known?.cover ?? null}
      onChange={onCover}
      help={
        carried
          ? "Déjà confirmée aujourd’hui\u00a0: elle est gardée, sauf si vous la changez."
          : "Inconnue n’est jamais comptée comme aucune\u00a0: une recherche est confiée au référent administratif."
      }
    />
  );
}
