/** Bounds on a register's file, so that no file freezes or exhausts the server. */
export const registerBounds = {
  fileBytes: 20 * 1024 * 1024,
  /** Sum of the sizes that a workbook's zip directory announces for the parts read. */
  unzippedBytes: 150 * 1024 * 1024,
  rows: 50_000,
  columns: 200,
  cellLength: 2_000,
  milliseconds: 60_000,
  /** Heap of the reading thread, megabytes. */
  heapMegabytes: 512,
} as const;

/** French messages of bounds that were passed. */
export const boundMessages = {
  tooBig: (limit: string) =>
    `Ce fichier est trop gros (plus de ${limit}). Rien n’a été importé. Découpez-le, par exemple une année par fichier, et recommencez.`,
  tooManyRows: `Ce fichier a plus de ${registerBounds.rows.toLocaleString("fr-FR")} lignes. Rien n’a été importé. Découpez-le, par exemple une année par fichier, et recommencez.`,
  tooManyColumns: `Ce fichier a plus de ${registerBounds.columns} colonnes remplies. Rien n’a été importé. Gardez les colonnes du registre et recommencez.`,
} as const;
