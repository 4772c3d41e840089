import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";

/** How much a button calls for attention; one "main" at most in a form or a page. */
type ButtonTone = "main" | "plain" | "quiet" | "danger";

interface ButtonProps extends Omit<AriaButtonProps, "className"> {
  readonly tone?: ButtonTone;
}

/** A push button. While `isPending`, it keeps the focus, ignores presses and says so to screen readers. */
export function Button({ tone = "plain", ...props }: ButtonProps) {
  return <AriaButton {...props} className={tone === "plain" ? "button" : `button button-${tone}`} />;
}
