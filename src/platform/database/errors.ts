/** What the database refused, in the terms of the program (SQLSTATE MA4xx are raised by our own functions). */
export class NotSignedInError extends Error {
  override name = "NotSignedInError";
}

/** The actor's role may not do this. */
export class ForbiddenError extends Error {
  override name = "ForbiddenError";
}

/** The state moved since the caller looked: nothing was changed. */
export class StaleError extends Error {
  override name = "StaleError";
}

/** This kind of thing is written in another program of the centre; nothing of the request was kept. */
export class WrittenElsewhereError extends Error {
  override name = "WrittenElsewhereError";
  /** As the centre calls it. */
  readonly program: string;
  constructor(program: string, options?: ErrorOptions) {
    super("written in another program", options);
    this.program = program;
  }
}

/** PostgreSQL cannot be reached just now (starting, stopped, restarting): nothing of the request was kept. */
export class DatabaseAwayError extends Error {
  override name = "DatabaseAwayError";
}

/** The disk of the database is full: nothing of the request was kept. */
export class DiskFullError extends Error {
  override name = "DiskFullError";
}

// 57P0x: shutting down or crashed; 08xxx: connection; the names are Node's own.
const AWAY = /^(57P0[1-3]|08...|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|53300)$/;

/** Gives an error of `pg` the program's own type; anything unknown is returned as it is. */
export function translateDatabaseError(error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "MA401") return new NotSignedInError("no valid session", { cause: error });
  if (code === "MA403" || code === "42501")
    return new ForbiddenError("refused by the database", { cause: error });
  if (code === "MA409") return new StaleError("changed meanwhile", { cause: error });
  if (code === "MA423") return new WrittenElsewhereError(detailOf(error), { cause: error });
  if (code === "53100") return new DiskFullError("no room left", { cause: error });
  const message = error instanceof Error ? error.message : "";
  if (
    AWAY.test(code) ||
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(
      message,
    )
  ) {
    return new DatabaseAwayError("PostgreSQL is away", { cause: error });
  }
  return error;
}

function detailOf(error: unknown): string {
  return typeof error === "object" && error !== null && "detail" in error ? String(error.detail) : "";
}
