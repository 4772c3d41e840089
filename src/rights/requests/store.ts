import { sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../../platform/database/database.ts";
import { papersUntil } from "../papers/purpose.ts";
import { type Lived, planOf } from "./clocks.ts";
import type { RequestLaw } from "./law.ts";
import type {
  AddStep,
  Caisse,
  Chase,
  NoteStep,
  OpenRequest,
  RequestLine,
  RequestType,
  ReviseRequest,
  SetInterval,
  WholeRequest,
} from "./model.ts";

/** What became of an act on a request; but for "done", nothing was written. */
export type Outcome =
  | "done"
  | "unknown"
  | "changed"
  | "impossible"
  | "order"
  | "nature"
  | "keeper"
  | "member"
  | "not_last";

/** Who acts, and by what law and day what is next is told. */
export interface Acting {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
  readonly law: RequestLaw;
  /** The business day (ISO). */
  readonly today: string;
}

/** A request, as its address names it. */
export interface RequestAddress {
  readonly person: string;
  readonly request: string;
}

interface Answer {
  readonly outcome: Outcome;
  /** Null when the request is no more. */
  readonly lived?: (Lived & { readonly id: string }) | null;
}

/** One act in one transaction: the database writes it and tells what was lived, the clocks tell what is next. */
function act(
  { db, caller, roles, law }: Acting,
  write: (tx: ActorTransaction) => Promise<{ rows: { answer: Answer }[] }>,
): Promise<Outcome> {
  return db.transact(caller, roles, async (tx) => {
    const answer = (await write(tx)).rows[0]?.answer;
    if (answer?.outcome === "done" && answer.lived) {
      const plan = { ...planOf(answer.lived, law), papersUntil: papersUntil(answer.lived, law) };
      await sql`select rights.plan_request(${answer.lived.id}::uuid, ${JSON.stringify(plan)}::jsonb)`.execute(
        tx,
      );
    }
    return answer?.outcome ?? "unknown";
  });
}

/**
 * Opens a request; sent twice, it is one.
 * @throws StaleError when the identifier is another request's
 */
export function openRequest(
  acting: Acting,
  person: string,
  { step, ...request }: OpenRequest,
  proof: string,
): Promise<Outcome> {
  const given = { ...request, personId: person, today: acting.today, step: { ...step, proof } };
  return act(acting, (tx) =>
    sql<{ answer: Answer }>`select rights.open_request(${JSON.stringify(given)}::jsonb) as answer`.execute(
      tx,
    ),
  );
}

/** The next step of a request, from where the caller saw it. @throws StaleError when the identifier is another step's */
export function addStep(
  acting: Acting,
  { person, request }: RequestAddress,
  { seen, step }: AddStep,
  proof: string,
): Promise<Outcome> {
  const given = { personId: person, requestId: request, seen, step: { ...step, proof } };
  return act(acting, (tx) =>
    sql<{ answer: Answer }>`select rights.step_request(${JSON.stringify(given)}::jsonb) as answer`.execute(
      tx,
    ),
  );
}

/** Corrects a step, or takes the last one back (step null). */
export function correctStep(
  acting: Acting,
  { person, request }: RequestAddress,
  corrects: string,
  step: NoteStep | null,
  proof: string,
): Promise<Outcome> {
  const given = { personId: person, requestId: request, corrects, step: step && { ...step, proof } };
  return act(acting, (tx) =>
    sql<{ answer: Answer }>`select rights.correct_step(${JSON.stringify(given)}::jsonb) as answer`.execute(
      tx,
    ),
  );
}

/** A line of the chasing log, or one taken back. */
export function chaseRequest(
  acting: Acting,
  { person, request }: RequestAddress,
  line: Chase | { readonly takesBack: string },
): Promise<Outcome> {
  const given = { ...line, personId: person, requestId: request };
  return act(acting, (tx) =>
    sql<{ answer: Answer }>`select rights.chase_request(${JSON.stringify(given)}::jsonb) as answer`.execute(
      tx,
    ),
  );
}

/** Gives a request to someone of the structure. */
export async function keepRequest(
  { db, caller, roles, today }: Acting,
  { person, request }: RequestAddress,
  keeper: string,
): Promise<Outcome> {
  const { outcome } = await db.call<Answer>(
    caller,
    roles,
    "rights.keep_request",
    "rights.keep_request($4, $5, $6, $7::date)",
    [person, request, keeper, today],
  );
  return outcome;
}

/** Completes what is said of a request, as the caller saw it. */
export async function reviseRequest(
  { db, caller, roles, today }: Acting,
  { person, request }: RequestAddress,
  said: ReviseRequest,
): Promise<Outcome> {
  const { outcome } = await db.call<Answer>(
    caller,
    roles,
    "rights.revise_request",
    "rights.revise_request($4)",
    [JSON.stringify({ ...said, personId: person, requestId: request, today })],
  );
  return outcome;
}

/** One request in full; null when there is none that the caller may read. */
export function readRequest(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  { person, request }: RequestAddress,
): Promise<WholeRequest | null> {
  return db.call(caller, roles, "rights.read_request", "rights.read_request($4, $5)", [person, request]);
}

/** What is listed of a person: their requests, those that wait first, and their caisse. */
export interface RequestsOfPerson {
  readonly requests: readonly (Omit<RequestLine, "label"> & {
    readonly authority: string;
    readonly keeperName: string;
    readonly effectOn: string | null;
    readonly endsOn: string | null;
  })[];
  readonly caisse:
    | (Omit<Caisse, "id"> & { readonly id: string; readonly by: string; readonly at: string })
    | null;
}

/** The requests of a person that the caller may read. */
export function requestsOf(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
): Promise<RequestsOfPerson> {
  return db.call(caller, roles, "rights.requests_of", "rights.requests_of($4)", [person]);
}

/** The kinds of requests of the network, in their order. */
export function requestTypes(db: Database, caller: Caller, roles: readonly string[]): Promise<RequestType[]> {
  return db.call(
    caller,
    roles,
    "rights.request_types",
    `(select coalesce(json_agg(json_build_object('code', t.code, 'label', t.label, 'short', t.short, 'nature', t.nature, 'authority', t.authority,
        'form', t.form, 'household', t.household, 'source', t.source, 'confidence', t.confidence,
        'opens', (select coalesce(json_agg(json_build_object('layer', o.layer, 'scheme', o.scheme) order by o.layer), '[]')
                    from rights.request_opens o where o.type = t.code)) order by t.sort), '[]') from rights.request_type t where t.active)`,
    [],
  );
}

/** What became of rights noted by hand. */
export type IntervalOutcome = "done" | "unknown" | "changed" | "overlap";

/** Rights open from a day to another, as a document or the caisse says; or their correction. */
export function setInterval(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  said: SetInterval,
): Promise<IntervalOutcome> {
  return db.call(caller, roles, "rights.set_interval", "rights.set_interval($4)", [
    JSON.stringify({ ...said, personId: person }),
  ]);
}

/** Which caisse someone is with, and who answers there. */
export function setCaisse(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  said: Caisse,
): Promise<"done" | "unknown"> {
  return db.call(caller, roles, "rights.set_caisse", "rights.set_caisse($4)", [
    JSON.stringify({ ...said, personId: person }),
  ]);
}
