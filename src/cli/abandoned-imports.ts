import type { Installation } from "../installation.ts";

/**
 * Forgets what imports cut short had staged (a killed process, a lost connection): nothing of it had been written.
 * Those of the last hour are left alone, for another process may be at work on them.
 */
export async function clearAbandonedImports(installation: Installation): Promise<void> {
  const owner = await installation.connectOwner();
  try {
    await owner.query("begin");
    await owner.query(
      `update intake.import set status = 'cancelled' where status = 'staged' and created_at < now() - interval '1 hour'`,
    );
    for (const table of ["staged_visit", "staged_person"]) {
      await owner.query(
        `delete from intake.${table} s using intake.import i where i.id = s.import_id and i.status = 'cancelled'`,
      );
    }
    await owner.query("commit");
  } finally {
    await owner.end();
  }
}
