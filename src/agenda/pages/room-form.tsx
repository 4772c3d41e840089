import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Check, ChoiceField } from "../../ui/choice-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
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
type Access = (typeof ACCESS)[number]["code"];

/** A room of a site. */
export function RoomForm({ planning, one, onClose }: RoomFormProps) {
  const me = useMe();
  const [judged, setJudged] = useState(false);
  const draft = useDraft(me.accountId, `room ${one?.id ?? "new"}`, () => ({
    id: one?.id ?? newId(),
    siteId: one?.siteId ?? planning.sites[0]?.id ?? null,
    label: one?.label ?? "",
    access: (one === null || one.wheelchair === null ? "unknown" : one.wheelchair ? "yes" : "no") as Access,
    active: one?.active ?? true,
  }));
  const { value, set } = draft;
  const { save, setStamp } = useKept("/api/agenda/rooms", one, () => {
    draft.forget();
    onClose();
  });
  const body = () => {
    const { access, ...room } = value;
    return { ...room, wheelchair: access === "unknown" ? null : access === "yes" };
  };
  const now = planning.keeping.rooms.find((room) => room.id === one?.id);
  return (
    <Dialog title={one?.label ?? "Ajouter une salle"} onClose={onClose} canDismiss={!draft.changed}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setJudged(true);
          if (value.label.trim() !== "" && value.siteId !== null && !save.isPending) save.mutate(body());
        }}
      >
        <DraftNotice draft={draft} />
        {one === null && (
          <SelectField
            label="Lieu"
            options={planning.sites.map((site) => ({ code: site.id, label: site.name }))}
            value={value.siteId}
            onChange={(siteId) => set({ ...value, siteId })}
          />
        )}
        <TextField
          label="Nom"
          name="label"
          value={value.label}
          onChange={(label) => set({ ...value, label })}
          error={judged && value.label.trim() === "" ? "Écrivez un nom." : undefined}
        />
        <ChoiceField
          label="Accessible en fauteuil"
          options={ACCESS}
          value={value.access}
          onChange={(access) => set({ ...value, access })}
        />
        {one !== null && (
          <Check label="Sert encore" value={value.active} onChange={(active) => set({ ...value, active })} />
        )}
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
