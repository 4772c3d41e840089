/**
 * The browser's one way to the server: JSON both ways, refusals as French messages, and work that survives the end
 * of a session (the request waits while the person signs in again, then goes).
 */

/** A refusal, in words for the person at the screen. */
export class ServerProblem extends Error {
  override name = "ServerProblem";
  /** HTTP status; 0 when the server could not be reached. */
  readonly status: number;
  readonly code: string;
  /** Field name → message. */
  readonly fields: Readonly<Record<string, string>>;
  /** The whole answer: an edit conflict carries both versions. */
  readonly answer: unknown;

  constructor(status: number, code: string, message: string, answer?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.answer = answer;
    const fields = isObject(answer) ? answer.fields : undefined;
    this.fields = isObject(fields)
      ? Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text)]))
      : {};
  }
}

type SessionKeeper = () => Promise<boolean>;
let keeper: SessionKeeper | null = null;

/**
 * Names who asks the person to sign in again when the session has ended. The keeper answers true once a session of
 * the same person is open, and the request is then sent again. Returns what undoes the naming.
 */
export function keepSession(ask: SessionKeeper): () => void {
  keeper = ask;
  return () => {
    if (keeper === ask) keeper = null;
  };
}

interface CallOptions {
  readonly signal?: AbortSignal;
  /** True for the calls that open a session: their 401 is an answer, not an end of session. */
  readonly opening?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads. Rejects with a `ServerProblem`, or the signal's own reason when aborted. */
export function get<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  return call<Answer>(path, { method: "GET" }, options);
}

/** Sends JSON and reads JSON. Rejects as `get`. */
export function post<Answer>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<Answer> {
  return call<Answer>(path, json("POST", body), options);
}

/** Replaces, as `post`. */
export function put<Answer>(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
  return call<Answer>(path, json("PUT", body), options);
}

/** Sends a form (a file, with what is said of it) and reads JSON. Rejects as `get`. */
export function postForm<Answer>(path: string, form: FormData, options: CallOptions = {}): Promise<Answer> {
  return call<Answer>(path, { method: "POST", body: form, headers: { ...options.headers } }, options);
}

/** Sends a form and yields each JSON line of the answer as it comes. Rejects as `get`. */
export async function* postForLines<Line>(
  path: string,
  form: FormData,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  const response = await reach(path, { method: "POST", body: form }, { signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as Line;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as Line;
}

/** Sends JSON, or a form, and reads a file. Rejects as `get`. */
export async function postForFile(path: string, body: unknown): Promise<{ blob: Blob; name: string }> {
  const init = body instanceof FormData ? { method: "POST", body } : json("POST", body);
  const response = await reach(path, init, {});
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "fichier";
  return { blob: await response.blob(), name };
}

/** What to show of any failure: the server's own words, or that the program itself failed. */
export function messageOf(error: unknown): string {
  if (error instanceof ServerProblem) return error.message;
  return "Quelque chose n’a pas fonctionné dans cette page. Rien n’a été enregistré ni perdu sur le serveur. Rechargez la page, puis recommencez.";
}

async function call<Answer>(path: string, init: RequestInit, options: CallOptions): Promise<Answer> {
  const response = await reach(path, init, options);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

async function reach(path: string, init: RequestInit, options: CallOptions): Promise<Response> {
  for (;;) {
    const response = await fetchOnce(path, init, options.signal);
    if (response.ok) return response;
    const problem = await problemOf(response);
    const ended = response.status === 401 && options.opening !== true && keeper !== null;
    if (!ended || !(await keeper?.())) throw problem;
  }
}

async function fetchOnce(
  path: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    return await fetch(path, { ...init, ...(signal ? { signal } : {}), credentials: "same-origin" });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ServerProblem(
      0,
      "unreachable",
      "Le serveur ne répond pas. Rien n’est perdu\u00a0: ce que vous avez saisi est encore à l’écran. Vérifiez la connexion, puis réessayez.",
    );
  }
}

async function problemOf(response: Response): Promise<ServerProblem> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (isObject(answer) && typeof answer.message === "string")
    return new ServerProblem(response.status, String(answer.code ?? ""), answer.message, answer);
  return new ServerProblem(
    response.status,
    "unexpected",
    "Le serveur a répondu par une erreur inattendue. Rien n’a été modifié. Réessayez\u00a0; si cela se répète, prévenez l’administrateur.",
  );
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
