import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { connect } from "node:tls";
import { ensureCaddy } from "../../scripts/caddy.mjs";
import { temporaryPlace } from "./program.ts";

/** The reverse proxy that deploy/Caddyfile describes, with a certificate of its own authority. */
export interface ReverseProxy {
  /** Address people open: https://localhost:… */
  readonly url: string;
  /** Certificate of the authority, PEM. */
  authority(): string;
  /** Starts it in front of this server. */
  start(upstream: string): Promise<void>;
  close(): Promise<void>;
}

/** Prepares the proxy on a free port, before the server behind it is started: it must know the address. */
export async function prepareProxy(): Promise<ReverseProxy> {
  const program = ensureCaddy();
  const place = temporaryPlace();
  const port = await freePort();
  const file = join(place.path, "Caddyfile");
  const delivered = join(import.meta.dirname, "../../deploy/Caddyfile");
  // The file as delivered; only what a test must not touch is put aside: this machine's port 80 and its certificates.
  writeFileSync(
    file,
    `{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\nimport ${delivered}\n`,
  );
  const root = join(place.path, "caddy/pki/authorities/local/root.crt");
  let child: ChildProcess | undefined;
  return {
    url: `https://localhost:${port}`,
    authority: () => readFileSync(root, "utf8"),
    async start(upstream) {
      let said = "";
      const started = spawn(program, ["run", "--config", file, "--adapter", "caddyfile"], {
        env: {
          HOME: place.path,
          XDG_DATA_HOME: place.path,
          XDG_CONFIG_HOME: place.path,
          MAILLAGE_SITE: `localhost:${port}`,
          MAILLAGE_UPSTREAM: new URL(upstream).host,
        },
        stdio: ["ignore", "ignore", "pipe"],
      });
      child = started;
      started.stderr.setEncoding("utf8").on("data", (text) => {
        said += text;
      });
      for (const late = Date.now() + 60_000; !(await speaksTls(port)); ) {
        if (started.exitCode !== null || Date.now() > late)
          throw new Error(`the proxy does not answer: ${said}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async close() {
      if (child && child.exitCode === null) {
        const gone = once(child, "close");
        child.kill("SIGTERM");
        await gone;
      }
      place.remove();
    },
  };
}

/** True once a certificate is shown, whoever vouches for it. */
function speaksTls(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", servername: "localhost", rejectUnauthorized: false });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("secureConnect", () => end(true));
    socket.once("error", () => end(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const bound = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof bound === "object" && bound !== null ? bound.port : 0;
}
