import { existsSync } from "node:fs";
import { type AuditVerdict, faultLabels, verifyAudit } from "../access/audit/verify-audit.ts";
import { loadSecrets, openDataFolder } from "../platform/data-folder.ts";
import { inConsoleSession, withInstallation } from "./console.ts";
import type { CommandAnswer } from "./output.ts";

/** Options of `maillage audit verify`. */
export interface AuditVerifyOptions {
  readonly database?: string;
  readonly head?: string;
}

/**
 * Verifies the chain of the data folder's own database, or of the copy that --database names, with the head kept
 * outside. The verification is itself audited, after it has been made: nothing may be sealed before it is looked at.
 */
export async function auditVerifyCommand(options: AuditVerifyOptions): Promise<CommandAnswer> {
  const folder = openDataFolder(process.env);
  const headFile = options.head ?? (existsSync(folder.auditHead) ? folder.auditHead : undefined);
  const verdict =
    options.database === undefined
      ? await verifyOwn(headFile)
      : await verifyAudit({
          database: options.database,
          headFile,
          publicKeyPem: loadSecrets(folder).auditPublicKeyPem,
        });
  return { data: verdict, text: describe(verdict), exitCode: verdict.ok ? 0 : 1 };
}

function verifyOwn(headFile: string | undefined): Promise<AuditVerdict> {
  return withInstallation(async (installation) => {
    const owner = await installation.connectOwner();
    try {
      const { auditPublicKeyPem: publicKeyPem, stampSecret } = installation.secrets;
      const verdict = await verifyAudit({ database: owner, headFile, publicKeyPem, stampSecret });
      await inConsoleSession(installation, async (caller) => {
        await installation.db.call(caller(), ["console"], "audit.verify", "audit.record('audit.verify')", []);
      });
      return verdict;
    } finally {
      await owner.end();
    }
  });
}

function describe(verdict: AuditVerdict): string {
  const lines = [
    `Entrées : ${verdict.entries}, scellées : ${verdict.sealed}, en attente : ${verdict.pending}.`,
    ...verdict.faults.map((fault) => `[${faultLabels[fault.kind]}] ${fault.message}`),
    ...(verdict.pruned === null ? [] : [verdict.pruned]),
    verdict.end,
    ...(verdict.notesVerified
      ? []
      : ["Les notes et documents n’ont pas été comparés à leurs actes\u00a0: ce compte ne les voit pas."]),
  ];
  if (verdict.ok) lines.push("Le journal est intact.");
  return lines.join("\n");
}
