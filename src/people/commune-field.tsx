import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { post } from "../ui/server/api-client.ts";
import type { Commune } from "./address.ts";

interface CommuneFieldProps {
  readonly label: string;
  /** Name of the commune chosen, "" when there is none. */
  readonly value: string;
  /** null: none any more. */
  readonly onChange: (commune: Commune | null) => void;
  /** Also communes merged into another since, which one may be born in. */
  readonly former?: boolean;
  readonly help?: string;
  readonly error?: string | undefined;
  /** How to look for them, where nobody is signed in. */
  readonly search?: (words: string, signal: AbortSignal) => Promise<{ communes: Commune[] }>;
}

const SHORTEST = 2;

/** A commune of France, by the first letters of its name or its postcode; the list stays on the server. */
export function CommuneField({
  label,
  value,
  onChange,
  former = false,
  help,
  error,
  search,
}: CommuneFieldProps) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  // Changed from outside (a draft started again): what is typed follows.
  if (value !== shown) {
    setShown(value);
    if (value !== "") setTyped(value);
  }
  const words = typed.trim();
  const found = useQuery({
    queryKey: ["communes", former, words],
    queryFn: ({ signal }) =>
      search
        ? search(words, signal)
        : post<{ communes: Commune[] }>("/api/communes", { words, former }, { signal }),
    enabled: words.length >= SHORTEST && words !== value,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: (previous) => previous,
  });
  const communes = words.length >= SHORTEST && words !== value ? (found.data?.communes ?? []) : [];
  return (
    <ComboBox
      className="field"
      items={communes}
      inputValue={typed}
      selectedKey={null}
      allowsEmptyCollection
      isInvalid={error !== undefined}
      validationBehavior="aria"
      defaultFilter={() => true}
      onInputChange={(text) => {
        setTyped(text);
        if (value !== "" && text !== value) {
          setShown("");
          onChange(null);
        }
      }}
      onSelectionChange={(key) => {
        const chosen = communes.find(({ code }) => code === key);
        if (!chosen) return;
        setTyped(chosen.name);
        setShown(chosen.name);
        onChange(chosen);
      }}
    >
      <Label className="field-label">{label}</Label>
      <Input className="input" placeholder="Bourgoin, 38300…" autoComplete="off" />
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox<Commune>
          className="listbox"
          renderEmptyState={() => (
            <p className="option-empty">
              {words.length < SHORTEST
                ? "Écrivez les premières lettres ou le code postal."
                : found.isFetching
                  ? "Recherche…"
                  : "Aucune commune de France ne convient."}
            </p>
          )}
        >
          {(commune) => (
            <ListBoxItem id={commune.code} className="option" textValue={commune.name}>
              <span>
                {commune.name} <span className="soft small">{placeOf(commune)}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** "38300", "13001 à 13016", or the INSEE code of a former commune. */
function placeOf({ code, postcodes }: Commune): string {
  const [first, last] = [postcodes[0], postcodes.at(-1)];
  if (first === undefined) return `code ${code}`;
  return first === last ? first : `${first} à ${last}`;
}
