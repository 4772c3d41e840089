/**
 * The parts of a workbook: its zip, its list of sheets, its shared texts and its date styles.
 *
 * read-excel-file was tried first: it reads every sheet before any can be chosen, gives the whole workbook up at the
 * first cell it does not understand (a formula saved without its value), fills memory up to the row number a cell
 * claims, and takes sizes on trust. Hence this small reader on the same two libraries it stands on (fflate, saxen).
 */
import { unzipSync } from "fflate";
import { Parser } from "saxen";
import { boundMessages, registerBounds } from "./bounds.ts";
import { RegisterFileError } from "./model.ts";

/** What reading a sheet needs from the rest of the workbook. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly sharedTexts: readonly string[];
  /** For each cell style, whether it shows a date, a time of day, or neither. */
  readonly styles: readonly ("date" | "time" | null)[];
  readonly epoch1904: boolean;
  /** XML of a part of the zip. */
  readonly xml: (part: string) => string;
}

const MAX_SHEETS = 60;
const WANTED =
  /^(?:xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/iu;
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58,
]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56]);

/** Opens a workbook. Sizes are checked on the zip's directory before anything is inflated. */
export function openWorkbook(bytes: Uint8Array): Workbook {
  const parts = unzip(bytes);
  const xml = (part: string) => {
    const found = parts.get(part.toLowerCase());
    return found === undefined ? "" : new TextDecoder().decode(found);
  };
  if (!parts.has("xl/workbook.xml")) throw notAWorkbook(bytes);
  const targets = readTargets(xml("xl/_rels/workbook.xml.rels"));
  const book = readBook(xml("xl/workbook.xml"), targets);
  return {
    ...book,
    sharedTexts: readTexts(xml("xl/sharedStrings.xml")),
    styles: readStyles(xml("xl/styles.xml")),
    xml,
  };
}

function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  let total = 0;
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!WANTED.test(name.replaceAll("\\", "/"))) return false;
        total += originalSize;
        // fflate inflates into a buffer of the announced size and never beyond it.
        if (total > registerBounds.unzippedBytes) {
          throw new RegisterFileError("too_big", boundMessages.tooBig("150\u00A0Mo une fois décompressé"));
        }
        return true;
      },
    });
    return new Map(
      Object.entries(parts).map(([name, content]) => [name.replaceAll("\\", "/").toLowerCase(), content]),
    );
  } catch (error) {
    if (error instanceof RegisterFileError) throw error;
    throw corruptWorkbook();
  }
}

/** The workbook cannot be read to its end. */
export function corruptWorkbook(): RegisterFileError {
  return new RegisterFileError(
    "corrupt",
    "Ce classeur est abîmé ou incomplet. Rien n’a été importé. Ouvrez-le dans votre tableur, enregistrez-le de nouveau, et recommencez.",
  );
}

function notAWorkbook(bytes: Uint8Array): RegisterFileError {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 400));
  const all = bytes.length < 4_000_000 ? new TextDecoder("latin1").decode(bytes) : start;
  if (start.includes("opendocument.spreadsheet") || all.includes("xl/workbook.bin")) {
    return new RegisterFileError(
      "other_spreadsheet",
      "Ce format de classeur (.ods ou .xlsb) n’est pas lu. Rien n’a été importé. Dans votre tableur, choisissez «\u00A0Enregistrer sous\u00A0», puis «\u00A0Classeur Excel (.xlsx)\u00A0», et recommencez.",
    );
  }
  return new RegisterFileError(
    "not_a_spreadsheet",
    "Ce fichier n’est pas un classeur. Rien n’a été importé. Il faut un fichier .xlsx ou .csv.",
  );
}

/**
 * Walks through XML with element names freed of their prefix. Entities other than XML's own five and numbers are never
 * expanded. Throws `RegisterFileError` when the XML is broken.
 */
export function walkXml(
  xml: string,
  on: {
    open?: (name: string, attributes: () => Readonly<Record<string, string>>) => boolean | undefined;
    close?: (name: string) => void;
    text?: (text: string) => void;
  },
): void {
  const parser = new Parser();
  let failure: unknown = null;
  const guarded = (act: () => void) => {
    if (failure !== null) return;
    try {
      act();
    } catch (error) {
      failure = error;
      parser.stop();
    }
  };
  parser.on("openTag", (name, attributes) =>
    guarded(() => {
      if (on.open?.(local(name), attributes) === true) parser.stop();
    }),
  );
  parser.on("closeTag", (name) => guarded(() => on.close?.(local(name))));
  parser.on("text", (text, decode) => guarded(() => on.text?.(decode(text))));
  parser.on("cdata", (text) => guarded(() => on.text?.(text)));
  parser.on("error", () => {
    failure ??= corruptWorkbook();
  });
  parser.on("warn", () => undefined);
  if (xml !== "") parser.parse(xml);
  if (failure !== null) throw failure;
}

/** Characters that a workbook writes as `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function local(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

function readTargets(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  walkXml(xml, {
    open: (name, attributes) => {
      const { Id, Target = "", Type = "" } = name === "Relationship" ? attributes() : {};
      if (Id !== undefined && /\/worksheet$/u.test(Type)) {
        targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target.replace(/^\.\//u, "")}`);
      }
      return undefined;
    },
  });
  return targets;
}

function readBook(xml: string, targets: Map<string, string>): Pick<Workbook, "sheets" | "epoch1904"> {
  const shown: { name: string; part: string }[] = [];
  const hidden: { name: string; part: string }[] = [];
  let epoch1904 = false;
  walkXml(xml, {
    open: (tag, attributes) => {
      if (tag === "workbookPr") epoch1904 = /^(1|true|on)$/u.test(attributes().date1904 ?? "");
      if (tag !== "sheet") return undefined;
      const { name = "", state, ...rest } = attributes();
      const id = Object.entries(rest).find(([key]) => /(^|:)id$/u.test(key))?.[1] ?? "";
      const part = targets.get(id);
      if (part !== undefined)
        (state === undefined || state === "visible" ? shown : hidden).push({ name, part });
      return undefined;
    },
  });
  return { sheets: [...shown, ...hidden].slice(0, MAX_SHEETS), epoch1904 };
}

/** Shared texts, the pieces of a rich text joined and its phonetic guide left out. */
function readTexts(xml: string): string[] {
  const texts: string[] = [];
  let current = "";
  let inText = false;
  let inGuide = false;
  walkXml(xml, {
    open: (name) => {
      if (name === "si") current = "";
      else if (name === "rPh") inGuide = true;
      else if (name === "t") inText = !inGuide;
      return undefined;
    },
    close: (name) => {
      if (name === "si") texts.push(unescapeText(current));
      else if (name === "rPh") inGuide = false;
      else if (name === "t") inText = false;
    },
    text: (text) => {
      if (inText) current += text;
    },
  });
  return texts;
}

function readStyles(xml: string): ("date" | "time" | null)[] {
  const formats = new Map<number, "date" | "time" | null>();
  const styles: ("date" | "time" | null)[] = [];
  let inCellStyles = false;
  walkXml(xml, {
    open: (name, attributes) => {
      if (name === "numFmt") {
        const { numFmtId, formatCode = "" } = attributes();
        formats.set(Number(numFmtId), formatKind(formatCode));
      } else if (name === "cellXfs") {
        inCellStyles = true;
      } else if (name === "xf" && inCellStyles) {
        const id = Number(attributes().numFmtId ?? 0);
        const builtIn = BUILT_IN_DATES.has(id) ? "date" : BUILT_IN_TIMES.has(id) ? "time" : null;
        styles.push(formats.get(id) ?? builtIn);
      }
      return undefined;
    },
    close: (name) => {
      if (name === "cellXfs") inCellStyles = false;
    },
  });
  return styles;
}

/** What a number format shows: its letters once colours, conditions, quoted and escaped text are put aside. */
export function formatKind(code: string): "date" | "time" | null {
  const letters = (code.split(";")[0] ?? "")
    .replace(/"[^"]*"/gu, "")
    .replace(/\\./gu, "")
    .replace(/_./gu, "")
    .replace(/\[(?:h+|m+|s+)\]/giu, "h")
    .replace(/\[[^\]]*\]/gu, "")
    .replace(/am\/pm|general|standard/giu, "")
    .toLowerCase();
  if (/[0#?]/u.test(letters.replace(/\.0+/gu, ""))) return null;
  // French and German workbooks may write j (jour) or a (année).
  if (/[dyj]|mmm/u.test(letters)) return "date";
  if (/[hs]/u.test(letters)) return "time";
  return /m/u.test(letters) ? "date" : null;
}
