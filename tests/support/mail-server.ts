import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A letter as the server received it: its envelope and its raw text. */
export interface Received {
  readonly to: string;
  readonly raw: string;
  /** The body in plain text, undone from its transfer encoding. */
  readonly text: string;
}

/** A real SMTP server on the loopback address. */
export interface MailServer {
  /** For MAILLAGE_SMTP. */
  readonly url: string;
  readonly received: Received[];
  /** Answers that refuse the next letters, in order: [451, 550]. */
  readonly refusals: number[];
  /** The next letter to this address, already there or still to come. @throws after 15 s */
  letterTo(address: string): Promise<Received>;
  close(): Promise<void>;
}

/** Starts a mail server. @param port a free one by default */
export async function openMailServer(port = 0): Promise<MailServer> {
  const received: Received[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const refusal = refusals.shift();
        if (refusal !== undefined)
          return done(Object.assign(new Error("refused"), { responseCode: refusal }));
        const raw = Buffer.concat(chunks).toString("utf8");
        for (const { address } of session.envelope.rcptTo)
          received.push({ to: address, raw, text: bodyOf(raw) });
        done();
      });
    },
  });
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refusals,
    async letterTo(address) {
      for (const late = Date.now() + 15_000; Date.now() < late; await pause()) {
        const index = received.findIndex(({ to }) => to === address);
        const [letter] = index < 0 ? [] : received.splice(index, 1);
        if (letter) return letter;
      }
      throw new Error(`no letter to ${address}`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function bodyOf(raw: string): string {
  const end = raw.indexOf("\r\n\r\n");
  const [head, body] = [raw.slice(0, end), raw.slice(end + 4)];
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/transfer-encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replaceAll("=\r\n", "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
