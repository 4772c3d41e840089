import "./lists.css";
import { useContext, useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox, ComboBoxStateContext } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Tag, TagGroup, TagList } from "react-aria-components/TagGroup";
import type { Option } from "./select-field.tsx";

interface WordsFieldProps {
  readonly label: string;
  readonly options: readonly Option[];
  /** Codes chosen, in the order of choice. */
  readonly value: readonly string[];
  readonly onChange: (codes: string[]) => void;
}

/** Several words of a long list: type a few letters, Enter adds the word, Backspace on a word removes it. */
export function WordsField({ label, options, value, onChange }: WordsFieldProps) {
  const [typed, setTyped] = useState("");
  const left = options.filter((option) => !value.includes(option.code));
  const chosen = value.map((code) => options.find((option) => option.code === code) ?? { code, label: code });
  return (
    <div className="field">
      <ComboBox
        className="field"
        inputValue={typed}
        onInputChange={setTyped}
        selectedKey={null}
        menuTrigger="focus"
        onSelectionChange={(key) => {
          if (key === null) return;
          onChange([...value, String(key)]);
          setTyped("");
        }}
      >
        <Label className="field-label">{label}</Label>
        <ClosedByChoice chosen={value.length} />
        <Input className="input" placeholder="Ajouter…" />
        <Popover className="popover">
          <ListBox
            className="listbox"
            renderEmptyState={() => <p className="option-empty">Aucun mot ne convient.</p>}
          >
            {left.map((option) => (
              <ListBoxItem key={option.code} id={option.code} className="option" textValue={option.label}>
                {option.label}
              </ListBoxItem>
            ))}
          </ListBox>
        </Popover>
      </ComboBox>
      {chosen.length > 0 && (
        <TagGroup
          aria-label={`${label}\u00a0: choix`}
          onRemove={(keys) => onChange(value.filter((code) => !keys.has(code)))}
        >
          <TagList className="words">
            {chosen.map((option) => (
              <Tag key={option.code} id={option.code} className="word" textValue={option.label}>
                {option.label}
                <Button slot="remove" className="word-remove">
                  ✕
                </Button>
              </Tag>
            ))}
          </TagList>
        </TagGroup>
      )}
    </div>
  );
}

/** The list stays open after a word is pointed at, as none is ever the field's own: Tab would then add the one under the pointer. */
function ClosedByChoice({ chosen }: { readonly chosen: number }) {
  const close = useContext(ComboBoxStateContext)?.close;
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each choice alone, though the list's state is made anew by each key.
  useEffect(() => close?.(), [chosen]);
  return null;
}
