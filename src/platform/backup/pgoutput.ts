/*
 * Messages of `pgoutput`, the decoding that PostgreSQL's own replication uses (manual, chapter 54.9, protocol version 1). Values come
 * as text, as the settings of the session that read them write it.
 */

/** A column of a table, as of that moment. */
interface Column {
  readonly name: string;
  /** Part of what identifies a row. */
  readonly isKey: boolean;
}

export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Rows are identified by all their values: the table has no key. */
  readonly byAll: boolean;
}

/** Text of a value, null for NULL, undefined when it did not change (a long value kept where it was). */
export type Value = string | null | undefined;
export type Row = readonly Value[];

export type Change =
  | { readonly kind: "begin"; readonly lsn: bigint }
  | { readonly kind: "commit" }
  | { readonly kind: "insert"; readonly to: Relation; readonly row: Row }
  | { readonly kind: "update"; readonly to: Relation; readonly old: Row | null; readonly row: Row }
  | { readonly kind: "delete"; readonly to: Relation; readonly old: Row }
  | { readonly kind: "truncate"; readonly to: readonly Relation[] };

/** Reads messages one by one; remembers the tables they speak of. */
export class ChangeReader {
  readonly #relations = new Map<number, Relation>();

  /** @returns null for a message that changes no row @throws Error when it is not one of pgoutput */
  read(message: Buffer): Change | null {
    const cursor = new Cursor(message);
    const kind = cursor.letter();
    switch (kind) {
      case "B":
        return { kind: "begin", lsn: cursor.long() };
      case "C":
        return { kind: "commit" };
      case "R":
        this.#learn(cursor);
        return null;
      case "I": {
        const to = this.#relation(cursor.int());
        cursor.letter();
        return { kind: "insert", to, row: cursor.row() };
      }
      case "U": {
        const to = this.#relation(cursor.int());
        const old = cursor.letter() === "N" ? null : cursor.row();
        if (old !== null) cursor.letter();
        return { kind: "update", to, old, row: cursor.row() };
      }
      case "D": {
        const to = this.#relation(cursor.int());
        cursor.letter();
        return { kind: "delete", to, old: cursor.row() };
      }
      case "T": {
        const count = cursor.int();
        cursor.skip(1);
        return { kind: "truncate", to: Array.from({ length: count }, () => this.#relation(cursor.int())) };
      }
      // Origin, type, message: nothing of a row.
      case "O":
      case "Y":
      case "M":
        return null;
      default:
        throw new Error(`not a message of pgoutput: ${kind}`);
    }
  }

  #learn(cursor: Cursor): void {
    const id = cursor.int();
    const [schema, name] = [cursor.text(), cursor.text()];
    const byAll = cursor.letter() === "f";
    const columns = Array.from({ length: cursor.short() }, () => {
      const isKey = (cursor.byte() & 1) === 1;
      const column = { name: cursor.text(), isKey };
      cursor.skip(8);
      return column;
    });
    this.#relations.set(id, { schema, name, columns, byAll });
  }

  #relation(id: number): Relation {
    const known = this.#relations.get(id);
    if (!known) throw new Error(`a change of a table not yet named: ${id}`);
    return known;
  }
}

class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(count: number): void {
    this.#at += count;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  letter(): string {
    return String.fromCharCode(this.byte());
  }

  short(): number {
    this.#at += 2;
    return this.#bytes.readUInt16BE(this.#at - 2);
  }

  int(): number {
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }

  long(): bigint {
    this.#at += 8;
    return this.#bytes.readBigUInt64BE(this.#at - 8);
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    const text = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end + 1;
    return text;
  }

  row(): Row {
    return Array.from({ length: this.short() }, () => this.#value());
  }

  #value(): Value {
    const kind = this.letter();
    if (kind === "n") return null;
    if (kind === "u") return undefined;
    const length = this.int();
    this.#at += length;
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }
}
