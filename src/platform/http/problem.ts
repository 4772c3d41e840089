import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal the person at the screen must understand: French, says that nothing was lost and what to do. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly status: ContentfulStatusCode;
  readonly code: string;
  /** Field name → message. */
  readonly fields: Readonly<Record<string, string>> | undefined;
  /** More members of the JSON answer (the other version of an edit, for instance). */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    more: { fields?: Readonly<Record<string, string>>; extra?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = more.fields;
    this.extra = more.extra ?? {};
  }
}
