import { useMutation } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/choice-field.tsx";
import { useDraft } from "../../ui/draft.ts";
import { countText, dayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { post, postForFile } from "../../ui/server/api-client.ts";
import type { RecordCopy } from "../copy.ts";
import type { AccessRequest } from "../requests.ts";

const FORMATS = [
  ["zip", "Copie complète (ZIP)"],
  ["pdf", "Copie en PDF"],
  ["json", "Copie en JSON"],
] as const;
/** How much of a note is shown, to know it again. */
const FIRST_WORDS = 280;

/** The copy itself: what is kept back of it, because it tells of a third party, then its files. */
export function CopyPart({ request }: { readonly request: AccessRequest }) {
  const me = useMe();
  // Kept if the page goes: a note someone chose to keep back is not handed over for having reloaded.
  const kept = useDraft(me.accountId, `copy ${request.id}`, () => ({ withheld: [] as readonly string[] }));
  const { withheld } = kept.value;
  const address = `/api/access-requests/${request.id}/copy`;
  const asked = { personId: request.personId, withheld };
  const copy = useMutation({
    mutationFn: (format: "pdf" | "json" | "zip") => postForFile(address, { ...asked, format }),
    onSuccess: saveFile,
  });
  const read = useMutation({
    mutationFn: () => post<RecordCopy>(address, { ...asked, withheld: [], format: "json" }),
  });
  const keepBack = (id: string, on: boolean) =>
    kept.set((now) => ({ withheld: on ? [...now.withheld, id] : now.withheld.filter((one) => one !== id) }));
  return (
    <div className="stack">
      <div className="row">
        {FORMATS.map(([format, label]) => (
          <Button
            key={format}
            isPending={copy.isPending}
            onPress={() => copy.mutate(format)}
            aria-label={`${label}, dossier n° ${request.localNumber}`}
          >
            {label}
          </Button>
        ))}
        <Button tone="quiet" isPending={read.isPending} onPress={() => read.mutate()}>
          Garder de côté ce qui parle d’un tiers
        </Button>
      </div>
      {withheld.length > 0 && (
        <p className="soft small">
          {countText(withheld.length, "note ou document gardé", "notes ou documents gardés")} de côté&nbsp;:
          la copie dit combien de notes ne sont pas remises.
        </p>
      )}
      {(copy.isError || read.isError) && <Refused error={copy.error ?? read.error} />}
      {read.data && <ToKeepBack copy={read.data} withheld={withheld} onChange={keepBack} />}
    </div>
  );
}

interface ToKeepBackProps {
  readonly copy: RecordCopy;
  readonly withheld: readonly string[];
  readonly onChange: (id: string, on: boolean) => void;
}

function ToKeepBack({ copy, withheld, onChange }: ToKeepBackProps) {
  const lines = [
    ...copy.notes.flatMap((note) =>
      "withheld" in note
        ? []
        : [
            {
              id: note.id,
              label: `Note du ${dayText(note.signedAt.slice(0, 10))}, ${note.by}`,
              words: note.body,
            },
          ],
    ),
    ...copy.documents
      .filter(({ withdrawnAt }) => withdrawnAt === null)
      .map((one) => ({
        id: one.id,
        label: `Document\u00a0: ${one.type}, ${dayText(one.onDay ?? one.filedAt.slice(0, 10))}`,
        words: one.label,
      })),
  ];
  return (
    <fieldset className="field">
      <legend className="field-label">À ne pas remettre (CSP L1111-7)</legend>
      {lines.length === 0 && <p className="soft">Ni note signée ni document.</p>}
      <ul className="stack">
        {lines.map(({ id, label, words }) => (
          <li key={id}>
            <Check label={label} value={withheld.includes(id)} onChange={(on) => onChange(id, on)} />
            <p className="soft small">
              {words.length > FIRST_WORDS ? `${words.slice(0, FIRST_WORDS)}…` : words}
            </p>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
