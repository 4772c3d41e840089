import { Checkbox } from "react-aria-components/Checkbox";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Text } from "react-aria-components/Text";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { Option } from "./select-field.tsx";

interface ChoiceFieldProps<Code extends string> {
  readonly label: string;
  readonly options: readonly Option<Code>[];
  readonly value: Code | null;
  readonly onChange: (code: Code) => void;
  readonly help?: string;
}

/** One choice among a few, all shown; what cannot be chosen stays visible, and `help` says why. */
export function ChoiceField<Code extends string>(props: ChoiceFieldProps<Code>) {
  const { label, options, value, onChange, help } = props;
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(code) => {
        const chosen = options.find((option) => option.code === code);
        if (chosen) onChange(chosen.code);
      }}
    >
      <Label className="field-label">{label}</Label>
      <div className="choices">
        {options.map((option) => (
          <Radio
            key={option.code}
            value={option.code}
            className="choice"
            isDisabled={option.unavailable !== undefined}
          >
            {option.label}
          </Radio>
        ))}
      </div>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
    </RadioGroup>
  );
}

interface CheckProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** A yes or no. */
export function Check({ label, value, onChange }: CheckProps) {
  return (
    <Checkbox className="choice choice-check" isSelected={value} onChange={onChange}>
      {label}
    </Checkbox>
  );
}

interface ViewSwitchProps<Code extends string> {
  readonly label: string;
  readonly options: readonly Option<Code>[];
  readonly value: Code;
  readonly onChange: (code: Code) => void;
}

/** Switches how the same content is shown: "Frise" or "Liste", one year or all. */
export function ViewSwitch<Code extends string>({ label, options, value, onChange }: ViewSwitchProps<Code>) {
  return (
    <ToggleButtonGroup
      className="toggle-group"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.code));
        if (chosen) onChange(chosen.code);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.code} id={option.code} className="toggle">
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
