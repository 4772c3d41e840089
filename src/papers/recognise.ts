/**
 * What a file is, told by its content alone: its name and the browser's word for it are never believed. Pure.
 *
 * What is kept is the picture or the PDF and nothing after its end: a file that is also something else (an archive, a
 * page) behind its picture loses that part.
 */
import { crc32 } from "node:zlib";
import { LARGEST_DOCUMENT, type Media } from "./model.ts";

/** What it is and how many of its bytes are it; or why it cannot be taken (French sentence). */
export type Recognised =
  | { readonly ok: true; readonly media: Media; readonly length: number }
  | { readonly ok: false; readonly reason: string };

/** A picture larger than any camera's would fill a browser's memory from a small file. */
const MOST_PIXELS = 120_000_000;

/** Reads a file's own structure, to its end. */
export function recognise(bytes: Uint8Array): Recognised {
  if (bytes.length === 0) return refused("Ce fichier est vide.");
  if (bytes.length > LARGEST_DOCUMENT) return refused(TOO_LARGE);
  if (startsWith(bytes, "%PDF-")) return readPdf(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(bytes);
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return readPng(bytes);
  if (text(bytes, 4, 8) === "ftyp") return readHeic(bytes);
  return refused(OTHERS.find(([sign]) => sign(bytes))?.[1] ?? NEITHER);
}

/** Said of a file past the limit, whether or not it was received whole. */
export const TOO_LARGE =
  "Ce fichier dépasse 15\u00a0Mo. Photographiez une page à la fois, ou baissez la qualité du scan.";
const NEITHER = "Ce fichier n’est ni un PDF, ni une photo (JPEG, PNG, HEIC).";
const CUT = "Il manque la fin de ce fichier\u00a0: sa copie a été interrompue. Reprenez-le à sa source.";
const BROKEN = "Ce fichier est abîmé\u00a0: il ne s’ouvrirait pas. Reprenez-le à sa source.";
const IMMENSE = "Cette image est plus grande qu’aucun appareil n’en fait. Enregistrez-la plus petite.";
const AS_PDF = "Ouvrez-le, imprimez-le «\u00a0en PDF\u00a0», puis classez ce PDF.";

/** What people send by mistake, so that the refusal says what to do. */
const OTHERS: readonly (readonly [(bytes: Uint8Array) => boolean, string])[] = [
  [(b) => startsWith(b, "PK"), `C’est un document de bureautique ou une archive. ${AS_PDF}`],
  [
    (b) => startsWith(b, "\xd0\xcf\x11\xe0") || startsWith(b, "{\\rtf"),
    `C’est un document de traitement de texte. ${AS_PDF}`,
  ],
  [
    (b) => startsWith(b, "GIF8") || startsWith(b, "BM") || /^(II\*\0|MM\0\*)/.test(text(b, 0, 4)),
    "Cette sorte d’image n’est pas prise. Enregistrez-la en JPEG ou en PNG.",
  ],
  [
    (b) => startsWith(b, "RIFF") && text(b, 8, 12) === "WEBP",
    "Les images WebP ne sont pas prises. Enregistrez-la en JPEG ou en PNG.",
  ],
  [
    (b) => startsWith(b, "MZ") || startsWith(b, "\x7fELF"),
    "C’est un programme, pas un document. Ne l’ouvrez pas.",
  ],
  [
    (b) => /^(\xef\xbb\xbf)?\s*</.test(text(b, 0, 64)),
    `C’est une page web ou un dessin (HTML, SVG), qui peut contenir un programme. ${AS_PDF}`,
  ],
];

function refused(reason: string): Recognised {
  return { ok: false, reason };
}

function taken(media: Media, length: number): Recognised {
  return { ok: true, media, length };
}

/** "%PDF-1.7" at the very beginning; near the end, where its table is, then "%%EOF". */
function readPdf(bytes: Uint8Array): Recognised {
  if (!/^%PDF-[12]\.\d/.test(text(bytes, 0, 8))) return refused(BROKEN);
  const from = Math.max(0, bytes.length - 2_048);
  const tail = text(bytes, from, bytes.length);
  const end = tail.lastIndexOf("%%EOF");
  if (end < 0) return refused(CUT);
  const table = /startxref\s+(\d{1,10})\s+%%EOF$/.exec(tail.slice(0, end + 5));
  if (!table || Number(table[1]) >= from + end) return refused(BROKEN);
  return taken("pdf", from + end + 5);
}

/** Segments to the end-of-image marker; one frame, of a plausible size, and its scan. */
function readJpeg(bytes: Uint8Array): Recognised {
  let at = 2;
  let frame = false;
  let scan = false;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return refused(BROKEN);
    const marker = bytes[at + 1];
    if (marker === undefined) return refused(CUT);
    // Any number of FF may come before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return frame && scan ? taken("jpeg", at + 2) : refused(BROKEN);
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    const length = number(bytes, at + 2, 2);
    if (length < 2) return refused(BROKEN);
    if (at + 2 + length > bytes.length) return refused(CUT);
    if (marker >= 0xc0 && marker <= 0xc2) {
      const pixels = number(bytes, at + 5, 2) * number(bytes, at + 7, 2);
      if (pixels === 0) return refused(BROKEN);
      if (pixels > MOST_PIXELS) return refused(IMMENSE);
      frame = true;
    }
    at += 2 + length;
    if (marker === 0xda) {
      scan = true;
      at = endOfScan(bytes, at);
    }
  }
  return refused(CUT);
}

/** Where the first marker after a scan is: in the scan itself FF is followed by 00 or by a restart marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}

/** Chunks, each with its checksum, from IHDR to IEND. */
function readPng(bytes: Uint8Array): Recognised {
  let at = 8;
  let data = false;
  while (at < bytes.length) {
    const length = number(bytes, at, 4);
    const next = at + 12 + length;
    if (next > bytes.length || Number.isNaN(next)) return refused(CUT);
    const type = text(bytes, at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, next - 4)) !== number(bytes, next - 4, 4)) return refused(BROKEN);
    if ((at === 8) !== (type === "IHDR")) return refused(BROKEN);
    if (type === "IHDR") {
      const pixels = number(bytes, at + 8, 4) * number(bytes, at + 12, 4);
      if (length !== 13 || pixels === 0) return refused(BROKEN);
      if (pixels > MOST_PIXELS) return refused(IMMENSE);
    }
    data ||= type === "IDAT";
    at = next;
    if (type === "IEND") return data ? taken("png", at) : refused(BROKEN);
  }
  return refused(CUT);
}

const HEIC_BRANDS = /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/;

/** Boxes that fill the file exactly: the first says what it is, one describes the picture. */
function readHeic(bytes: Uint8Array): Recognised {
  const first = number(bytes, 0, 4);
  const brands = [text(bytes, 8, 12)];
  for (let at = 16; at < Math.min(first, 256); at += 4) brands.push(text(bytes, at, at + 4));
  if (brands.includes("avif"))
    return refused("Les images AVIF ne sont pas prises. Enregistrez-la en JPEG ou en PNG.");
  if (!HEIC_BRANDS.test(brands[0] ?? "") || !brands.some((brand) => /^he/.test(brand)))
    return refused("C’est une vidéo ou un son, pas un document.");
  let described = false;
  let at = 0;
  while (at < bytes.length) {
    const short = number(bytes, at, 4);
    const size = short === 1 ? number(bytes, at + 8, 8) : short;
    if (Number.isNaN(size) || at + size > bytes.length) return refused(CUT);
    if (size < 8) return refused(BROKEN);
    described ||= text(bytes, at + 4, at + 8) === "meta";
    at += size;
  }
  return described ? taken("heic", at) : refused(BROKEN);
}

function startsWith(bytes: Uint8Array, sign: string): boolean {
  return text(bytes, 0, sign.length) === sign;
}

/** Bytes as Latin-1 characters. */
function text(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
    from,
    Math.min(to, bytes.length),
  );
}

/** Big-endian unsigned number; NaN past the end. */
function number(bytes: Uint8Array, at: number, width: number): number {
  if (at + width > bytes.length) return Number.NaN;
  let value = 0;
  for (let index = 0; index < width; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
