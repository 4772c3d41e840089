/** What a change of key did with the rows kept under former keys. */
export interface EncryptedAgain {
  readonly count: number;
  /** Rows that no key opens: changed outside the program, or their key is missing. They are left as they are. */
  readonly unreadable: number;
}

/** Applies `again` to each row; one that cannot be opened holds none of the others back. */
export function eachThatOpens<Row, Result>(rows: readonly Row[], again: (row: Row) => Result | null) {
  const done: Result[] = [];
  let unreadable = 0;
  for (const row of rows)
    try {
      const result = again(row);
      if (result !== null) done.push(result);
    } catch {
      unreadable += 1;
    }
  return { done, unreadable };
}
