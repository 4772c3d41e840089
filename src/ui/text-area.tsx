import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";

interface TextAreaProps {
  readonly label: string;
  /** Name of the field in the server's messages. */
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows: number;
  readonly maxLength: number;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

/** Several lines of text with their label, their help and, when refused, why. */
export function TextArea({ label, help, error, rows, ...field }: TextAreaProps) {
  return (
    <TextField {...field} className="field" validationBehavior="aria" isInvalid={error !== undefined}>
      <Label className="field-label">{label}</Label>
      <AriaTextArea className="input" rows={rows} />
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
