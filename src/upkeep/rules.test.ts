import { describe, expect, test } from "vitest";
import type { UpkeepStatus } from "./model.ts";
import { backupIsOld, judge } from "./rules.ts";

const NOW = "2026-03-12T12:00:00.000Z";
const ago = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
const space = (gigabytes: number) => ({ free: gigabytes * 1024 ** 3, total: 500 * 1024 ** 3 });

const healthy: UpkeepStatus = {
  now: NOW,
  plan: { place: "/media/sauvegardes", at: "02:00", keep: 14, archive: true },
  recoveryKey: { id: "0123abcd", since: ago(10_000) },
  backup: {
    running: false,
    last: { folder: "/media/s", madeAt: ago(600), rows: 1, seconds: 4 },
    failure: null,
  },
  archive: { until: ago(1), failure: null },
  disk: space(100),
  placeDisk: { ...space(100), sameAsData: false },
  letters: { configured: true, waiting: 0, oldest: null, givenUp: 0 },
  audit: { unsealed: 2, oldest: ago(0.01), headSignedAt: ago(0.05) },
  program: { running: "1.0.0", installed: "1.0.0", pending: 0, node: "20", postgres: "18.4" },
};

const judged = (change: Partial<UpkeepStatus>) =>
  judge({ ...healthy, ...change })
    .filter(({ tone }) => tone !== "good")
    .map(({ subject, tone }) => `${subject}: ${tone}`);

describe("the state of the installation", () => {
  test("says that all is well when it is, and then asks for nothing", () => {
    expect(judged({})).toEqual([]);
    expect(judge(healthy).filter(({ todo }) => todo !== null)).toEqual([]);
  });

  test.each<[string, Partial<UpkeepStatus>, string[]]>([
    ["no recovery key", { recoveryKey: null }, ["Clé de récupération: missing"]],
    [
      "a backup of more than a week",
      {
        backup: { ...healthy.backup, last: { folder: "/m", madeAt: ago(7 * 1440 + 1), rows: 1, seconds: 1 } },
      },
      ["Dernière sauvegarde: missing"],
    ],
    ["no backup at all", { backup: { ...healthy.backup, last: null } }, ["Dernière sauvegarde: missing"]],
    [
      "a failed backup after a good one",
      { backup: { ...healthy.backup, failure: { at: NOW, message: "Plein." } } },
      ["Dernière sauvegarde: wait"],
    ],
    [
      "an archive six minutes late",
      { archive: { until: ago(6), failure: null } },
      ["Archive continue: missing"],
    ],
    ["no archive", { plan: { ...healthy.plan, archive: false } }, ["Archive continue: wait"]],
    ["a nearly full disk", { disk: space(0.5) }, ["Place sur le disque: missing"]],
    [
      "backups on the disk of the data",
      { placeDisk: { ...space(100), sameAsData: true } },
      ["Disque des sauvegardes: missing"],
    ],
    ["a disk that came away", { placeDisk: null }, ["Disque des sauvegardes: missing"]],
    [
      "letters that do not leave",
      { letters: { configured: true, waiting: 3, oldest: ago(11), givenUp: 0 } },
      ["Courriers: missing"],
    ],
    [
      "a sealer that stopped",
      { audit: { unsealed: 9, oldest: ago(2), headSignedAt: ago(2) } },
      ["Scellé du journal: missing"],
    ],
    [
      "a program replaced and not restarted",
      { program: { ...healthy.program, installed: "1.1.0", pending: 1 } },
      ["Mises à jour: wait"],
    ],
  ])("tells %s, and what to do", (_, change, expected) => {
    expect(judged(change)).toEqual(expected);
    for (const { tone, todo } of judge({ ...healthy, ...change }))
      if (tone !== "good") expect(todo).toBeTruthy();
  });

  test("warns on the page after seven days, not before", () => {
    const aged = (minutes: number) =>
      backupIsOld({
        ...healthy,
        backup: { ...healthy.backup, last: { folder: "", madeAt: ago(minutes), rows: 0, seconds: 0 } },
      });
    expect([aged(7 * 1440 - 1), aged(7 * 1440 + 1)]).toEqual([false, true]);
  });
});
