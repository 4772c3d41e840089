import type pg from "pg";

/** Of a network of four sites: who works how much, how far hours go, how full they are. */
const TEAM = 34;
const DAYS_AHEAD = 180;
const PAST_DAYS = 730;
const TAKEN = 70;

/** What the measures of the agenda work on. */
export interface AgendaFilled {
  readonly service: string;
  readonly team: readonly string[];
  readonly sites: readonly string[];
  /** Free slots that lie ahead, in no order: practitioner and start. */
  readonly free: readonly { readonly professional: string; readonly start: string }[];
  readonly appointments: number;
}

/**
 * Four sites, 34 practitioners of nine half-days a week, two years behind and 180 days ahead, seven slots in ten taken by people of the
 * bench; made once for a folder. Whatever an earlier run booked is taken back.
 */
export async function fillAgenda(owner: pg.Client): Promise<AgendaFilled> {
  const { rowCount } = await owner.query("select from agenda.opening limit 1");
  if (!rowCount) await invent(owner);
  await owner.query(
    `with gone as (delete from agenda.appointment where author_name <> 'Banc' returning id)
     delete from agenda.occupation where appointment_id in (select id from gone)`,
  );
  await owner.query(
    "select agenda.refresh(professional_id, tstzrange(now(), null)) from agenda.practitioner",
  );
  await owner.query("vacuum analyze agenda.opening, agenda.occupation, agenda.appointment");
  const { rows } = await owner.query<AgendaFilled>(
    `select (select id from agenda.service where code = 'bench') as service,
       array(select professional_id::text from agenda.practitioner order by 1) as team,
       array(select id::text from network.site where code like 'agenda-%' order by code) as sites,
       (select count(*)::int from agenda.appointment) as appointments,
       (select json_agg(json_build_object('professional', f.professional_id, 'start', f.s) order by md5(f.professional_id::text || f.s))
          from (select o.professional_id, s from agenda.opening o cross join lateral agenda.starts_in(o.free, 20) s
                 where o.day > current_date + 1 and o.day < current_date + $1::int) f) as free`,
    [DAYS_AHEAD],
  );
  const [filled] = rows;
  if (!filled) throw new Error("no agenda");
  return filled;
}

async function invent(owner: pg.Client): Promise<void> {
  const roles = ["nurse", "doctor", "reception", "telephone_desk"];
  await owner.query(
    `with home as (select id from network.structure where in_team order by code limit 1),
      sites as (insert into network.site (structure_id, code, name, commune_code, wheelchair)
        select home.id, 'agenda-' || n, 'Lieu ' || n, '71' || lpad(n::text, 3, '0'), true from home, generate_series(1, 4) n returning id, code),
      team as (insert into network.professional (structure_id, label, folded_label, profession)
        select home.id, 'Dr Banc ' || n, 'dr banc ' || n, 'doctor' from home, generate_series(1, ${TEAM}) n returning id, label),
      service as (insert into agenda.service (structure_id, code, label, neutral_label, minutes, booking_roles, horizon_days)
        select home.id, 'bench', 'Consultation', 'Rendez-vous', 20, $1, 370 from home returning id)
     select 1 from sites, team, service`,
    [roles],
  );
  await owner.query(
    `insert into agenda.practitioner (professional_id, sex, languages)
     select id, case when substr(label, 9)::int % 2 = 0 then 'female' else 'male' end, '{fr}' from network.professional where label like 'Dr Banc %'`,
  );
  await owner.query(
    "insert into agenda.gives (professional_id, service_id) select professional_id, s.id from agenda.practitioner, agenda.service s where s.code = 'bench'",
  );
  await owner.query(
    `insert into agenda.room (site_id, label) select s.id, f.label from network.professional f
       join network.site s on s.code = 'agenda-' || (substr(f.label, 9)::int % 4 + 1) where f.label like 'Dr Banc %'`,
  );
  await owner.query(
    `insert into agenda.half_day (series_id, professional_id, site_id, room_id, weekday, anchor, valid, starts, ends)
     select uuidv7(), f.id, r.site_id, r.id, n / 2 + 1, '2020-01-06', daterange(current_date - ${PAST_DAYS}, null),
            case n % 2 when 0 then time '08:30' else '13:30' end, case n % 2 when 0 then time '12:30' else '17:30' end
       from network.professional f join agenda.room r on r.label = f.label cross join generate_series(0, 8) n where f.label like 'Dr Banc %'`,
  );
  await owner.query("select agenda.reach(current_date + 370)");
  await owner.query(
    `select agenda.lay_out(array[professional_id], current_date - ${PAST_DAYS}, current_date) from agenda.practitioner`,
  );
  await owner.query(
    `with people as (select id, row_number() over (order by md5(id::text)) - 1 as n from people.person),
      -- Taken apart, so that a slot finds its person by a hash and not by reading everyone.
      crowd as (select count(*) as many from people.person),
      slots as (select o.*, s.start, row_number() over (order by md5(o.id::text || s.start)) as k
        from agenda.opening o cross join lateral agenda.starts_in(o.free, 20) s (start) where o.day < current_date + ${DAYS_AHEAD}),
      booked as (insert into agenda.appointment (id, person_id, structure_id, site_id, room_id, day, during, service_id, professional_id, given_service, given_by,
          state, prescribed, author_id, author_name, known_from)
        select uuidv7(), p.id, v.structure_id, t.site_id, t.room_id, t.day, tstzrange(t.start, t.start + interval '20 minutes'), v.id, t.professional_id, v.id,
               t.professional_id, case when t.day < current_date then 'honoured' else 'booked' end, false, a.id, 'Banc', t.start - interval '20 days'
          from slots t join people p on p.n = t.k % (select many from crowd) join agenda.service v on v.code = 'bench'
          join access.account a on a.email = 'nurse@bench.invalid'
         where t.k % 100 < ${TAKEN}
        returning id, given_by, room_id, during)
     insert into agenda.occupation (appointment_id, resource_id, during, firm)
     select b.id, r, b.during, true from booked b cross join lateral unnest(array[b.given_by, b.room_id]) r
      -- What is over takes nobody's time any more.
      where upper(b.during) > now()`,
  );
}
