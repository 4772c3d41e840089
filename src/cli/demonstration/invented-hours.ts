import type pg from "pg";
import type { Role } from "../../access/model.ts";
import { bookAppointment, findSlots } from "../../agenda/store.ts";
import { changeTimetable } from "../../agenda/timetable-store.ts";
import type { Installation } from "../../installation.ts";
import { addDays } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import { actingAs } from "./acting.ts";

const BOOKERS: readonly Role[] = [
  "reception",
  "telephone_desk",
  "administrative_officer",
  "mediator",
  "social_worker",
  "outside_social_worker",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "medical_director",
];

/** [code, label, as said by telephone, minutes, who gives it, cover confirmed first]. */
const SERVICES = [
  ["consultation", "Consultation médicale", "Rendez-vous au centre", 20, "doctor", false],
  ["orientation", "Consultation sur orientation", "Rendez-vous au centre", 30, "doctor", true],
  ["nursing", "Entretien infirmier", "Rendez-vous au centre", 30, "nurse", false],
] as const;

/** Hours of the team by rank in their profession: [weekdays, from, to]. */
const HOURS: Readonly<Record<string, readonly (readonly (readonly [string, string, string])[])[]>> = {
  doctor: [
    [["12345", "09:00", "12:00"]],
    [
      ["12345", "09:00", "12:00"],
      ["124", "14:00", "17:00"],
    ],
    [["24", "14:00", "18:00"]],
  ],
  nurse: [
    [
      ["12345", "08:30", "12:30"],
      ["1235", "13:30", "17:00"],
    ],
  ],
};
/** Days of work that have appointments, and how many on each. */
const BUSY_DAYS = 3;
const BOOKED_A_DAY = 5;

/**
 * Where the preset keeps no agenda: hours of the invented team, and the appointments of the next days of work. Nothing where it does.
 */
export async function inventHours(
  installation: Installation,
  owner: pg.Client,
  today: string,
): Promise<void> {
  const { db } = installation;
  const { rowCount: kept } = await owner.query("select from agenda.service limit 1");
  if (kept) return;
  const { rows: team } = await owner.query<{ id: string; profession: string; rank: number; site: string }>(
    `select p.id, p.profession, (row_number() over (partition by p.profession order by p.label) - 1)::int as rank, s.id as site
       from network.professional p, (select id from network.site order by id limit 1) s
      where p.structure_id = (select structure_id from network.site order by id limit 1)`,
  );
  const site = team[0]?.site;
  if (site === undefined) return;
  const { rows: services } = await owner.query<{ id: string; code: string }>(
    `insert into agenda.service (structure_id, code, label, neutral_label, minutes, booking_roles, prescribed, sort)
     select s.structure_id, x.code, x.label, x.neutral, x.minutes, $2, x.prescribed, x.n
       from network.site s, jsonb_to_recordset($3) as x (code text, label text, neutral text, minutes smallint, prescribed boolean, n smallint)
      where s.id = $1 returning id, code`,
    [
      site,
      BOOKERS,
      JSON.stringify(
        SERVICES.map(([code, label, neutral, minutes, , prescribed], n) => ({
          ...{ code, label, neutral, minutes, prescribed, n },
        })),
      ),
    ],
  );
  await actingAs(installation, owner, "medical_director", async (caller) => {
    const keeper = () => ({ db, caller: caller(), roles: ["medical_director"] });
    for (const { id: professionalId, profession, rank } of team) {
      const gives = services
        .filter(({ code }) => SERVICES.some((one) => one[0] === code && one[4] === profession))
        .map(({ id }) => ({ serviceId: id }));
      if (gives.length === 0) continue;
      await changeTimetable(keeper(), "savePractitioner", today, {
        professionalId,
        gives,
        languages: rank === 0 ? ["fr", "en"] : ["fr"],
        sex: rank % 2 === 0 ? "female" : "male",
        contract: { standing: "salaried", weeklyMinutes: 900, fte: 0.43, from: addDays(today, -90) },
      });
    }
    await changeTimetable(keeper(), "addHalfDays", today, {
      halfDays: team.flatMap(({ id: professionalId, profession, rank }) =>
        (HOURS[profession]?.[rank] ?? []).flatMap(([weekdays, starts, ends]) =>
          [...weekdays].map((weekday) => ({
            ...{ seriesId: newId(), professionalId, siteId: site, weekday: Number(weekday), starts, ends },
            ...{ from: addDays(today, -7), onHolidays: true },
          })),
        ),
      ),
    });
  });
  await bookSome(installation, owner, today, services);
}

/** The invented doctor and nurse one enters as have hours of their own: the first of their profession. */
export async function ownHours(owner: pg.Client): Promise<void> {
  await owner.query(
    `update network.professional f set account_id = w.account_id
       from (select distinct on (g.role) g.role, g.account_id from access.assignment g where g.role in ('doctor', 'nurse') order by g.role, g.id) w
      where f.id = (select k.professional_id from agenda.practitioner k join network.professional p on p.id = k.professional_id
                     where p.profession = w.role order by p.label limit 1)`,
  );
}

async function bookSome(
  installation: Installation,
  owner: pg.Client,
  today: string,
  services: readonly { readonly id: string; readonly code: string }[],
): Promise<void> {
  const { db } = installation;
  const { rows: people } = await owner.query<{ id: string }>(
    `select g.person_id as id from people.registration g join people.person p on p.id = g.person_id
      where g.known_to is null and not exists (select from people.alias a where g.person_id in (a.person_id, a.kept_id))
        and exists (select from care.encounter e where e.person_id = g.person_id and e.known_to is null and e.on_day > $1)
        and not exists (select from people.contact c where c.person_id = g.person_id and c.part = 'death')
        and not exists (select from people.identity i where i.person_id = g.person_id and i.known_to is null and i.family = 'Traoré')
      order by p.local_number limit $2`,
    [addDays(today, -300), BUSY_DAYS * BOOKED_A_DAY],
  );
  const service = (code: string) => services.find((one) => one.code === code)?.id ?? "";
  await actingAs(installation, owner, "reception", async (caller) => {
    const desk = () => ({ db, caller: caller(), roles: ["reception"] });
    let day = today;
    for (let busy = 0; busy < BUSY_DAYS; day = addDays(day, 1)) {
      if ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) continue;
      const now = `${day}T05:00:00Z`;
      for (let n = 0; n < BOOKED_A_DAY; n++) {
        const person = people.pop()?.id;
        const asked = service(n % 2 === 0 ? "consultation" : "nursing");
        const slots = await findSlots(desk(), { service: asked, from: day, days: 1, now, limit: 12 });
        const slot = slots[n * 2] ?? slots[0];
        if (!person || !slot) continue;
        const { professional, start } = slot;
        await bookAppointment(desk(), person, { id: newId(), service: asked, professional, start, now });
      }
      busy++;
    }
  });
}
