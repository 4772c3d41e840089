import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Check, ChoiceField } from "../../ui/choice-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { KeptRoom } from "../planning/model.ts";
import { SaveRefused } from "./save-refused.tsx";
import { type Planning, useKept } from "./use-planning.ts";

interface RoomFormProps {
  readonly planning: Planning;
  readonly one: KeptRoom | null;
  readonly onClose: () => void;
}

const ACCESS = [
  { code: "yes", label: "Oui" },
  { code: "no", label: "Non" },
  { code: "unknown", label: "Pas vérifié" },
] as const;

/** A room of a site. */
export function RoomForm({ planning, one, onClose }: RoomFormProps) {
  const [id] = useState(() => one?.id ?? newId());
  const [siteId, setSite] = useState(one?.siteId ?? planning.sites[0]?.id ?? null);
  const [label, setLabel] = useState(one?.label ?? "");
  const [access, setAccess] = useState<(typeof ACCESS)[number]["code"]>(
    one === null || one.wheelchair === null ? "unknown" : one.wheelchair ? "yes" : "no",
  );
  const [active, setActive] = useState(one?.active ?? true);
  const [judged, setJudged] = useState(false);
  const { save, setStamp } = useKept("/api/agenda/rooms", one, onClose);
  const body = () => ({
    ...{ id, siteId, label, active },
    wheelchair: access === "unknown" ? null : access === "yes",
  });
  const now = planning.keeping.rooms.find((room) => room.id === one?.id);
  return (
    <Dialog title={one?.label ?? "Ajouter une salle"} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (label.trim() !== "" && siteId !== null && !save.isPending) save.mutate(body());
        }}
      >
        {one === null && (
          <SelectField
            label="Lieu"
            options={planning.sites.map((site) => ({ code: site.id, label: site.name }))}
            value={siteId}
            onChange={setSite}
          />
        )}
        <TextField
          label="Nom"
          name="label"
          value={label}
          onChange={setLabel}
          error={judged && label.trim() === "" ? "Écrivez un nom." : undefined}
        />
        <ChoiceField label="Accessible en fauteuil" options={ACCESS} value={access} onChange={setAccess} />
        {one !== null && <Check label="Sert encore" value={active} onChange={setActive} />}
        {save.isError && (
          <SaveRefused error={save.error} now={now?.label} onKeepMine={() => setStamp(now?.stamp)} />
        )}
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
