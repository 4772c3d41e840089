/**
 * `kill -9` of the server and of PostgreSQL during an import: it is there whole or not at all, everything comes back
 * by itself, and the chain verifies.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateRegister } from "../../data/make-register.ts";
import { type CrashSite, one, openCrashSite } from "../../support/crash-site.ts";

const VISITS = 20_000;

let here: CrashSite;
beforeAll(async () => {
  here = await openCrashSite();
});
afterAll(() => here.close());

describe("an import of 20,000 rows", () => {
  const register = generateRegister(2_014, VISITS);
  /** Milliseconds from the request to the kill: in the reading, the planning, the staging, the writing. */
  const MOMENTS = [250, 900, 1_700];

  function importIt(): Promise<string> {
    const form = new FormData();
    form.set("file", new File([register.csv], "registre.csv"));
    form.set("decision", "accept");
    return here.server.ask(here.director, "POST", "/api/imports", form).then(
      ({ body }) => (typeof body === "string" ? body : JSON.stringify(body)),
      () => "cut",
    );
  }

  /** All of it or none of it, whatever the kill; and what is staged is seen by nobody. @returns whether it is there */
  async function expectWholeOrNothing(): Promise<boolean> {
    const counts = await here.asOwner(async (owner) => ({
      encounters: await one(
        owner,
        "select count(*)::int as n from care.encounter where import_id is not null and known_to is null",
      ),
      taken: await one(owner, "select count(*)::int as n from intake.taken_row"),
      finished: await one(owner, "select count(*)::int as n from intake.import where status = 'finished'"),
      persons: await one(owner, "select count(*)::int as n from people.identity where known_to is null"),
      audited: await one(owner, "select count(*)::int as n from audit.entry where action = 'intake.import'"),
    }));
    const whole = counts.finished === 1;
    expect(counts).toEqual(
      whole
        ? {
            encounters: VISITS,
            taken: VISITS,
            finished: 1,
            persons: register.expected.personsIfAccepted,
            audited: 1,
          }
        : { encounters: 0, taken: 0, finished: 0, persons: 0, audited: 0 },
    );
    const seen = await here.server.ask(here.director, "POST", "/api/reports/activity", {
      from: "2014-01-01",
      to: "2014-12-31",
    });
    expect(seen.body.consultations).toBe(whole ? VISITS : 0);
    return whole;
  }

  test("cut by the death of the server, is whole or not there at all once it is started again", async () => {
    for (const moment of MOMENTS) {
      const ending = importIt();
      await sleep(moment);
      await here.killServer();
      expect(await ending).not.toContain('"finished"');
      await here.restart();
      if (await expectWholeOrNothing()) return;
    }
    await here.expectChainWhole();
  });

  test("cut by the death of PostgreSQL, is whole or not there at all once it is back by itself", async () => {
    for (const moment of MOMENTS.slice(1)) {
      if (await expectWholeOrNothing()) return;
      const pid = await here.postmaster();
      const ending = importIt();
      await sleep(moment);
      process.kill(pid, "SIGKILL");
      const told = await ending;
      here.expectOnlyAway(await here.backAgain());
      if (await expectWholeOrNothing()) expect(told).toContain('"finished"');
      else expect(told).toMatch(/Rien n’a été importé|redémarre/);
    }
    await here.expectChainWhole();
  });

  test("then goes in whole, and gives its figures", async () => {
    const told = await importIt();
    expect(told).toMatch(/"event":"finished"/);
    expect(await expectWholeOrNothing()).toBe(true);
    const { body } = await here.server.ask(here.director, "POST", "/api/reports/activity", {
      from: "2014-01-01",
      to: "2014-12-31",
    });
    expect(body.activeCaseload).toBe(register.expected.personsIfAccepted);
    expect(body.coverage.noneAtLeastOnce.persons).toBe(register.expected.noneAtLeastOnce);
    expect(body.coverage.cmuAtLeastOnce.persons).toBe(register.expected.cmuAtLeastOnce);
    await here.expectChainWhole();
  });
});
