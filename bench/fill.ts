import type pg from "pg";
import { type House, inventPopulation, type Person, type Visit } from "./population.ts";

/** Rows sent in one statement. */
const BATCH = 5_000;

/** What was written, and how long it took. */
export interface Filled {
  readonly people: number;
  readonly encounters: number;
  readonly statements: number;
  readonly seconds: number;
}

/**
 * Fills an empty installation as its owner, set by set: constraints, keys and search triggers all apply. Statistics
 * and visibility are brought up to date at the end, as autovacuum would within minutes.
 * @param author account the rows are signed with
 */
export async function fill(
  owner: pg.Client,
  author: string,
  people: number,
  encounters: number,
): Promise<Filled> {
  const started = performance.now();
  await owner.query("begin");
  // Only the owner's own loading waits for no disk; the bench's server keeps its settings.
  await owner.query("set local synchronous_commit to off");
  const { structure, ...house } = await addHouse(owner);
  const invented = inventPopulation(people, encounters, house);
  for (const batch of batches(invented.people)) await insertPeople(owner, structure, author, batch);
  let statements = 0;
  for (const batch of batches(invented.visits)) {
    await insertVisits(owner, structure, author, batch);
    statements += batch.reduce((sum, visit) => sum + visit.cover.length, 0);
  }
  await owner.query("commit");
  await writePages(owner);
  await owner.query("vacuum (analyze)");
  await owner.query("checkpoint");
  return { people, encounters, statements, seconds: Math.round((performance.now() - started) / 100) / 10 };
}

/** A network of twelve sites and forty professionals: three hundred thousand visits are not those of one room. */
async function addHouse(owner: pg.Client): Promise<House & { structure: string }> {
  const ids = async (sql: string) => (await owner.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  const [structure = ""] = await ids("select id from network.structure where in_team order by code limit 1");
  await owner.query(
    `insert into network.site (structure_id, code, name)
     select $1, 'bench-' || n, 'Site ' || n from generate_series(1, 12) n`,
    [structure],
  );
  await owner.query(
    `insert into network.professional (structure_id, label, folded_label, profession)
     select $1, 'Professionnel ' || n, 'professionnel ' || n, case when n % 3 = 0 then 'nurse' else 'doctor' end
       from generate_series(1, 40) n`,
    [structure],
  );
  return {
    structure,
    sites: await ids("select id from network.site order by code"),
    professionals: await ids("select id from network.professional order by folded_label"),
  };
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

async function insertPeople(
  owner: pg.Client,
  structure: string,
  author: string,
  people: readonly Person[],
): Promise<void> {
  const rows = JSON.stringify(people);
  await owner.query(
    `insert into people.person (id, created_at)
     select id, created from jsonb_to_recordset($1) as r (id uuid, created timestamptz)`,
    [rows],
  );
  await owner.query(
    `insert into people.registration (person_id, structure_id, since, known_from)
     select id, $2, since, created from jsonb_to_recordset($1) as r (id uuid, since date, created timestamptz)`,
    [rows, structure],
  );
  await owner.query(
    `insert into people.identity (person_id, family, given, birth, birth_date, sex, key_tokens, key_letters,
         search_tokens, known_from, author_id)
     select id, family, given, birth, birth_date, sex, key_tokens, key_letters, search_tokens, created, $2
       from jsonb_to_recordset($1) as r (id uuid, family text, given text, birth text, birth_date date, sex text,
         key_tokens text, key_letters text, search_tokens text[], created timestamptz)`,
    [rows, author],
  );
  await owner.query(
    `insert into rights.cover_interval (person_id, layer, scheme, valid, source, proof, known, author_id)
     select id, 'complementary', 'c2s', daterange((rights ->> 0)::date, (rights ->> 1)::date), 'document',
            'attestation', tstzrange(created, null), $2
       from jsonb_to_recordset($1) as r (id uuid, rights jsonb, created timestamptz)
      where jsonb_typeof(rights) = 'array'`,
    [rows, author],
  );
}

async function insertVisits(
  owner: pg.Client,
  structure: string,
  author: string,
  visits: readonly Visit[],
): Promise<void> {
  const rows = JSON.stringify(visits);
  await owner.query(
    `insert into care.encounter (id, person_id, structure_id, site_id, on_day, half_day, kind, professional_id,
         known_from, author_id)
     select id, person_id, $2, site_id, on_day, half_day, kind, professional_id, known, $3
       from jsonb_to_recordset($1) as r (id uuid, person_id uuid, site_id uuid, on_day date, half_day text, kind text,
         professional_id uuid, known timestamptz)`,
    [rows, structure, author],
  );
  await owner.query(
    `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, known_from, author_id)
     select r.id, r.person_id, r.on_day, t.list, t.code, t.nature, r.known, $2
       from jsonb_to_recordset($1) as r (id uuid, person_id uuid, on_day date, known timestamptz, terms jsonb),
            jsonb_to_recordset(r.terms) as t (list text, code text, nature text)`,
    [rows, author],
  );
  await owner.query(
    `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, encounter_id, known_from, author_id)
     select r.person_id, c.layer, c.scheme, k.mask, r.on_day, 'declared', r.id, r.known, $2
       from jsonb_to_recordset($1) as r (id uuid, person_id uuid, on_day date, known timestamptz, cover jsonb),
            jsonb_to_recordset(r.cover) as c (layer text, scheme text)
       join rights.scheme k on k.layer = c.layer and k.code = c.scheme`,
    [rows, author],
  );
  await owner.query(
    `insert into people.situation_statement (person_id, kind, term, stated_on, source, encounter_id, known_from, author_id)
     select person_id, 'housing', housing, on_day, 'declared', id, known, $2
       from jsonb_to_recordset($1) as r (id uuid, person_id uuid, on_day date, known timestamptz, housing text)
      where housing is not null`,
    [rows, author],
  );
}

/** Writes the pages of everyone whose record changed, as the server does, a hundred each second; it may be at it too. */
export async function writePages(owner: pg.Client): Promise<void> {
  for (;;) {
    await owner.query("select record.renew(2000, '0')");
    const { rowCount } = await owner.query("select from record.touched limit 1");
    if (rowCount === 0) return;
  }
}
