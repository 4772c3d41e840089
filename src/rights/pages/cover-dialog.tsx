import { useMutation } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import type { Scheme } from "../../network/model.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { CoverFields } from "../cover-fields.tsx";
import { type Layer, layers, type StateCover } from "../model.ts";
import { schemeLabel } from "../rules.ts";

interface CoverDraft {
  readonly day: string | null;
  readonly cover: StateCover["cover"];
}

interface CoverDialogProps {
  readonly personId: string;
  readonly schemes: readonly Scheme[];
  /** What is last known of each layer. */
  readonly known: readonly { readonly layer: Layer; readonly scheme: string }[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Notes what is said of someone's cover on a day. It adds a statement; it replaces none. */
export function CoverDialog({ personId, schemes, known, onSaved, onClose }: CoverDialogProps) {
  const me = useMe();
  const kept = useDraft<CoverDraft>(me.accountId, `cover ${personId}`, () => ({ day: today(), cover: [] }));
  const { day, cover } = kept.value;
  const save = useMutation({
    mutationFn: (said: StateCover) => post(`/api/people/${personId}/cover-statements`, said),
    onSuccess: () => {
      kept.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Dialog title="Déclarer la couverture" onClose={onClose}>
      <Confirm
        schemes={schemes}
        known={known}
        isPending={save.isPending}
        onConfirm={(said) => save.mutate({ statedOn: today(), cover: said })}
      />
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (day !== null) save.mutate({ statedOn: day, cover });
        }}
      >
        <DraftNotice draft={kept} />
        <DateField
          label="Jour où c’est dit ou vu"
          name="statedOn"
          value={day}
          onChange={(typed) => kept.set({ day: typed, cover })}
          max={today()}
          error={errors.statedOn}
        />
        <CoverFields
          schemes={schemes}
          day={day ?? today()}
          value={cover}
          onChange={(said) => kept.set({ day, cover: said })}
        />
        {save.isError && <Refused error={save.error} />}
        <div className="row">
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={day === null || cover.length === 0}
          >
            {save.isPending ? "Enregistrement…" : "Enregistrer"}
          </Button>
          <Button onPress={onClose}>{kept.changed ? "Fermer, garder le brouillon" : "Annuler"}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ConfirmProps extends Pick<CoverDialogProps, "schemes" | "known"> {
  readonly isPending: boolean;
  readonly onConfirm: (cover: StateCover["cover"]) => void;
}

/** Today in one press: the same as last known, said or seen on a document; or unknown, being looked for. */
function Confirm({ schemes, known, isPending, onConfirm }: ConfirmProps) {
  const same = (source: "declared" | "document") =>
    onConfirm(known.map(({ layer, scheme }) => ({ layer, scheme, source })));
  return (
    <fieldset className="form">
      <legend className="field-label">Aujourd’hui, en un geste</legend>
      {known.length > 0 && (
        <p className="soft small">
          Dernier état connu{"\u00a0: "}
          {known.map(({ layer, scheme }) => schemeLabel(schemes, layer, scheme)).join(", ")}
        </p>
      )}
      <div className="row">
        {known.length > 0 && (
          <>
            <Button isDisabled={isPending} onPress={() => same("declared")}>
              Inchangée, dit la personne
            </Button>
            <Button isDisabled={isPending} onPress={() => same("document")}>
              Inchangée, document vu
            </Button>
          </>
        )}
        <Button
          isDisabled={isPending}
          onPress={() => onConfirm(layers.map((layer) => ({ layer, scheme: "unknown", source: "declared" })))}
        >
          Inconnue, recherche en cours
        </Button>
      </div>
    </fieldset>
  );
}
