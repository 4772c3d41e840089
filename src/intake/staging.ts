import { nameKeys } from "../people/names.ts";
import { searchTokens } from "../people/rules.ts";
import type { CoverStatement, PlannedPerson, PlannedVisit, RegisterPlan, Sex, TermUse } from "./model.ts";

/** Counts of a file, kept with the import. */
export interface StagingHeader {
  readonly fileName: string;
  readonly plannedAgainst: number;
  readonly rowsRead: number;
  readonly rowsRefused: number;
  readonly rowsIgnored: number;
}

/** A person as intake.stage takes it: the identity of a new one, or the id of one already recorded. */
interface StagedPerson {
  readonly localKey: string;
  readonly personId: string | null;
  readonly identity: object | null;
  readonly variants: readonly object[];
}

/** A visit as intake.stage takes it. */
interface StagedVisit {
  readonly row: number;
  readonly localKey: string;
  readonly fingerprint: string;
  readonly onDay: string;
  readonly halfDay: "morning" | "afternoon" | null;
  readonly startsAt: string | null;
  readonly kind: string;
  readonly professional: string | null;
  readonly profession: string | null;
  readonly terms: readonly { list: string; code: string }[];
  readonly cover: readonly { layer: string; scheme: string; text: string | null }[];
  readonly housing: string | null;
}

const SEXES: Readonly<Record<Sex, string>> = { F: "female", M: "male", I: "other" };

/** One chunk of a plan, each part a JSON array as intake.stage takes it. */
export interface StagingChunk {
  readonly persons: string;
  readonly visits: string;
}

/** Visits staged at once: enough to be quick, few enough that progress moves and a cancellation is heard. */
const CHUNK = 2_000;

/** Persons and visits of a plan, in chunks ready to stage, and the decisions that go with the finishing step (JSON). */
export function layOutChunks(plan: RegisterPlan): { chunks: StagingChunk[]; decisions: string } {
  const persons = plan.persons.filter((person) => person.newRows.length > 0).map(stagePerson);
  const visits = plan.visits.map(stageVisit);
  const chunks: StagingChunk[] = [];
  for (let start = 0; start < visits.length; start += CHUNK) {
    chunks.push({
      persons: JSON.stringify(start === 0 ? persons : []),
      visits: JSON.stringify(visits.slice(start, start + CHUNK)),
    });
  }
  return {
    chunks,
    decisions: JSON.stringify({
      newTerms: plan.terms.map(({ list, code, label }) => ({
        list,
        code,
        label,
        nature: termNature(list, code),
      })),
      distinctPairs: plan.pairs
        .filter(({ decision, become: [a, b] }) => decision === "distinct" && a !== b)
        .map(({ become }) => become),
    }),
  };
}

/** Orientations that tell nothing of care: the social team follows them up (handbook 2.2, "useful to the social path"). */
const SOCIAL_ORIENTATIONS =
  /^(cpam|social|ccas|rights|housing|domiciliation|siao|caf|prefecture|food|association)/;

/** Who sends someone, or where they are met, may tell of an illness: it is then of care, and not of the desk. */
const TELLING_OF_CARE = /^(addiction|mental_health|psych|screening|family_planning|lhss|lam)/;

/** The block of information a word of a register belongs to; a word may raise that of its list. */
export function termNature(list: string, code: string): string {
  if (list === "reason") return "clinical";
  if (list === "orientation") return SOCIAL_ORIENTATIONS.test(code) ? "useful" : "clinical";
  if (list === "housing") return "social_situation";
  // That justice sent someone is not the desk's business (RGPD, article 10).
  if (code === "justice") return "useful";
  return TELLING_OF_CARE.test(code) ? "clinical" : "appointments";
}

function stagePerson(person: PlannedPerson): StagedPerson {
  const birth = person.birth?.canonical ?? null;
  const row = (name: { family: string; given: string }, tokensBirth: string | null) => {
    const keys = nameKeys(name);
    return {
      family: name.family,
      given: name.given,
      key_tokens: keys.words,
      key_letters: keys.letters,
      search_tokens: searchTokens([name], tokensBirth),
    };
  };
  const completed = person.existingId === null || person.birthLearnt;
  return {
    localKey: person.key,
    personId: person.existingId,
    identity: completed
      ? {
          ...row(person.name, birth),
          birth,
          birth_date: person.birth?.precision === "day" ? birth : null,
          sex: person.sex === null ? "unknown" : SEXES[person.sex],
        }
      : null,
    variants: person.variants.map((variant) => row(variant, null)),
  };
}

function stageVisit(visit: PlannedVisit): StagedVisit {
  const terms: [string, readonly (TermUse | null)[]][] = [
    ["referrer", [visit.referrer]],
    ["reason", visit.reasons],
    ["orientation", visit.orientations],
    ["place", [visit.place]],
  ];
  return {
    row: visit.row,
    localKey: visit.person,
    fingerprint: visit.fingerprint,
    onDay: visit.date,
    halfDay: visit.time === null ? null : visit.time < "13:00" ? "morning" : "afternoon",
    startsAt: visit.time,
    kind: visit.contact?.code ?? "consultation",
    professional: visit.professional?.text ?? null,
    profession: visit.professional?.kind?.code ?? null,
    terms: terms.flatMap(([list, uses]) => uses.flatMap((use) => (use ? [{ list, code: use.code }] : []))),
    cover: stageCover(visit.cover),
    housing: visit.housing?.code ?? null,
  };
}

function stageCover(cover: CoverStatement | null): StagedVisit["cover"] {
  if (cover === null) return [];
  const text = cover.text;
  const layers = [
    ...(cover.base === null ? [] : [{ layer: "base", scheme: cover.base, text }]),
    ...(cover.complementary === null ? [] : [{ layer: "complementary", scheme: cover.complementary, text }]),
  ];
  // Words nobody recognised are kept: as an unknown cover, never as none.
  return layers.length > 0 || cover.recognised ? layers : [{ layer: "base", scheme: "unknown", text }];
}
