import { connect, type Socket } from "node:net";

/**
 * A load generator that costs little, since it shares the machine with what it measures: raw keep-alive
 * connections, requests written whole, answers read only as far as needed to find their end.
 */

/** What one round of requests showed. */
export interface Figures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly perSecond: number;
  readonly requests: number;
}

/** An answer of the server. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What is asked, and by whom. */
export interface Ask {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** Session token; null for nobody. */
  readonly token: string | null;
  readonly body?: unknown;
}

/** The bytes of a request. */
export function requestText({ method, path, token, body }: Ask): string {
  const json = body === undefined ? "" : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1"];
  if (token !== null) lines.push(`Cookie: maillage_session=${token}`);
  if (body !== undefined)
    lines.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(json)}`);
  return `${lines.join("\r\n")}\r\n\r\n${json}`;
}

/** One keep-alive connection, one request at a time. */
export class Connection {
  readonly #socket: Socket;
  #received = "";
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    // One character a byte: lengths are then those of the headers, at no cost.
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#take(chunk));
    socket.on("error", (error) => this.#waiting?.reject(error));
    socket.on("close", () => this.#waiting?.reject(new Error("the server closed the connection")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket)));
      socket.once("error", reject);
    });
  }

  ask(text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(text);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const body = wholeBody(this.#received);
    if (body === null || this.#waiting === null) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = "";
    const { resolve } = this.#waiting;
    this.#waiting = null;
    resolve({ status, body });
  }
}

/** The body of an answer (as latin1) once it is all there, else null. */
function wholeBody(text: string): string | null {
  const headers = text.indexOf("\r\n\r\n");
  if (headers === -1) return null;
  const start = headers + 4;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headers));
  if (length) return text.length - start >= Number(length[1]) ? text.slice(start) : null;
  return text.endsWith("\r\n0\r\n\r\n") ? text.slice(start) : null;
}

/** How many ask at once, and for how long. */
export interface Round {
  readonly clients: number;
  readonly seconds: number;
}

/**
 * Lets `clients` ask one after the other, without pause.
 * @param openClient makes the n-th client; its `once` does one request and rejects when the answer is wrong
 */
export async function measure(
  { clients, seconds }: Round,
  openClient: (client: number) => Promise<{ once: () => Promise<unknown>; close: () => unknown }>,
): Promise<Figures> {
  const opened = await Promise.all(Array.from({ length: clients }, (_, client) => openClient(client)));
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  await Promise.all(
    opened.map(async ({ once }) => {
      for (let before = performance.now(); before < end; ) {
        await once();
        const after = performance.now();
        times.push(after - before);
        before = after;
      }
    }),
  );
  const elapsed = performance.now() - started;
  for (const { close } of opened) await close();
  return summarise(times, elapsed);
}

/** @param times milliseconds of each request @param elapsed milliseconds in all */
export function summarise(times: readonly number[], elapsed: number): Figures {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return {
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    perSecond: Math.round((times.length / elapsed) * 1_000),
    requests: times.length,
  };
}

/** Two decimals, three below one. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/**
 * A client of the server under test, for `measure`.
 * @param next the next thing to ask
 * @throws when an answer has not the status expected, so that errors never count as speed
 */
export async function httpClient(port: number, next: () => string, expected = 200) {
  const connection = await Connection.open(port);
  return {
    async once() {
      const { status, body } = await connection.ask(next());
      if (status !== expected) throw new Error(`expected ${expected}, got ${status}: ${body.slice(0, 300)}`);
    },
    close: () => connection.close(),
  };
}

/** Milliseconds one request takes. */
export async function timeOnce({ once }: { once: () => Promise<unknown> }): Promise<number> {
  const started = performance.now();
  await once();
  return round(performance.now() - started);
}
