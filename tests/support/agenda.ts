import { newId } from "../../src/ui/new-id.ts";
import type { Centre } from "./centre.ts";

/** A small timetable: two doctors on the centre's site, three services. */
export interface AgendaPlace {
  /** Twenty minutes, booked by everyone who books. */
  readonly service: string;
  /** Of care by its name: booked by care professionals. */
  readonly telling: string;
  /** Cover is confirmed first. */
  readonly prescribed: string;
  /** Tuesdays from nine to twelve, and one series of Mondays. */
  readonly first: string;
  /** Whose name tells why one comes; Tuesdays from nine to ten. */
  readonly second: string;
  readonly room: string;
  readonly mondays: string;
}

/** Writes it as who keeps the hours would, on Monday 2 March 2026. */
export async function arrangeAgenda(centre: Centre): Promise<AgendaPlace> {
  const { owner, db } = centre.t;
  const one = async (sql: string, values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? "";
  const booking = [
    "reception",
    "telephone_desk",
    "social_worker",
    "nurse",
    "doctor",
    "outside_social_worker",
  ];
  const service = (code: string, label: string, nature: string, roles: string[], prescribed: boolean) =>
    one(
      `insert into agenda.service (structure_id, code, label, neutral_label, minutes, nature, booking_roles, prescribed)
       values ($1, $2, $3, 'Rendez-vous', 20, $4, $5, $6) returning id`,
      [centre.team, code, label, nature, roles, prescribed],
    );
  const professional = (label: string) =>
    one(
      "insert into network.professional (structure_id, label, folded_label, profession) values ($1, $2, lower($2), 'doctor') returning id",
      [centre.team, label],
    );
  const made = {
    service: await service("consultation", "Consultation", "appointments", booking, false),
    telling: await service(
      "addictology",
      "Consultation d’addictologie",
      "clinical",
      ["nurse", "doctor"],
      false,
    ),
    prescribed: await service("prescribed", "Consultation sur orientation", "appointments", booking, true),
    first: await professional("Dr Premier"),
    second: await professional("Dr Addicto"),
    room: await one("insert into agenda.room (site_id, label) values ($1, 'Salle 1') returning id", [
      centre.site,
    ]),
    mondays: newId(),
  };
  const write = (expression: string, body: object) =>
    db.call(
      centre.caller(centre.who.medical_director.token),
      ["medical_director"],
      expression,
      `${expression}($4)`,
      [JSON.stringify({ ...body, today: "2026-03-02" })],
    );
  const gives = [made.service, made.telling, made.prescribed].map((serviceId) => ({ serviceId }));
  const contract = { standing: "salaried", weeklyMinutes: 1050, fte: 0.5, from: "2026-01-01" };
  await write("agenda.save_practitioner", { professionalId: made.first, gives, contract });
  await write("agenda.save_practitioner", {
    professionalId: made.second,
    gives: [{ serviceId: made.service }],
    shownAs: "un professionnel du centre",
  });
  const half = { siteId: centre.site, from: "2026-01-05", starts: "09:00" };
  await write("agenda.add_half_days", {
    halfDays: [
      {
        ...half,
        seriesId: newId(),
        professionalId: made.first,
        roomId: made.room,
        weekday: 2,
        ends: "12:00",
      },
      {
        ...half,
        seriesId: made.mondays,
        professionalId: made.first,
        weekday: 1,
        everyWeeks: 2,
        ends: "12:00",
      },
      { ...half, seriesId: newId(), professionalId: made.second, weekday: 2, ends: "10:00" },
    ],
  });
  return made;
}
