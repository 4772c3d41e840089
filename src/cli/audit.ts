import type { CommandAnswer } from "./output.ts";

export function auditVerifyCommand(_: { database?: string; head?: string }): Promise<CommandAnswer> {
  throw new Error("pending");
}
