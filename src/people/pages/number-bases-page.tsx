import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { get, post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextArea } from "../../ui/text-area.tsx";
import { type AllowNumbers, basisCategories, basisCategoryLabels, type NumberBasis } from "../number.ts";

const CATEGORIES = basisCategories.map((code) => ({ code, label: basisCategoryLabels[code] }));
const KEY = ["number-bases"];

/** Where the data protection officer opens the use of social security numbers, or stops it. */
export function NumberBasesPage() {
  const bases = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ bases: NumberBasis[] }>("/api/number-bases", { signal }),
  });
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const stop = useMutation({ mutationFn: () => post("/api/number-bases/end"), onSuccess: refresh });
  if (bases.isPending) return <Loading what="Lecture des décisions" />;
  if (bases.isError) return <Refused error={bases.error} retry={bases.refetch} />;
  const inForce = bases.data.bases.find(({ endedAt }) => endedAt === null);
  const past = bases.data.bases.filter(({ endedAt }) => endedAt !== null);
  return (
    <>
      <title>Numéros de sécurité sociale · Maillage</title>
      <h1>Numéros de sécurité sociale</h1>
      <p className="soft">
        Le NIR et le NIA ne se notent que lorsqu’un texte le permet (décret n°&nbsp;2019-341, à vérifier pour
        votre organisme). Cette décision et son arrêt sont écrits au journal.
      </p>
      {inForce ? (
        <Card title="Usage ouvert">
          <Decision basis={inForce} />
          <p className="soft">
            Arrêté, l’usage cesse à l’instant&nbsp;: plus aucun numéro n’est montré, accepté ni cherché. Ceux
            qui sont notés restent chiffrés dans la base, sans être lus.
          </p>
          {stop.isError && <Refused error={stop.error} />}
          <div>
            <Button tone="danger" isPending={stop.isPending} onPress={() => stop.mutate()}>
              Arrêter l’usage
            </Button>
          </div>
        </Card>
      ) : (
        <>
          <Alert tone="unknown" title="L’usage n’est pas ouvert">
            <p>
              Aucun numéro n’est montré ni accepté. Ceux qui auraient été notés auparavant sont gardés,
              chiffrés.
            </p>
          </Alert>
          <AllowForm onSaved={refresh} />
        </>
      )}
      {past.length > 0 && (
        <Card title="Décisions précédentes">
          {past.map((basis) => (
            <Decision key={basis.id} basis={basis} />
          ))}
        </Card>
      )}
    </>
  );
}

function Decision({ basis }: { readonly basis: NumberBasis }) {
  return (
    <p>
      <strong>{basisCategoryLabels[basis.category]}</strong>, depuis le {dayText(basis.decidedOn)}
      <br />
      {basis.basis}
      <br />
      <span className="soft small">
        enregistré le {momentText(basis.recordedAt)}
        {basis.endedAt !== null && `, arrêté le ${momentText(basis.endedAt)}`}
      </span>
    </p>
  );
}

interface TypedBasis {
  readonly day: string | null;
  readonly basis: string;
  readonly category: AllowNumbers["category"] | null;
}

function AllowForm({ onSaved }: { readonly onSaved: () => void }) {
  const draft = useDraft<TypedBasis>(useMe().accountId, "number-basis", () => ({
    day: today(),
    basis: "",
    category: null,
  }));
  const { day, basis, category } = draft.value;
  const set = (change: Partial<TypedBasis>) => draft.set((typed) => ({ ...typed, ...change }));
  const save = useMutation({
    mutationFn: (said: AllowNumbers) => post("/api/number-bases", said),
    onSuccess: () => {
      draft.forget();
      onSaved();
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <Card title="Ouvrir l’usage">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (day !== null && category !== null) save.mutate({ decidedOn: day, basis, category });
        }}
      >
        <DraftNotice draft={draft} />
        <DateField
          label="Jour de la décision"
          name="decidedOn"
          value={day}
          onChange={(typed) => set({ day: typed })}
          max={today()}
          error={errors.decidedOn}
        />
        <SelectField
          label="Catégorie"
          options={CATEGORIES}
          value={category}
          onChange={(chosen) => set({ category: chosen })}
          error={errors.category}
        />
        <TextArea
          label="Texte et article"
          name="basis"
          value={basis}
          onChange={(typed) => set({ basis: typed })}
          rows={3}
          maxLength={2000}
          help="Par exemple l’article du décret et l’analyse d’impact qui s’y réfère."
          error={errors.basis}
        />
        {save.isError && <Refused error={save.error} />}
        <div>
          <Button
            type="submit"
            tone="main"
            isPending={save.isPending}
            isDisabled={day === null || category === null || basis.trim() === ""}
          >
            {save.isPending ? "Enregistrement…" : "Ouvrir l’usage"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
