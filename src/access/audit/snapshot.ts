/** What a PostgreSQL snapshot sees, from its text form `xmin:xmax:xip,xip`. */
export interface Snapshot {
  /** The first transaction number not yet given out: it and all after are not seen. */
  readonly xmax: bigint;
  /** Transactions under way when it was taken, all below xmax: not seen either. */
  readonly underWay: readonly bigint[];
}

/** A snapshot that sees nothing: every entry is still to be sealed. */
export const NOTHING_SEEN = "1:1:";

/** @throws Error when the text is not a snapshot's */
export function parseSnapshot(text: string): Snapshot {
  const match = /^(\d+):(\d+):([\d,]*)$/.exec(text);
  if (match === null) throw new Error(`not a snapshot: ${text}`);
  const list = match[3] ?? "";
  return { xmax: BigInt(match[2] ?? 0), underWay: list === "" ? [] : list.split(",").map(BigInt) };
}

/** Had this transaction ended when the snapshot was taken? */
export function sees(snapshot: Snapshot, xid: bigint): boolean {
  return xid < snapshot.xmax && !snapshot.underWay.includes(xid);
}
