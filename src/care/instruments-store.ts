import { sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { Instrument, RecordInstrument } from "./instruments.ts";

/** Every instrument, in every version that was ever proposed, with what its scores are held to mean today. */
export function readInstruments(
  db: Database,
  caller: Caller,
  roles: readonly string[],
): Promise<Instrument[]> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ instruments: Instrument[] }>`
      select coalesce(jsonb_agg(jsonb_build_object('code', i.code, 'version', i.version, 'label', i.label, 'nature', i.nature,
          'until', upper(i.valid) - 1, 'intro', i.intro, 'base', i.base, 'questions', i.questions, 'source', i.source,
          'licence', i.licence, 'confidence', i.confidence,
          'bands', (select coalesce(jsonb_agg(jsonb_build_object('sex', b.sex, 'from', b.from_score, 'label', b.label,
                'positive', b.positive, 'source', b.source, 'confidence', b.confidence) order by b.from_score), '[]')
              from care.instrument_band b
             where b.instrument = i.code and b.version = i.version and b.valid @> current_date)) order by i.sort), '[]') as instruments
        from care.instrument i`.execute(tx);
    return rows[0]?.instruments ?? [];
  });
}

/**
 * Records a whole set of answers; sent twice, it records one.
 * @returns the score; null when an answer is missing, and nothing was written
 * @throws StaleError when the identifier is another's
 */
export function recordInstrument(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  answered: RecordInstrument,
): Promise<number | null> {
  return db.call<number | null>(
    caller,
    roles,
    "care.record_instrument",
    "care.record_instrument($4)::float8",
    [JSON.stringify({ ...answered, personId: person })],
  );
}

/** Takes back a questionnaire one recorded oneself; it is kept, and told and counted no more. */
export function withdrawInstrument(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  answer: string,
  reason: string,
): Promise<"done" | "unknown"> {
  return db.call(caller, roles, "care.withdraw_instrument", "care.withdraw_instrument($4, $5, $6)", [
    person,
    answer,
    reason,
  ]);
}
