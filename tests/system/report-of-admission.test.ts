/** Referrals, care given up, appointments, waits, hours, places and calls of a report, against counts made by hand. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { readPreset } from "../../src/network/preset.ts";
import { loadBasins } from "../../src/people/basins.ts";
import { programRoot } from "../../src/platform/program-root.ts";
import { layOutReport } from "../../src/reports/rules.ts";
import { countActivity, listBehind } from "../../src/reports/store.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";

const year = { from: "2025-01-01", to: "2025-12-31", knownOn: "2099-12-31" };

let centre: Centre;
let [ana, ben, cleo]: string[] = [];
const run = (sql: string, values: unknown[] = []) => centre.t.owner.query(sql, values);

beforeAll(async () => {
  centre = await arrangeFullCentre(undefined, readPreset(join(programRoot(), "presets"), "auxerre"));
  const known = (family: string) =>
    arrangePerson(centre.t.owner, { structure: centre.team, author: centre.who.doctor.account, family });
  [ana, ben, cleo] = [await known("Ana"), await known("Ben"), await known("Cleo")];
  for (const table of ["care.encounter", "care.essential", "people.contact", "agenda.appointment"])
    await run(`delete from ${table}`);
  await wroteReferrals();
  await wroteAppointments();
  await wroteHours();
  await wrotePlacesAndCalls();
}, 60_000);
afterAll(() => centre.t.close());

interface Sent {
  readonly by: string;
  readonly on: string;
  readonly grounds: readonly [code: string, nature: string][];
  readonly became?: { outcome: string; day: string; overrules?: boolean; person?: string | undefined };
}

async function sent({ by, on, grounds, became }: Sent): Promise<string> {
  const { rows } = await run(
    `insert into admission.referral (id, centre_id, account_id, author_name, author_structure, sent_at, sent_on, family, given, phone, language, interpreter,
       urgent, situation, facts, services_nature, eligible, conditions, rule_version, agreed_cover, agreed_attendance, agreed_papers, means, agreed_on, state,
       person_id, resolved_by, resolved_at, decided_on)
     values (uuidv7(), $1, $2, 'N', $3, $4::date, $4, 'N', '', '', 'fr', false, false, '', '{}', 'social_situation', 'true', '[]', 'auxerre-1', true, true, false,
             'oral', $4, $5, $6::uuid, case when $6::uuid is not null then $2::uuid end, case when $6::uuid is not null then $7::date end, $7) returning id`,
    [
      centre.team,
      centre.who.prescriber.account,
      by,
      on,
      became?.outcome ?? "received",
      became?.person ?? null,
      became?.day ?? null,
    ],
  );
  const id = rows[0]?.id;
  for (const [code, nature] of grounds)
    await run(
      "insert into admission.referral_word (referral_id, kind, code, nature) values ($1, 'ground', $2, $3)",
      [id, code, nature],
    );
  if (became)
    await run(
      `insert into admission.decision (id, referral_id, outcome, elsewhere, words, overrules, facts, eligible, conditions, rule_version, by_name, at, on_day)
       values (uuidv7(), $1, $2, case when $2 = 'elsewhere' then 'PASS' else '' end, 'Essai.', $3, '{}', 'true', '[]', 'auxerre-1', 'N', $4::date, $4)`,
      [id, became.outcome, became.overrules ?? false, became.day],
    );
  return id;
}

async function wroteReferrals(): Promise<void> {
  const poor = ["social_precarity", "social_situation"] as [string, string];
  const first = await sent({
    by: "CCAS",
    on: "2025-03-01",
    grounds: [poor, ["isolation", "social_situation"]],
    became: { outcome: "accepted", day: "2025-03-04", overrules: true, person: ana },
  });
  await run(
    "insert into admission.referral_word (referral_id, kind, code, nature, reasons) values ($1, 'care', 'dental', 'social_situation', '{cost_rest,fear}')",
    [first],
  );
  await sent({
    by: "CCAS",
    on: "2025-03-10",
    grounds: [poor],
    became: { outcome: "elsewhere", day: "2025-03-20" },
  });
  await sent({ by: "UTS", on: "2025-04-01", grounds: [["suspected_addiction", "clinical"]] });
  await sent({ by: "CCAS", on: "2024-12-31", grounds: [poor] });
  await run(
    `insert into care.essential (id, person_id, kind, content, nature, on_day, author_id, known_from)
     values (uuidv7(), $1, 'renouncement', '{"care": "dental", "reasons": ["fear"]}', 'social_situation', '2025-05-01', $2, '2025-05-01')`,
    [ana, centre.who.doctor.account],
  );
}

async function wroteAppointments(): Promise<void> {
  const booked = async (person: string | undefined, day: string, state: string, on: string) =>
    (
      await run(
        `insert into agenda.appointment (id, person_id, structure_id, site_id, day, during, given_service, given_by, state, prescribed, author_id, author_name, known_from)
         values (uuidv7(), $1, $2, $3, $4, tstzrange($4::date + time '09:00' at time zone 'UTC', $4::date + time '09:20' at time zone 'UTC'), gen_random_uuid(),
                 gen_random_uuid(), $5, false, $6, 'N', $7::date + time '10:00') returning id`,
        [person, centre.team, centre.site, day, state, centre.who.doctor.account, on],
      )
    ).rows[0]?.id;
  const step = (id: string, from: string, to: string, was: string | null, at: string) =>
    run(
      `insert into agenda.appointment_step (appointment_id, person_id, n, from_state, to_state, was_during, author_id, author_name, at)
       values ($1, $2, 1, $3, $4, $5, $6, 'N', $7)`,
      [id, ben, from, to, was, centre.who.doctor.account, at],
    );
  await booked(ana, "2025-03-12", "honoured", "2025-03-05");
  // Noted as missed on 20 April only.
  await step(await booked(ben, "2025-03-13", "missed", "2025-03-03"), "booked", "missed", null, "2025-04-20");
  await booked(ben, "2025-03-14", "excused", "2025-03-04");
  // Moved on 1 May, from 20 March.
  const moved = await booked(cleo, "2025-06-01", "booked", "2025-03-10");
  await step(moved, "booked", "booked", "[2025-03-20 09:00+01,2025-03-20 09:20+01)", "2025-05-01");
}

async function wroteHours(): Promise<void> {
  await run(
    "insert into agenda.service (structure_id, code, label, neutral_label, minutes, booking_roles) values ($1, 'c', 'C', 'R', 20, '{doctor}')",
    [centre.team],
  );
  const { rows } = await run(
    "insert into network.professional (structure_id, label, folded_label, profession) values ($1, 'Dr Huit', 'dr huit', 'doctor') returning id",
    [centre.team],
  );
  const who = rows[0]?.id;
  await run("insert into agenda.practitioner (professional_id) values ($1)", [who]);
  await run(
    "insert into agenda.contract (professional_id, standing, fte, valid, known_from) values ($1, 'volunteer', 0.125, '[2025-01-01,2026-01-01)', '2025-01-01')",
    [who],
  );
  // Mondays 13 and 20 January, three hours each.
  await run(
    `insert into agenda.half_day (series_id, professional_id, site_id, weekday, anchor, valid, starts, ends, known_from)
     values (uuidv7(), $1, $2, 1, '2025-01-13', '[2025-01-13,2025-01-27)', '09:00', '12:00', '2025-01-01')`,
    [who, centre.site],
  );
}

async function wrotePlacesAndCalls(): Promise<void> {
  for (const [person, day] of [
    [ana, "2025-03-12"],
    [ana, "2025-04-12"],
    [ben, "2025-05-12"],
  ] as const)
    await run(
      `insert into care.encounter (person_id, structure_id, site_id, on_day, kind, known_from) values ($1, $2, $3, $4, 'consultation', $4::date)`,
      [person, centre.team, centre.site, day],
    );
  await run(
    `insert into people.contact (person_id, part, content, known_from)
     values ($1, 'address', '{"use": "administrative", "communeCode": "75056", "from": "2024-01-01"}', '2025-01-01'),
            ($1, 'address', '{"use": "postal", "communeCode": "89024", "from": "2024-01-01"}', '2025-01-01')`,
    [ana],
  );
  await run(
    "insert into agenda.line (structure_id, phone, hours) values ($1, '01', '[]') on conflict do nothing",
    [centre.team],
  );
  await run(
    `insert into telephone.call (id, structure_id, day, hour, at, reason, outcome, author_id, author_name)
     select uuidv7(), $1, '2025-02-03', h, '2025-02-03', 'other', o, $2, 'N' from (values (9, 'booked'), (9, 'booked'), (14, 'informed')) as v (h, o)`,
    [centre.team, centre.who.doctor.account],
  );
}

const report = async (knownOn = year.knownOn) =>
  layOutReport(
    await countActivity(centre.t.db, centre.caller(centre.who.medical_director.token), ["medical_director"], {
      ...year,
      knownOn,
    }),
    await loadBasins(),
  );
const none = { accepted: 0, elsewhere: 0, study: 0, received: 0, withdrawn: 0 };

test("each is counted as its definition says, and no more", async () => {
  const { referrals, renounced, attendance, waits, hours, places, calls, target } = await report();
  expect(referrals).toEqual({
    overruled: 1,
    structures: [
      { name: "CCAS", outcomes: { ...none, accepted: 1, elsewhere: 1 } },
      { name: "UTS", outcomes: { ...none, received: 1 } },
    ],
    grounds: [
      { code: "social_precarity", label: "Précarité sociale", sent: 2, accepted: 1 },
      { code: "isolation", label: "Isolement", sent: 1, accepted: 1 },
      { code: "suspected_addiction", label: "Suspicion d’addiction", sent: 1, accepted: 0 },
    ],
  });
  expect(renounced).toEqual({
    cares: [{ care: "dental", recorded: 1, referred: 1 }],
    reasons: [
      { reason: "fear", cares: 2 },
      { reason: "cost_rest", cares: 1 },
    ],
  });
  expect(attendance).toEqual({ honoured: 1, missed: 1, excused: 1, cancelled: 0, open: 1 });
  expect(waits).toEqual([
    { part: "decision", known: 2, unknown: 0, median: 3, p90: 10 },
    { part: "first", known: 1, unknown: 0, median: 8, p90: 8 },
    // 7, 10, 10 and, moved, 83.
    { part: "booking", known: 4, unknown: 0, median: 10, p90: 83 },
  ]);
  expect(hours?.filter(({ minutes }) => minutes > 0)).toEqual([
    { profession: "doctor", standing: "volunteer", practitioners: 1, minutes: 360, fte: 0.125 },
  ]);
  expect(places?.sites).toMatchObject([{ consultations: 3, persons: 2 }]);
  expect(places?.basins).toMatchObject([
    { label: "CA de l'Auxerrois", consultations: 2, persons: 1 },
    { label: "Commune inconnue", consultations: 1, persons: 1 },
  ]);
  expect(calls).toEqual({
    outcomes: { booked: 2, informed: 1 },
    hours: [
      { hour: 9, calls: 2 },
      { hour: 14, calls: 1 },
    ],
  });
  expect(target?.people).toBe(1000);
});

test("tel que connu le 15 avril, what was noted or moved since changes nothing", async () => {
  const { attendance, waits, renounced } = await report("2025-04-15");
  expect(attendance).toEqual({ honoured: 1, missed: 0, excused: 1, cancelled: 0, open: 2 });
  expect(waits?.find(({ part }) => part === "booking")).toMatchObject({ known: 4, median: 10, p90: 10 });
  expect(renounced?.cares).toEqual([{ care: "dental", recorded: 0, referred: 1 }]);
  const { referrals } = await report("2025-03-03");
  expect(referrals?.structures).toEqual([{ name: "CCAS", outcomes: { ...none, received: 1 } }]);
});

test.each([
  ["medical_director", "referral:accepted", ["Ana"]],
  ["medical_director", "ground:isolation", ["Ana"]],
  ["medical_director", "renounced:dental", ["Ana"]],
  ["medical_director", "attendance:missed", ["Ben"]],
  ["medical_director", "attendance:open", ["Cleo"]],
  ["network_manager", "referral:accepted", []],
] as const)(
  "%s: %s opens onto the people it counts, whom the role may know",
  async (role: Role, figure, families) => {
    const behind = await listBehind(centre.t.db, centre.caller(centre.who[role].token), [role], figure, year);
    expect(behind.people.map(({ family }) => family).toSorted()).toEqual(families);
  },
);
