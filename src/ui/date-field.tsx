import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";

interface DateFieldProps {
  readonly label: string;
  /** Name of the field in the server's messages. */
  readonly name: string;
  /** ISO day, or null while it is not whole. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
  readonly max?: string;
  readonly help?: string;
  readonly error?: string | undefined;
}

/** A day. The browser's own date entry: typed figure by figure on a keyboard, a wheel under a thumb. */
export function DateField({ label, name, value, onChange, max, help, error }: DateFieldProps) {
  return (
    <TextField
      className="field"
      name={name}
      type="date"
      value={value ?? ""}
      onChange={(day) => onChange(day === "" ? null : day)}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <Input className="input" {...(max === undefined ? {} : { max })} />
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
