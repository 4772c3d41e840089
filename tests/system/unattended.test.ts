/** After how long screens hide names: who sets it, within which bounds, and what the trail keeps of it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
});
afterAll(() => centre?.t.close());

const usual = { telephoneDesk: 45, reception: 60, others: 120 };
const inForce = async () => (await app.ask(null, "GET", "/api/installation")).body.unattended;
const set = (delays: object, token = centre.who.technical_administrator.token) =>
  app.ask(token, "PUT", "/api/installation/unattended", delays);

test("delays are the usual ones until the technical administrator changes them, and the trail keeps both", async () => {
  expect(await inForce()).toEqual(usual);
  const chosen = { telephoneDesk: 15, reception: 90, others: 600 };
  expect((await set(chosen)).status).toBe(200);
  expect(await inForce()).toEqual(chosen);
  const { rows } = await centre.t.owner.query(
    "select account_id, detail from audit.entry where action = 'network.unattended'",
  );
  expect(rows).toEqual([
    {
      account_id: centre.who.technical_administrator.account,
      detail: { before: [45, 60, 120], after: [15, 90, 600] },
    },
  ]);
});

test.each([
  ["too short", { ...usual, telephoneDesk: 14 }],
  ["too long", { ...usual, others: 601 }],
  ["not whole", { ...usual, reception: 60.5 }],
  ["missing", { telephoneDesk: 45, reception: 60 }],
])("a delay that is %s is refused and changes nothing", async (_, delays) => {
  const before = await inForce();
  const { status, body } = await set(delays);
  expect([status, Object.keys(body.fields ?? {}).length]).toEqual([422, 1]);
  expect(await inForce()).toEqual(before);
});

test("the database refuses what the program would let through, and whoever does not keep accounts", async () => {
  const raw = await asApplication(centre);
  try {
    await raw.within(centre.who.technical_administrator.token, async () => {
      expect(await raw.outcome("select network.set_unattended(5, 60, 120)")).toBe("23514");
      expect(await raw.outcome("update network.installation set unattended_desk = 30")).toBe("42501");
    });
    await raw.within(centre.who.doctor.token, async () => {
      expect(await raw.outcome("select network.set_unattended(30, 60, 120)")).toBe("MA403");
    });
  } finally {
    await raw.close();
  }
});
