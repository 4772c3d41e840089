import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type AuditVerdict, faultLabels, verifyAudit } from "../src/access/audit/verify-audit.ts";

const USAGE = `Vérifie le journal des accès d’une base Maillage, ou d’une copie, sans l’application. N’écrit rien.

  node verify-audit.js --database URL --public-key FICHIER [--head FICHIER] [--json]

  --database    adresse PostgreSQL, par exemple postgresql://compte:mot-de-passe@serveur/base
  --public-key  clé publique du journal (keys/audit-public.pem du serveur)
  --head        tête la plus récente, gardée hors de la base (audit-head.json)
  --json        une réponse en JSON

Code de sortie\u00a0: 0 si tout est vérifié, 1 si une faute est trouvée ou si la tête ne suffit pas à vérifier la fin, 2 si la vérification n’a pas pu se faire.
`;

const options = {
  database: { type: "string" },
  "public-key": { type: "string" },
  head: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @returns the exit code */
async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  const { database, "public-key": publicKey, head, json, help } = values;
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (database === undefined || publicKey === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const publicKeyPem = readFileSync(publicKey, "utf8");
  const verdict = await verifyAudit({ database, publicKeyPem, headFile: head });
  process.stdout.write(json ? `${JSON.stringify(verdict)}\n` : `${told(verdict)}\n`);
  return verdict.ok ? 0 : 1;
}

function told(verdict: AuditVerdict): string {
  const number = (value: number) => value.toLocaleString("fr-FR");
  const lines = [
    `Entrées\u00a0: ${number(verdict.entries)}, scellés\u00a0: ${number(verdict.sealed)}, en attente de scellement\u00a0: ${number(verdict.pending)}.`,
    ...verdict.faults.map((fault) => `[${faultLabels[fault.kind]}] ${fault.message}`),
  ];
  for (const [kind, count] of Object.entries(verdict.faultCounts)) {
    const hidden = count - verdict.faults.filter((fault) => fault.kind === kind).length;
    if (hidden > 0)
      lines.push(`[${faultLabels[kind as keyof typeof faultLabels]}] et ${number(hidden)} autres.`);
  }
  if (verdict.pruned !== null) lines.push(verdict.pruned);
  lines.push(verdict.end);
  if (!verdict.notesVerified)
    lines.push(
      "Les notes et documents n’ont pas été comparés à leurs actes\u00a0: ce compte ne les voit pas.",
    );
  if (verdict.faults.length > 0)
    lines.push("Le journal a été falsifié ou abîmé. Gardez une copie de la base et de la tête en l’état.");
  else if (verdict.ok) lines.push("Aucune falsification trouvée.");
  return lines.join("\n");
}

try {
  process.exitCode = await main();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`La vérification n’a pas pu se faire\u00a0: ${reason}\n`);
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ ok: false, error: reason })}\n`);
  process.exitCode = 2;
}
