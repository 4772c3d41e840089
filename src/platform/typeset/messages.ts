/** What the thread is given once: the folder it may read, and its fonts; no other is looked for. */
export interface TypesetShop {
  readonly workspace: string;
  readonly fonts: readonly string[];
}

/** What the thread is asked. */
export interface TypesetOrder {
  readonly id: number;
  /** File of `documents/`. */
  readonly template: string;
  /** JSON the template reads, as text: nothing of it is markup. */
  readonly data: string;
  readonly accessible: boolean;
}

/** What it answers. */
export type TypesetAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly fault: string; readonly unprintable: readonly string[] };
