import type pg from "pg";
import type { Preset } from "../network/preset.ts";

/** Weeks of hours before today that a demonstration has, so that it has a past. */
const PAST_WEEKS = 8;

/**
 * Writes the agenda of a preset: line, rooms, services, who gives them and when. Must run in the set-up's transaction, after the
 * network. Hours on a site that the centre does not keep are left out.
 * @param today first day of the hours (ISO); a demonstration's began weeks before
 */
export async function setUpAgenda(
  owner: pg.Client,
  preset: Pick<Preset, "agenda">,
  today: string,
  demonstration: boolean,
): Promise<void> {
  const { agenda } = preset;
  if (!agenda) return;
  const rows = (sql: string, list: readonly unknown[], ...more: unknown[]) =>
    owner.query(sql, [JSON.stringify(list), ...more]);
  if (agenda.line) {
    await owner.query(
      "insert into agenda.line (structure_id, phone, hours) select id, $1, $2 from network.structure where in_team order by code limit 1",
      [agenda.line.phone, JSON.stringify(agenda.line.hours)],
    );
  }
  await rows(
    `insert into agenda.room (site_id, label, wheelchair)
     select s.id, r.label, r.wheelchair from jsonb_to_recordset($1) as r (site text, label text, wheelchair boolean)
       join network.site s on s.code = r.site`,
    agenda.rooms,
  );
  await rows(
    `insert into agenda.service (structure_id, code, label, neutral_label, minutes, nature, sites, booking_roles, lead_minutes, horizon_days, prescribed, sort)
     select (select id from network.structure where in_team order by code limit 1), v.code, v.label, v."neutralLabel", v.minutes, v.nature,
            array(select t.id from network.site t where t.code = any (v.sites)), v."bookingRoles", v."leadMinutes", v."horizonDays", v.prescribed, v.sort
       from jsonb_to_recordset($1) as v (code text, label text, "neutralLabel" text, minutes smallint, nature text, sites text[], "bookingRoles" text[],
            "leadMinutes" integer, "horizonDays" smallint, prescribed boolean, sort smallint)`,
    agenda.services.map((one, sort) => ({ ...one, sort })),
  );
  await rows(
    `insert into agenda.practitioner (professional_id, sex, languages, instructions, first_extra, shown_as)
     select f.id, k.sex, k.languages, k.instructions, k."firstExtra", k."shownAs"
       from jsonb_to_recordset($1) as k (label text, sex text, languages text[], instructions text, "firstExtra" smallint, "shownAs" text)
       join network.professional f on f.label = k.label`,
    agenda.practitioners,
  );
  await rows(
    `insert into agenda.gives (professional_id, service_id)
     select f.id, s.id from jsonb_to_recordset($1) as k (label text, gives text[]) join network.professional f on f.label = k.label
       join agenda.service s on s.code = any (k.gives)`,
    agenda.practitioners,
  );
  const from = `$2::date - ${demonstration ? `extract(isodow from $2::date)::int + 1 - 7 * ${PAST_WEEKS}` : "0"}`;
  await rows(
    `insert into agenda.contract (professional_id, standing, weekly_minutes, fte, valid)
     select f.id, k.standing, k."weeklyMinutes", k.fte, daterange(${from}, null)
       from jsonb_to_recordset($1) as k (label text, standing text, "weeklyMinutes" integer, fte numeric)
       join network.professional f on f.label = k.label`,
    agenda.practitioners,
    today,
  );
  await rows(
    `insert into agenda.half_day (series_id, professional_id, site_id, room_id, weekday, every_weeks, anchor, valid, starts, ends, capacity, services)
     select uuidv7(), f.id, t.id, r.id, h.weekday, h."everyWeeks", ${from}, daterange(${from}, null), h.starts, h.ends, h.capacity,
            array(select s.id from agenda.service s where s.code = any (h.services))
       from jsonb_to_recordset($1) as h (label text, site text, room text, weekday smallint, "everyWeeks" smallint, starts time, ends time,
            capacity smallint, services text[])
       join network.professional f on f.label = h.label join network.site t on t.code = h.site
       left join agenda.room r on r.site_id = t.id and r.label = h.room`,
    agenda.practitioners.flatMap(({ label, halfDays }) => halfDays.map((one) => ({ label, ...one }))),
    today,
  );
  await owner.query(
    `select agenda.changed(array(select professional_id from agenda.practitioner), ${from.replaceAll("$2", "$1")})`,
    [today],
  );
}
