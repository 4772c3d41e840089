import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const web = fileURLToPath(new URL("../../dist/web/", import.meta.url));

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(web, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;

/** Compressed kilobytes of script (as the server sends it) that these entries make a browser load, each file once. */
function kilobytes(...entries: readonly string[]): number {
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the build`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  const scripts = [...files].filter((file) => file.endsWith(".js"));
  return (
    scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(web, file)), { level: 9 }).length, 0) /
    1000
  );
}

describe("what a browser has to load", () => {
  test("signing in takes at most 100 kB of compressed script", () => {
    const weight = kilobytes("index.html");
    expect(weight).toBeGreaterThan(40);
    expect(weight).toBeLessThanOrEqual(100);
  });

  test.each([
    ["the search", "../people/pages/people-page.tsx"],
    ["a person's page", "routes/person-route.tsx"],
    ["the report", "../reports/pages/activity-page.tsx"],
    ["the audit trail", "../access/pages/audit-entries-page.tsx"],
    ["the accounts", "../access/pages/accounts-page.tsx"],
  ])("%s, as a first screen, takes at most 250 kB", (_, screen) => {
    expect(kilobytes("index.html", "app.tsx", screen)).toBeLessThanOrEqual(250);
  });

  test("no screen carries the schemas that the server checks with", () => {
    const scripts = readdirSync(join(web, "assets")).filter((name) => name.endsWith(".js"));
    expect(
      scripts.filter((name) => /ZodError|invalid_type/.test(readFileSync(join(web, "assets", name), "utf8"))),
    ).toEqual([]);
  });

  test("React Aria's own words come in French alone", () => {
    const scripts = readdirSync(join(web, "assets")).filter((name) => name.endsWith(".js"));
    const all = scripts.map((name) => readFileSync(join(web, "assets", name), "utf8")).join("\n");
    expect(all).toContain("Afficher les suggestions");
    for (const foreign of ["Empfehlungen anzeigen", "Mostrar sugerencias", "Mostra suggerimenti", "Показать"])
      expect(all).not.toContain(foreign);
  });
});
