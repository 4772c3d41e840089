import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDataFolder } from "../data-folder.ts";
import { refuseUnfit } from "./external.ts";
import { obtainPostgres } from "./obtain.ts";
import { query, quietLog, temporaryFolder } from "./process.test-support.ts";
import type { PostgresServer } from "./server.ts";

let place: ReturnType<typeof temporaryFolder>;
let real: PostgresServer;

beforeAll(async () => {
  place = temporaryFolder();
  const folder = openDataFolder({ MAILLAGE_DATA: join(place.path, "var") });
  real = await obtainPostgres({ folder, log: quietLog() });
  await query(real.admin, "create role plain login password 'a b@c/d:e'");
});

afterAll(async () => {
  await real.release();
  place.remove();
});

function external(databaseUrl: string): Promise<PostgresServer> {
  const folder = openDataFolder({ MAILLAGE_DATA: join(place.path, "other") });
  return obtainPostgres({ folder, databaseUrl, log: quietLog() });
}

test("a server named by a URL is used as it is, under any role", async () => {
  const server = await external(real.url(String(real.admin.user), String(real.admin.password)));
  expect(server.kind).toBe("external");
  expect(await query(server.admin, "select current_user as who")).toEqual([{ who: "maillage_owner" }]);
  const who = "select current_user as who, current_database() as place";
  const expected = [{ who: "plain", place: "maillage" }];
  expect(await query(server.login("plain", "a b@c/d:e"), who)).toEqual(expected);
  expect(await query({ connectionString: server.url("plain", "a b@c/d:e") }, who)).toEqual(expected);
  await server.release();
  expect(await query(real.admin, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("an account without the rights, a wrong password, no server and no URL are each told in French", async () => {
  await expect(external(real.url("plain", "a b@c/d:e"))).rejects.toThrow(/CREATEROLE/);
  const wrong = external(real.url("plain", "mot-faux"));
  await expect(wrong).rejects.toThrow(/ne répond pas/);
  await expect(wrong).rejects.not.toThrow(/mot-faux/);
  await expect(external("postgresql://a:b@127.0.0.1:1/base")).rejects.toThrow(/ne répond pas/);
  await expect(external("host=localhost dbname=x")).rejects.toThrow(/adresse de la forme/);
});

test("versions before 18 are refused", () => {
  expect(() => refuseUnfit({ version: 170_006, enough: true })).toThrow(/PostgreSQL 17/);
  expect(() => refuseUnfit({ version: 180_000, enough: true })).not.toThrow();
  expect(() => refuseUnfit({ version: 190_000, enough: true })).not.toThrow();
});
