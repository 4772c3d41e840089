/** Why a passkey could not be used, in words: a person who gives up has not met an error. */
export function passkeyMessage(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError")
    return "La clé d’accès n’a pas été utilisée\u00a0: demande annulée ou trop longue. Rien n’a changé, vous pouvez réessayer.";
  if (name === "InvalidStateError") return "Cet appareil a déjà une clé d’accès pour ce compte.";
  return "Cet appareil ou ce navigateur ne permet pas la clé d’accès ici. Rien n’a changé\u00a0: utilisez le code à six chiffres.";
}
