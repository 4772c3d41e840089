/**
 * `kill -9` of the server and of PostgreSQL during streams of edits: what was acknowledged is there, nothing is
 * half-written, everything comes back by itself, and the chain verifies.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrashSite, one, openCrashSite } from "../../support/crash-site.ts";
import type { Answer } from "../../support/served-app.ts";

let here: CrashSite;
beforeAll(async () => {
  here = await openCrashSite();
});
afterAll(() => here.close());

describe("streams of edits", () => {
  const CLIENTS = 8;

  interface Stream {
    readonly person: string;
    /** The last version whose acceptance was received, and the name it gave. */
    version: number;
    family: string;
    /** The edit under way when everything stopped: it may have been kept without our knowing. */
    trying: string;
    readonly encounters: string[];
  }

  async function openStreams(): Promise<Stream[]> {
    return Promise.all(
      Array.from({ length: CLIENTS }, async (_, n) => {
        const { body } = await here.server.ask(here.nurse, "POST", "/api/people", { family: `Flux ${n}` });
        return { person: body.id, version: 1, family: `Flux ${n}`, trying: "", encounters: [] };
      }),
    );
  }

  /** Edits and records one after the other until told to stop, whatever fails on the way. */
  async function write(stream: Stream, going: { on: boolean }): Promise<Answer[]> {
    const refused: Answer[] = [];
    const path = `/api/people/${stream.person}`;
    const ask = (method: string, to: string, body: unknown) =>
      here.server.ask(here.nurse, method, to, body).catch(() => ({ status: 0, body: null }));
    for (let n = 0; going.on; n++) {
      stream.trying = `Flux ${stream.version} ${n}`;
      const edited = await ask("PUT", `${path}/identity`, {
        version: stream.version,
        identity: { family: stream.trying },
      });
      if (edited.status === 200) [stream.version, stream.family] = [edited.body.version, stream.trying];
      else if (edited.status === 409) {
        // Kept after all before the cut: the version shown is the one our lost answer spoke of.
        [stream.version, stream.family] = [edited.body.currentVersion, edited.body.current.family];
      } else if (edited.status !== 0) refused.push(edited);
      const recorded = await ask("POST", `${path}/encounters`, {
        siteId: here.site,
        onDay: "2025-06-02",
        kind: "nursing",
        terms: [{ list: "reason", code: "cough" }],
        cover: [{ layer: "base", scheme: "puma", source: "declared" }],
      });
      if (recorded.status === 200) stream.encounters.push(recorded.body.id);
      else if (recorded.status !== 0) refused.push(recorded);
      if (edited.status !== 200) await sleep(20);
    }
    return refused;
  }

  async function expectKept(streams: readonly Stream[]): Promise<void> {
    await here.asOwner(async (owner) => {
      for (const stream of streams) {
        const { rows } = await owner.query<{ family: string; open: boolean }>(
          "select family, known_to is null as open from people.identity where person_id = $1 order by known_from",
          [stream.person],
        );
        const version = await one(owner, "select version as n from people.person where id = $1", [
          stream.person,
        ]);
        // The version counts the history; the last acknowledged is in it, followed at most by the one under way.
        expect(rows).toHaveLength(version);
        expect(rows.filter(({ open }) => open)).toHaveLength(1);
        expect(rows[stream.version - 1]?.family).toBe(stream.family);
        expect(rows.slice(stream.version).map(({ family }) => family)).toEqual(
          version > stream.version ? [stream.trying] : [],
        );
        const kept = "select count(*)::int as n from care.encounter where id = any ($1)";
        expect(await one(owner, kept, [stream.encounters])).toBe(stream.encounters.length);
      }
      // Nothing half-written: no encounter without its word, its cover and its line in the trail.
      const torn = await one(
        owner,
        `select count(*)::int as n from care.encounter e where e.kind = 'nursing' and not (
           exists (select from care.encounter_term t where t.encounter_id = e.id)
           and exists (select from rights.cover_statement s where s.encounter_id = e.id)
           and exists (select from audit.entry a where a.action = 'encounter.record' and a.object_id = e.id))`,
      );
      expect(torn).toBe(0);
      const edits = await one(
        owner,
        "select count(*)::int as n from audit.entry where action = 'identity.revise'",
      );
      expect(edits).toBe(await one(owner, "select sum(version - 1)::int as n from people.person"));
    });
  }

  test("cut by the death of the server, keep all that was acknowledged", async () => {
    for (let round = 0; round < 2; round++) {
      const streams = await openStreams();
      const going = { on: true };
      const written = streams.map((stream) => write(stream, going));
      await sleep(500 + round * 130);
      await here.killServer();
      going.on = false;
      await Promise.all(written);
      await here.restart();
      expect(streams.reduce((sum, { encounters }) => sum + encounters.length, 0)).toBeGreaterThan(0);
      await expectKept(streams);
    }
    await here.expectChainWhole();
  });

  test("cut by the death of PostgreSQL, are told 503 in French meanwhile, and go on by themselves", async () => {
    for (let round = 0; round < 2; round++) {
      const streams = await openStreams();
      const pid = await here.postmaster();
      const going = { on: true };
      const written = streams.map((stream) => write(stream, going));
      await sleep(400 + round * 130);
      process.kill(pid, "SIGKILL");
      const before = streams.map(({ encounters }) => encounters.length);
      await here.backAgain();
      await sleep(500);
      going.on = false;
      const refused = (await Promise.all(written)).flat();
      here.expectOnlyAway(refused);
      // The same streams went on, without anyone's help.
      for (const [n, { encounters }] of streams.entries())
        expect(encounters.length).toBeGreaterThan(before[n] ?? 0);
      await expectKept(streams);
    }
    await here.expectChainWhole();
  });

  test("cut by the death of both at once, keep all that was acknowledged", async () => {
    const streams = await openStreams();
    const pid = await here.postmaster();
    const going = { on: true };
    const written = streams.map((stream) => write(stream, going));
    await sleep(500);
    process.kill(pid, "SIGKILL");
    await here.killServer();
    going.on = false;
    await Promise.all(written);
    await here.restart();
    await expectKept(streams);
    await here.expectChainWhole();
  });
});
