import { ChainTamperedError, SigningKeyError } from "../access/audit/sealer.ts";
import { HeadFileError, TrailHiddenError } from "../access/audit/verify-audit.ts";
import { InstallationError } from "../installation.ts";
import { RegisterFileError } from "../intake/model.ts";
import { PresetError } from "../network/preset.ts";
import { BackupError } from "../platform/backup/errors.ts";
import { DataFolderError } from "../platform/data-folder.ts";
import { MigrationError } from "../platform/database/migrate.ts";
import { MailSettingsError } from "../platform/mail/settings.ts";
import { PostgresUnavailableError } from "../platform/postgres/obtain.ts";

/** An ending the command decided on: a French message and the exit code. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What a command answers: `--json` prints `data` alone on standard output, otherwise `text` is printed. */
export interface CommandAnswer {
  readonly data: unknown;
  readonly text: string;
  readonly exitCode?: number;
}

const TOLD = [
  BackupError,
  ChainTamperedError,
  CommandError,
  DataFolderError,
  HeadFileError,
  InstallationError,
  MailSettingsError,
  MigrationError,
  PostgresUnavailableError,
  PresetError,
  RegisterFileError,
  SigningKeyError,
  TrailHiddenError,
];

/**
 * Runs a command and prints its answer: one JSON object and nothing else on standard output with `--json`;
 * messages and errors go to standard error. Exit 0 only on success.
 */
export async function answer(json: boolean, run: () => Promise<CommandAnswer>): Promise<void> {
  try {
    const { data, text, exitCode } = await run();
    process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${text}\n`);
    process.exitCode = exitCode ?? 0;
  } catch (error) {
    const message = tell(error);
    if (json) process.stdout.write(`${JSON.stringify({ error: message })}\n`);
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof CommandError ? error.exitCode : 1;
  }
}

/** The French message of an expected error; an unexpected one is told with its trace, for whoever mends it. */
export function tell(error: unknown): string {
  if (TOLD.some((kind) => error instanceof kind) && error instanceof Error) return error.message;
  return `Une erreur inattendue s’est produite. Rien n’a été enregistré par cette commande.\n${error instanceof Error ? error.stack : String(error)}`;
}

/** Events of the machinery, on standard error: warnings always, the rest when MAILLAGE_LOG=info. */
export const commandLog = {
  info(message: string) {
    if (process.env.MAILLAGE_LOG === "info") process.stderr.write(`${message}\n`);
  },
  warn(message: string) {
    process.stderr.write(`${message}\n`);
  },
  error(message: string) {
    process.stderr.write(`${message}\n`);
  },
};
