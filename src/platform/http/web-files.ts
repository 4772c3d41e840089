import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Hono } from "hono";
import { getMimeType } from "hono/utils/mime";
import type { ApiEnv } from "./api-env.ts";

interface WebFile {
  readonly type: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/** What the build says of each of its files (Vite's manifest). */
interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
}

/**
 * Serves the built browser application: hashed files cached for ever, the page itself never, with its nonce.
 * Everything is read once, compressed, and kept (about a megabyte): a program rebuilt under a running server must
 * not leave its pages asking for files that are gone.
 * @param folder the built files (dist/web)
 * @param firstNeeds files of the manifest and calls that this path will need: the page names them, so that the browser
 * fetches them at once
 */
export function serveWeb(
  app: Hono<ApiEnv>,
  folder: string,
  firstNeeds: (
    path: string,
    signedIn: boolean,
  ) => { readonly files: readonly string[]; readonly calls: readonly string[] },
): void {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const { fonts, linksOf } = readLinks(folder);
  const assets = new Map(
    readdirSync(join(folder, "assets")).map((name) => [name, readWebFile(join(folder, "assets", name))]),
  );

  app.get("/assets/:name", (c) => {
    const file = assets.get(c.req.param("name"));
    if (!file) return c.notFound();
    c.header("content-type", file.type);
    c.header("cache-control", "public, max-age=31536000, immutable");
    c.header("vary", "accept-encoding");
    if (file.gzip === null || !/\bgzip\b/.test(c.req.header("accept-encoding") ?? ""))
      return c.body(file.plain);
    c.header("content-encoding", "gzip");
    return c.body(file.gzip);
  });
  app.get("*", (c) => {
    // A missing file must not be answered with the page: the browser would run it as a script.
    if (/\.\w+$/.test(c.req.path)) return c.notFound();
    c.header("cache-control", "no-store");
    const { files, calls } = firstNeeds(c.req.path, c.get("token") !== null);
    const links = [
      ...fonts,
      ...calls.map((call) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="${call}">`),
      ...linksOf(files),
    ].join("\n");
    return c.html(page.replace("</head>", `${links}</head>`).replaceAll("__NONCE__", c.get("nonce")));
  });
}

/** The letters of nearly every word shown; the browser fetches the others when it meets one. */
const LETTERS = /-latin-wght-normal-[\w-]+\.woff2$/;

/**
 * Gives the tags by which a page has the browser load these entries of the manifest, with all that they import; and the
 * font, which it would otherwise ask for once it has drawn everything with another.
 */
function readLinks(folder: string): { fonts: string[]; linksOf: (entries: readonly string[]) => string[] } {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite", "manifest.json"), "utf8")) as Record<
    string,
    Chunk
  >;
  const named = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the build`);
    return chunk;
  };
  const gather = (name: string, found: Set<string>): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const imported of named(name).imports ?? []) gather(imported, found);
  };
  // The page names what its own entry imports by itself.
  const own = new Set<string>();
  gather("index.html", own);
  const fonts = (named("index.html").assets ?? [])
    .filter((file) => LETTERS.test(file))
    .map((file) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="/${file}">`);
  const linksOf = (entries: readonly string[]) => {
    const found = new Set<string>();
    for (const entry of entries) gather(entry, found);
    const chunks = [...found].filter((name) => !own.has(name)).map(named);
    return [
      ...chunks
        .flatMap(({ css = [] }) => css)
        .map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
      ...chunks.map(({ file }) => `<link rel="modulepreload" crossorigin href="/${file}">`),
    ];
  };
  return { fonts, linksOf };
}

function readWebFile(path: string): WebFile {
  const plain = new Uint8Array(readFileSync(path));
  const type = getMimeType(path) ?? "application/octet-stream";
  // Fonts and images are compressed already.
  const gzip = /javascript|css|svg|json/.test(type) ? new Uint8Array(gzipSync(plain, { level: 9 })) : null;
  return { type, plain, gzip };
}
