import "./lists.css";
import { Button } from "react-aria-components/Button";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";

/** One line of a list: its code, its words, and why it cannot be chosen when it cannot. */
export interface Option<Code extends string = string> {
  readonly code: Code;
  readonly label: string;
  readonly unavailable?: string;
}

interface SelectFieldProps<Code extends string> {
  readonly label: string;
  readonly options: readonly Option<Code>[];
  readonly value: Code | null;
  readonly onChange: (code: Code) => void;
  readonly placeholder?: string;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
}

/** One choice in a short list, by mouse, thumb or first letters. */
export function SelectField<Code extends string>(props: SelectFieldProps<Code>) {
  const {
    label,
    options,
    value,
    onChange,
    placeholder = "Choisir…",
    help,
    error,
    isDisabled = false,
  } = props;
  return (
    <Select
      className="field"
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.code === key);
        if (chosen) onChange(chosen.code);
      }}
      placeholder={placeholder}
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <Button className="input select-button">
        <SelectValue className="select-value" />
        <span aria-hidden="true">▾</span>
      </Button>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox className="listbox">
          {options.map((option) => (
            <ListBoxItem
              key={option.code}
              id={option.code}
              className="option"
              textValue={option.label}
              isDisabled={option.unavailable !== undefined}
            >
              <span>
                {option.label}
                {option.unavailable !== undefined && <span className="small"> ({option.unavailable})</span>}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
