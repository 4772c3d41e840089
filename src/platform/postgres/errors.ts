/** PostgreSQL cannot be had; the message is French, says what happened and what to do. */
export class PostgresUnavailableError extends Error {
  override name = "PostgresUnavailableError";
}

/** Word of the system (`ENOENT`, SQLSTATE…) carried by an error, or "". */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Text of any thrown value. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message || codeOf(error) : String(error);
}
