import type { HTMLInputTypeAttribute } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField as AriaTextField } from "react-aria-components/TextField";

interface TextFieldProps {
  readonly label: string;
  /** Name of the field in the server's messages. */
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: Extract<HTMLInputTypeAttribute, "text" | "email" | "password">;
  readonly autoComplete?: string;
  readonly inputMode?: "text" | "numeric" | "email" | "tel";
  readonly help?: string;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
}

/** One line of text with its label, its help and, when refused, why. */
export function TextField({ label, help, error, placeholder, ...field }: TextFieldProps) {
  return (
    <AriaTextField {...field} className="field" validationBehavior="aria" isInvalid={error !== undefined}>
      <Label className="field-label">{label}</Label>
      <Input className="input" {...(placeholder === undefined ? {} : { placeholder })} />
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
