import type pg from "pg";

/** Where PostgreSQL events are told; a pino logger or the console will do. */
export interface PostgresLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A PostgreSQL server at our disposal, embedded or not. */
export interface PostgresServer {
  readonly kind: "embedded" | "external";
  /** Connects as the role that may create roles and schemas, to the database that holds the network. */
  readonly admin: pg.ClientConfig;
  /** Same server and database as another role. */
  login(user: string, password: string): pg.ClientConfig;
  /** Same as a libpq URL, for psql and other tools; a socket is given as `?host=`. */
  url(user: string, password: string): string;
  /**
   * Gives the server up (idempotent). An embedded server stops when no other process uses it; close
   * connections first.
   */
  release(): Promise<void>;
  /** Calls back each time a dead embedded server was started again; never for an external one. */
  onRestart(callback: () => void): void;
}
