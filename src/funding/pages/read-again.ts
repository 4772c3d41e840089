import type { QueryClient } from "@tanstack/react-query";

/**
 * Reads every screen of the acts again after a change. What is still being read is given up first: asked before the change, it would
 * be taken for its answer (a first reading under way is not asked twice).
 */
export async function readAgain(client: QueryClient): Promise<void> {
  await client.cancelQueries({ queryKey: ["funding"] });
  await client.invalidateQueries({ queryKey: ["funding"] });
}
