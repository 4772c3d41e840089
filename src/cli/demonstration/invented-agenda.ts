import type pg from "pg";
import { demonstrationEmail } from "../../access/sign-in/demonstration.ts";
import { identityFormSchema } from "../../people/model.ts";
import { identityRow } from "../../people/rules.ts";
import { newId } from "../../ui/new-id.ts";

/** How much of the hours is taken, of a hundred slots; the first site is full for weeks. */
const TAKEN = 66;
const FULL_DAYS = 21;

/**
 * Fills the hours of a demonstration with appointments of its people, always the same for a day: two thirds taken, one site full
 * for three weeks; the past honoured, but for some. Nothing when the centre keeps no agenda.
 */
export async function inventAgenda(owner: pg.Client, today: string): Promise<void> {
  const { rowCount } = await owner.query("select from agenda.opening limit 1");
  if (!rowCount) return;
  const { rows: sites } = await owner.query("select from network.site");
  if (sites.length > 1) await inventNeighbours(owner, today);
  await owner.query(
    `with people as (
       select p.person_id, row_number() over (order by p.person_id) - 1 as n, count(*) over () as many
         from people.registration p where p.known_to is null
          and not exists (select from people.contact k where k.person_id = p.person_id and k.part = 'death' and k.known_to is null)
     ), slots as (
       select o.*, v.id as service, s.start, v.minutes, ('x' || substr(md5(f.label || o.day || s.start), 1, 7))::bit(28)::int as dice,
              dense_rank() over (order by t.code) as place, row_number() over (order by o.day, s.start, f.label) as k
         from agenda.opening o join network.professional f on f.id = o.professional_id join network.site t on t.id = o.site_id
         join lateral (select v.* from agenda.service v where v.id = any (o.services) and v.nature = 'appointments' order by v.sort limit 1) v on true
        cross join lateral agenda.starts_in(o.free, v.minutes) s (start)
        where o.day between $1::date - 21 and $1::date + 60
     ), taken as (
       select s.*, p.person_id, uuidv7() as made
         from slots s join people p on p.n = (s.k * 7 + s.dice % 5) % p.many
        where s.dice % 100 < ${TAKEN} or s.site_id = (select t.id from network.site t where t.code = 'digoin') and s.day between $1::date and $1::date + ${FULL_DAYS}
     ), booked as (
       insert into agenda.appointment (id, person_id, structure_id, site_id, room_id, day, during, service_id, professional_id, given_service, given_by, state,
         prescribed, cover_confirmed, author_id, author_name, known_from)
       select t.made, t.person_id, v.structure_id, t.site_id, t.room_id, t.day, tstzrange(t.start, t.start + make_interval(mins => t.minutes)), v.id,
              case when k.shown_as is null then t.professional_id end, v.id, t.professional_id,
              case when t.day >= $1::date then 'booked' when t.dice % 17 = 0 then 'missed' when t.dice % 19 = 0 then 'excused' else 'honoured' end,
              v.prescribed, case when v.prescribed then 'seen' end, a.id, a.display_name, t.start - interval '9 days'
         from taken t join agenda.service v on v.id = t.service join agenda.practitioner k on k.professional_id = t.professional_id
         join access.account a on a.email = $2
       returning id, given_by, room_id, during, state)
     insert into agenda.occupation (appointment_id, resource_id, during, firm)
     select b.id, r, b.during, true from booked b cross join lateral unnest(array[b.given_by, b.room_id]) r
      where r is not null and b.state in ('booked', 'honoured')`,
    [today, demonstrationEmail("reception")],
  );
  await owner.query("select agenda.refresh(professional_id, tstzrange(null, null)) from agenda.practitioner");
}

const FAMILIES =
  "Alix Bardot Carré Delorme Estève Fabre Gaudin Hamon Imbert Jolivet Kessler Lombard Moulin Nivet Ollier Pacaud Quentin Rabut Sauvage Thévenet Urbain Vachon Weber Yvon Zeller".split(
    " ",
  );
const GIVENS =
  "Adèle Basile Colette Denis Élise Fabien Gisèle Henri Irène Joseph Karine Léon Mireille Noël Odile Pascal Rachel Simon Thérèse Ulysse Valérie William Yvette Zoé Amina Bilal Chloé Diego".split(
    " ",
  );

/** A network of several sites sees more people than its register: as many as fill its hours a few times each. */
async function inventNeighbours(owner: pg.Client, today: string): Promise<void> {
  const rows = FAMILIES.flatMap((family, n) =>
    GIVENS.flatMap((given, m) => {
      const birth = `${1935 + ((n * 7 + m * 11) % 80)}-${String(1 + (m % 12)).padStart(2, "0")}-${String(1 + ((n + m) % 28)).padStart(2, "0")}`;
      const read = identityRow(identityFormSchema.parse({ family, given, birth }), today);
      return read.ok ? [{ ...read.row, person_id: newId() }] : [];
    }),
  );
  const write = (sql: string) => owner.query(sql, [JSON.stringify(rows)]);
  await write(
    "insert into people.person (id) select r.person_id from jsonb_populate_recordset(null::people.identity, $1) r",
  );
  await write(
    `insert into people.registration (person_id, structure_id, since)
     select r.person_id, s.id, current_date - 400 from jsonb_populate_recordset(null::people.identity, $1) r,
            (select id from network.structure where in_team order by code limit 1) s`,
  );
  await write(
    `insert into people.identity (person_id, family, given, birth_date, birth, key_tokens, key_letters, search_tokens)
     select r.person_id, r.family, r.given, r.birth_date, r.birth, r.key_tokens, r.key_letters, r.search_tokens
       from jsonb_populate_recordset(null::people.identity, $1) r`,
  );
}
