/**
 * The business day where the network lives, ISO. MAILLAGE_TODAY sets it for tests and rehearsals; the audit's clock
 * is PostgreSQL's own and nothing sets it.
 */
export function businessClock(
  env: Readonly<Record<string, string | undefined>>,
  timeZone = "Europe/Paris",
): () => string {
  const fixed = env.MAILLAGE_TODAY;
  if (fixed && /^\d{4}-\d{2}-\d{2}$/.test(fixed)) return () => fixed;
  // sv-SE writes days as ISO does.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  return () => format.format(new Date());
}
