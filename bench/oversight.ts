import { statementFloor } from "./floors.ts";
import { type Figures, httpClient, measure, requestText } from "./http-load.ts";
import { type Bench, endless } from "./measures.ts";
import { REPORT_PERIOD } from "./population.ts";

/** What the data protection officer waits for, in a trail of whatever length the other measures left. */
export async function measureTrail(bench: Bench) {
  const { rows } = await bench.owner.query<{ lines: number; first: string; last: string; account: string }>(
    `select count(*)::int as lines, min(at)::date::text as first, max(at)::date::text as last,
            mode() within group (order by account_id) as account from audit.entry`,
  );
  const [{ lines, first, last, account } = { lines: 0, first: "", last: "", account: "" }] = rows;
  const person = endless(bench.people);
  const ask = (path: string, body: () => object) =>
    alone(bench, () => requestText({ method: "POST", path, token: bench.officer, body: body() }));
  return {
    lines,
    latest: await ask("/api/audit/entries", () => ({})),
    ofOnePerson: await ask("/api/audit/entries", () => ({ person: person() })),
    ofOneAccount: await ask("/api/audit/entries", () => ({ account, from: first, to: last })),
    unusual: await ask("/api/audit/unusual", () => ({ from: first, to: last })),
    floors: {
      latest: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_trail",
        "select * from audit.entry order by id desc limit 50",
        () => [],
      ),
    },
  };
}

/** Making the plan of what is due to be set apart or erased: reads everyone's last contacts, changes nothing of them. */
export async function measureRetention(bench: Bench) {
  const plan = await alone(bench, () =>
    requestText({ method: "POST", path: "/api/retention/plans", token: bench.officer, body: {} }),
  );
  return {
    plan,
    floors: {
      lastContacts: await statementFloor(
        bench.admin,
        bench.seconds,
        "floor_retention",
        "select count(*) from (select person_id, max(on_day) from care.encounter where on_day <= $1 group by person_id) last",
        () => [REPORT_PERIOD.to],
      ),
    },
  };
}

/** One client only: nobody does these by the dozen. */
function alone(bench: Bench, next: () => string): Promise<Figures> {
  return measure({ clients: 1, seconds: bench.seconds }, () => httpClient(bench.port, next));
}
