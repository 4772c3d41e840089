/** Writes small workbooks for tests, cell by cell, so that every oddity a real one may have can be put in. */
import { strToU8, zipSync } from "fflate";

/** A sheet's rows as XML, by name, with the workbook's settings. */
export interface WorkbookParts {
  readonly sheets: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly sharedStrings?: string;
  /** Number formats of cell styles 1, 2, 3… */
  readonly formats?: readonly string[];
  readonly date1904?: boolean;
  readonly after?: string;
}

/** Bytes of an .xlsx file. */
export function makeWorkbook(parts: WorkbookParts): Uint8Array {
  const names = Object.keys(parts.sheets);
  const files: Record<string, Uint8Array> = {
    "[Content_Types].xml": strToU8("<Types/>"),
    "xl/workbook.xml": strToU8(
      `<workbook xmlns:r="r"><workbookPr date1904="${parts.date1904 === true ? 1 : 0}"/><sheets>${names
        .map((name, index) => {
          const state = parts.hidden?.includes(name) === true ? ' state="hidden"' : "";
          return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
        })
        .join("")}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships>${names
        .map((_, index) => `<Relationship Id="rId${index + 1}" Type="http://x/worksheet" Target="worksheets/s${index + 1}.xml"/>`)
        .join("")}</Relationships>`,
    ),
    "xl/styles.xml": strToU8(
      `<styleSheet><numFmts>${(parts.formats ?? [])
        .map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`)
        .join("")}</numFmts><cellXfs><xf/>${(parts.formats ?? [])
        .map((_, index) => `<xf numFmtId="${200 + index}"/>`)
        .join("")}</cellXfs></styleSheet>`,
    ),
    "xl/sharedStrings.xml": strToU8(`<sst>${parts.sharedStrings ?? ""}</sst>`),
  };
  for (const [index, name] of names.entries()) {
    files[`xl/worksheets/s${index + 1}.xml`] = strToU8(
      `<worksheet><sheetData>${parts.sheets[name] ?? ""}</sheetData>${parts.after ?? ""}</worksheet>`,
    );
  }
  return zipSync(files);
}

/** A row of text cells. */
export function textRow(row: number, texts: readonly string[]): string {
  return `<row r="${row}">${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;
}
