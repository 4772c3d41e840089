import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { dayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import type { CalendarOf } from "../calendar/model.ts";

const KEY = ["agenda-calendars"];

/** One's agenda in one's telephone: the secret address, made and revoked here. */
export function CalendarButton({ mine }: { readonly mine: boolean }) {
  const [open, setOpen] = useState(false);
  const title = mine ? "Mon calendrier" : "Calendriers";
  return (
    <>
      <Button onPress={() => setOpen(true)}>{title}</Button>
      {open && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          <p>
            Une adresse secrète donne les heures d’un professionnel au calendrier de son téléphone, qui le
            relit de lui-même. Elle dit l’heure et le lieu, sous le seul mot «&nbsp;Rendez-vous&nbsp;»&nbsp;:
            jamais un nom, ni un motif, ni le type de soin. Qui détient l’adresse lit ces heures&nbsp;: ne
            l’envoyez à personne.
          </p>
          <Calendars onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function Calendars({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ calendars: CalendarOf[] }>("/api/agenda/calendars", { signal }),
    staleTime: 0,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const readAgain = () => void client.invalidateQueries({ queryKey: KEY });
  const make = useMutation({
    mutationFn: (professionalId: string) =>
      post<{ address: string }>("/api/agenda/calendars", { professionalId }),
    onSettled: readAgain,
  });
  const revoke = useMutation({
    mutationFn: (professional: string) => post(`/api/agenda/calendars/${professional}/revoke`),
    onMutate: () => make.reset(),
    onSettled: readAgain,
  });
  if (asked.isPending) return <Loading what="Calendriers" />;
  if (asked.isError) return <Refused error={asked.error} retry={asked.refetch} />;
  const { calendars } = asked.data;
  const one = calendars.find(({ professionalId }) => professionalId === chosen) ?? calendars[0];
  if (!one) return <p>Aucun professionnel n’a d’heures dans l’agenda.</p>;
  const choose = (id: string) => {
    setChosen(id);
    make.reset();
    revoke.reset();
  };
  return (
    <>
      {calendars.length > 1 && (
        <SelectField
          label="Professionnel"
          options={calendars.map(({ professionalId, label, mine }) => ({
            code: professionalId,
            label: mine ? `${label} (vous)` : label,
          }))}
          value={one.professionalId}
          onChange={choose}
        />
      )}
      {make.isSuccess && (
        <Alert tone="good" title="Voici l’adresse. Elle ne sera plus montrée." announced>
          <p className="calendar-address">{make.data.address}</p>
          <p>
            Dans le calendrier du téléphone ou de l’ordinateur&nbsp;: «&nbsp;S’abonner à un calendrier&nbsp;»,
            puis collez l’adresse.
          </p>
        </Alert>
      )}
      {revoke.isSuccess && (
        <Alert tone="good" title="Adresse révoquée" announced>
          <p>
            Elle ne donne plus rien. Effacez aussi le calendrier du téléphone&nbsp;: il peut garder ce qu’il a
            lu.
          </p>
        </Alert>
      )}
      <p className="soft">
        {one.madeAt === null
          ? "Aucune adresse n’est en service."
          : `Une adresse est en service depuis le ${dayText(one.madeAt.slice(0, 10))}, créée par ${one.by}. ${
              one.readOn === null
                ? "Aucun appareil ne l’a encore lue."
                : `Lue pour la dernière fois le ${dayText(one.readOn)}.`
            }`}
      </p>
      {make.isError && <Refused error={make.error} />}
      {revoke.isError && <Refused error={revoke.error} />}
      <div className="row">
        <Button
          tone={one.madeAt === null ? "main" : "plain"}
          isPending={make.isPending}
          onPress={() => make.mutate(one.professionalId)}
        >
          {one.madeAt === null ? "Créer l’adresse" : "Remplacer par une nouvelle adresse"}
        </Button>
        {one.madeAt !== null && (
          <Button
            tone="danger"
            isPending={revoke.isPending}
            onPress={() => revoke.mutate(one.professionalId)}
          >
            Révoquer l’adresse
          </Button>
        )}
        <Button tone="quiet" onPress={onClose}>
          Fermer
        </Button>
      </div>
    </>
  );
}
