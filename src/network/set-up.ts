import type pg from "pg";
import type { Preset } from "./preset.ts";

/** A word of the network's vocabularies, with the block of information it belongs to. */
export interface SetUpTerm {
  readonly list: string;
  readonly code: string;
  readonly label: string;
  readonly nature: string;
  readonly synonyms: readonly string[];
}

/** What is installed in this database, or null when nothing is yet. */
export async function installedAs(
  owner: pg.Client,
): Promise<{ preset: string; demonstration: boolean } | null> {
  const { rows } = await owner.query<{ preset: string; demonstration: boolean }>(
    "select preset, demonstration from network.installation",
  );
  return rows[0] ?? null;
}

/**
 * Writes a preset into an empty database: structures, sites, professionals, words. Must run in a transaction.
 * @param owner connected as the schema's owner
 */
export async function setUpNetwork(
  owner: pg.Client,
  preset: Preset,
  terms: readonly SetUpTerm[],
  demonstration: boolean,
): Promise<void> {
  await owner.query(
    `insert into network.installation (name, preset, time_zone, person_word, demonstration, own_funder, free_acts, care_elsewhere)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      preset.name,
      preset.code,
      preset.timeZone,
      preset.personWord,
      demonstration,
      preset.funding.ownFunder,
      preset.funding.freeActs,
      preset.care.elsewhere,
    ],
  );
  await owner.query(
    `insert into network.structure (code, name, kind, in_team)
     select code, name, kind, "inTeam" from jsonb_to_recordset($1) as s (code text, name text, kind text, "inTeam" boolean)`,
    [JSON.stringify(preset.structures)],
  );
  await owner.query(
    `insert into network.site (structure_id, code, name, commune_code, time_zone, opening, wheelchair)
     select t.id, s.code, s.name, s."communeCode", $2, s.opening, s.wheelchair
       from jsonb_to_recordset($1) as s (code text, structure text, name text, "communeCode" text, opening jsonb, wheelchair boolean)
       join network.structure t on t.code = s.structure`,
    [JSON.stringify(preset.sites), preset.timeZone],
  );
  await owner.query(
    `insert into network.professional (structure_id, label, folded_label, profession)
     select t.id, p.label, lower(p.label), p.profession
       from jsonb_to_recordset($1) as p (structure text, label text, profession text)
       join network.structure t on t.code = p.structure`,
    [JSON.stringify(preset.professionals)],
  );
  await owner.query(
    `insert into network.term (list, code, label, nature, synonyms, sort)
     select t.list, t.code, t.label, t.nature, array(select jsonb_array_elements_text(t.synonyms)), t.n
       from rows from (jsonb_to_recordset($1) as (list text, code text, label text, nature text, synonyms jsonb))
            with ordinality as t (list, code, label, nature, synonyms, n)`,
    [JSON.stringify(terms)],
  );
  if (preset.targetPopulation) {
    const { people, source, confidence } = preset.targetPopulation;
    await owner.query(
      "insert into reports.target_population (people, source, confidence) values ($1, $2, $3)",
      [people, source, confidence],
    );
  }
  await keepAdmissionRules(owner, preset);
}

/**
 * Keeps the admission rules of a preset, when it has some and their version is new: decisions taken by earlier ones name them.
 * @param owner connected as the schema's owner
 */
export async function keepAdmissionRules(owner: pg.Client, { admission }: Preset): Promise<void> {
  if (admission === null) return;
  await owner.query(
    "insert into admission.rule_set (version, rules) values ($1, $2) on conflict do nothing",
    [admission.version, JSON.stringify(admission)],
  );
}
