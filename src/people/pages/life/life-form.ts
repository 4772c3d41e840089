import type { Vocabulary } from "../../../network/model.ts";
import { type Keyed, keyed } from "../../../ui/keyed.ts";
import { newId } from "../../../ui/new-id.ts";
import { attestationEnd } from "../../domiciliation.ts";
import {
  type exemptions,
  type LifeFact,
  type LifeKind,
  type LifeSource,
  type LifeStay,
  lifeKinds,
  type links,
  type permits,
} from "../../life.ts";
import { factOn, lastDayOf } from "../../life-days.ts";

/** Each fact as it is typed: anything may be missing. */
export interface LifeValues {
  readonly housing: { readonly term: string | null; readonly where: string };
  readonly residence: {
    readonly communeCode: string | null;
    readonly commune: string;
    readonly presentSince: string | null;
  };
  readonly household: {
    readonly size: string;
    readonly members: readonly Keyed<{
      readonly link: (typeof links)[number];
      readonly birth: string | null;
    }>[];
  };
  readonly resources: {
    readonly none: boolean;
    readonly items: readonly Keyed<{
      readonly kind: string | null;
      readonly amount: string;
      readonly every: "month" | "year";
    }>[];
  };
  readonly stay: {
    readonly term: LifeStay | null;
    readonly permit: (typeof permits)[number] | null;
    readonly permitEnds: string | null;
  };
  readonly domiciliation: {
    readonly none: boolean;
    readonly organism: string;
    readonly ours: boolean;
    readonly mailAt: string;
    readonly exempt: (typeof exemptions)[number] | null;
  };
  readonly domiciliation_contact: { readonly came: boolean };
  readonly attending_doctor: {
    readonly none: boolean;
    readonly name: string;
    readonly rpps: string;
    readonly professionalId: string | null;
  };
  readonly key_worker: {
    readonly name: string;
    readonly organisation: string;
    readonly phone: string;
    readonly professionalId: string | null;
    readonly accountId: string | null;
  };
  readonly rupture: { readonly term: string | null };
}
/** Since when and how one knows it. `source` null: as the rest of the form. */
export interface When {
  readonly from: string | null;
  readonly lastDay: string | null;
  readonly atLeast: boolean;
  readonly source: LifeSource | null;
  readonly proof: string;
}
export interface Entry<Kind extends LifeKind = LifeKind> {
  /** Of the row to be, made once. */
  readonly id: string;
  readonly value: LifeValues[Kind];
  readonly when: When;
}
export type Entries = { readonly [Kind in LifeKind]: Entry<Kind> };

/** What the fields of one kind are given. */
export interface FieldsProps<Kind extends LifeKind> {
  readonly value: LifeValues[Kind];
  readonly onChange: (value: LifeValues[Kind]) => void;
  /** Why a field was refused, by its name ("content.size"). */
  readonly error: (name: string) => string | undefined;
  readonly words: Vocabulary;
}

/** What is typed of a fact that is known, or of one that is not. */
export function typedValue<Kind extends LifeKind>(kind: Kind, fact: LifeFact | null): LifeValues[Kind] {
  return readers[kind](fact) as LifeValues[Kind];
}

// A fact of the kind its reader is for, or nothing yet.
type Reader<Kind extends LifeKind> = (fact: LifeFact | null) => LifeValues[Kind];
const readers: { readonly [Kind in LifeKind]: Reader<Kind> } = {
  housing: (fact) => ({ term: fact?.term ?? null, where: textOf(fact, "where") }),
  residence: (fact) => ({
    communeCode: textOf(fact, "communeCode") || null,
    commune: textOf(fact, "commune"),
    presentSince: textOf(fact, "presentSince") || null,
  }),
  household: (fact) =>
    fact?.kind === "household"
      ? { size: String(fact.content.size), members: fact.content.members.map(keyed) }
      : { size: "", members: [] },
  resources: (fact) =>
    fact?.kind === "resources"
      ? {
          none: fact.content.items.length === 0,
          items: fact.content.items.map(({ kind, cents, every }) =>
            keyed({ kind, amount: amountText(cents), every }),
          ),
        }
      : { none: false, items: [] },
  stay: (fact) =>
    fact?.kind === "stay"
      ? { term: fact.term as LifeStay, permit: fact.content.permit, permitEnds: fact.content.permitEnds }
      : { term: null, permit: null, permitEnds: null },
  domiciliation: (fact) =>
    fact?.kind === "domiciliation"
      ? { ...fact.content, organism: fact.content.organism ?? "", mailAt: fact.content.mailAt ?? "" }
      : { none: false, organism: "", ours: false, mailAt: "", exempt: null },
  domiciliation_contact: () => ({ came: false }),
  attending_doctor: (fact) =>
    fact?.kind === "attending_doctor"
      ? { ...fact.content, name: fact.content.name ?? "", rpps: fact.content.rpps ?? "" }
      : { none: false, name: "", rpps: "", professionalId: null },
  key_worker: (fact) => ({
    name: textOf(fact, "name"),
    organisation: textOf(fact, "organisation"),
    phone: textOf(fact, "phone"),
    professionalId: textOf(fact, "professionalId") || null,
    accountId: textOf(fact, "accountId") || null,
  }),
  // One more each time: those noted stay.
  rupture: () => ({ term: null }),
};

/** The form as it opens: what is so that day. */
export function startingEntries(facts: readonly LifeFact[], day: string): Entries {
  const when: When = { from: day, lastDay: null, atLeast: false, source: null, proof: "" };
  const entries = lifeKinds.map((kind) => [
    kind,
    { id: newId(), value: typedValue(kind, factOn(facts, kind, day)), when },
  ]);
  return Object.fromEntries(entries) as unknown as Entries;
}

/** The form over one fact, to correct it. */
export function entryOf(fact: LifeFact, proof: string | null): Entry {
  const { kind, from, atLeast, source, term } = fact;
  const value =
    kind === "rupture"
      ? { term }
      : kind === "domiciliation_contact"
        ? { came: true }
        : typedValue(kind, fact);
  return {
    id: newId(),
    value,
    when: { from, lastDay: lastDayOf(fact), atLeast, source, proof: proof ?? "" },
  };
}

/** The kinds whose value is no longer what the form opened on. */
export function changedKinds(start: Entries, typed: Entries): LifeKind[] {
  return lifeKinds.filter((kind) => plain(start[kind].value) !== plain(typed[kind].value));
}

/** What is sent of one fact; what cannot be read is sent as such, and the server says what is wrong. */
export function sentOf(kind: LifeKind, entry: Entry, statedOn: string | null, source: LifeSource): object {
  const { id, when } = entry;
  const lastDay =
    kind === "domiciliation" && when.lastDay === null && when.from !== null
      ? attestationEnd(when.from)
      : when.lastDay;
  return {
    id,
    kind,
    ...contentOf(kind, entry.value),
    from: when.from ?? "",
    lastDay,
    atLeast: when.atLeast,
    source: when.source ?? source,
    proof: when.proof,
    statedOn: statedOn ?? "",
  };
}

/** The words and the content of a typed fact, as they are kept. */
export function contentOf(
  kind: LifeKind,
  value: LifeValues[LifeKind],
): { term: string | null; content: object } {
  const read = value as Partial<LifeValues["housing"] & LifeValues["resources"]>;
  switch (kind) {
    case "housing":
      return { term: read.term ?? "", content: { where: read.where || null } };
    case "stay": {
      const { term, ...content } = value as LifeValues["stay"];
      return { term: term ?? "", content };
    }
    case "rupture":
      return { term: read.term ?? "", content: {} };
    case "household": {
      const { size, members } = value as LifeValues["household"];
      return {
        term: null,
        content: { size: Number(size), members: members.map(({ link, birth }) => ({ link, birth })) },
      };
    }
    case "resources":
      return {
        term: null,
        content: {
          items: (read.none ? [] : (read.items ?? [])).map(({ kind: what, amount, every }) => ({
            kind: what ?? "",
            cents: readCents(amount),
            every,
          })),
        },
      };
    case "domiciliation_contact":
      return { term: null, content: {} };
    case "attending_doctor": {
      const { none, name, rpps, professionalId } = value as LifeValues["attending_doctor"];
      return none
        ? { term: null, content: { none } }
        : { term: null, content: { name, rpps: rpps.replace(/\s/gu, "") || null, professionalId } };
    }
    case "domiciliation": {
      const { none, ...content } = value as LifeValues["domiciliation"];
      return none ? { term: null, content: { none } } : { term: null, content };
    }
    default:
      return { term: null, content: value };
  }
}

/** "635,71" → 63571; -1 when it is not an amount. */
export function readCents(typed: string): number {
  const plainly = typed.replace(/[\s\u00A0\u202F€]/gu, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/u.test(plainly) ? Math.round(Number(plainly) * 100) : -1;
}

function amountText(cents: number): string {
  return (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2).replace(".", ",");
}

function textOf(fact: LifeFact | null, name: string): string {
  const found = (fact?.content as Record<string, unknown> | undefined)?.[name];
  return typeof found === "string" ? found : "";
}

/** Without the keys of the lists, which are each form's own. */
function plain(value: unknown): string {
  return JSON.stringify(value, (name, one) => (name === "key" ? undefined : one));
}
