import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useVocabulary } from "../../network/use-vocabulary.ts";
import { languageLabels } from "../../people/languages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { post } from "../../ui/server/api-client.ts";
import { type ListLanguage, listLanguages, type RequestPapers } from "../papers/model.ts";

/** Arabic as it is spoken here or there is read as the one Arabic that is written. */
const WRITTEN: Readonly<Record<string, ListLanguage>> = Object.fromEntries([
  ...listLanguages.map((code) => [code, code]),
  ...["ary", "arq", "aeb", "ayl", "arz", "apc", "acm", "apd"].map((code) => [code, "ar"]),
]);
const FRENCH_ALONE = "fr";

interface PrintListProps {
  readonly personId: string;
  readonly address: string;
  readonly request: RequestPapers;
}

/** The list to hand over: French, and beside it the language the person reads. */
export function PrintList({ personId, address, request }: PrintListProps) {
  const words = useVocabulary();
  const spoken = request.languages.map((code) => WRITTEN[code]).find((code) => code !== undefined);
  const [language, setLanguage] = useState<ListLanguage | typeof FRENCH_ALONE>(
    request.languages[0] === "fr" ? FRENCH_ALONE : (spoken ?? FRENCH_ALONE),
  );
  const [site, setSite] = useState<string | null>(null);
  const sites = words.data?.sites ?? [];
  const siteId = site ?? sites[0]?.id ?? "";
  const print = useMutation({
    mutationFn: () =>
      post<{ id: string }>(`${address}/lists/${newId()}`, {
        siteId,
        language: language === FRENCH_ALONE ? null : language,
      }),
  });
  return (
    <div className="paper-print no-print">
      <div className="form-pair">
        <SelectField
          label="Langue de la liste"
          options={[
            { code: FRENCH_ALONE, label: "français seul" },
            ...listLanguages.map((code) => ({ code, label: `français et ${languageLabels[code]}` })),
          ]}
          value={language}
          onChange={(code) => {
            setLanguage(code);
            print.reset();
          }}
        />
        {sites.length > 1 && (
          <SelectField
            label="Lieu imprimé en tête"
            options={sites.map(({ id, name }) => ({ code: id, label: name }))}
            value={siteId}
            onChange={setSite}
          />
        )}
      </div>
      {language !== FRENCH_ALONE && (
        <p className="soft small">
          Traduction non relue par une personne qui parle cette langue&nbsp;: c’est écrit sur la liste.
        </p>
      )}
      <div className="paper-acts">
        <Button isPending={print.isPending} isDisabled={siteId === ""} onPress={() => print.mutate()}>
          {print.isPending ? "Préparation…" : "Préparer la liste à remettre"}
        </Button>
      </div>
      {print.isError && <Refused error={print.error} />}
      {print.data !== undefined && (
        <Alert tone="good" title="La liste est prête." announced>
          <a
            className="button button-main"
            href={`/api/people/${personId}/documents/${print.data.id}/view`}
            target="_blank"
            rel="noreferrer"
          >
            Ouvrir pour imprimer
          </a>
        </Alert>
      )}
    </div>
  );
}
