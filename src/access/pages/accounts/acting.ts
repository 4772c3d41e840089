/** One act at a time on the account shown. */
export interface Acting {
  readonly pending: boolean;
  readonly fields: Readonly<Record<string, string>>;
  /** @param done what is said once it is done */
  readonly run: (act: () => Promise<unknown>, done: string) => void;
}
