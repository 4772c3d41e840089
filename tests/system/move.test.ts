/**
 * From the embedded PostgreSQL to another server and back. npm has no newer major version than the one embedded: two separate
 * servers of one version are what is tried, by an account that is no superuser, through SQL alone.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { everyTable, ownerUrl } from "../support/backup-place.ts";
import {
  connectAsOwner,
  openPreparedProgram,
  openProgram,
  type Program,
  type Served,
  signInAs,
} from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let centre: Program;
let host: Program;
let hosting: Served;
let outside: string;
beforeAll(async () => {
  bundle = await bundleServer();
  centre = openProgram(bundle);
  host = await openPreparedProgram(bundle);
  await host.run("migrate");
  hosting = await host.start();
  const superuser = await connectAsOwner(host);
  await superuser.query("create role host_account login createrole password 'essai-essai'");
  await superuser.query("create database host_base owner host_account");
  // This server hosts another network already: its keeper lends the group roles to the new one's account.
  await superuser.query(
    "grant maillage_app, maillage_signin, maillage_sealer to host_account with admin option",
  );
  await superuser.end();
  const url = new URL((await ownerUrl(host)).replace("@/", "@hote/"));
  outside = `postgresql://host_account:essai-essai@/host_base${url.search}`;
});
afterAll(async () => {
  await centre.close();
  await hosting.end("SIGTERM");
  await host.close();
});

const there = (url: string) => openProgram(bundle, { MAILLAGE_DATA: centre.dataFolder, DATABASE_URL: url });

async function recordSomeone(program: Program, family: string): Promise<number> {
  const running = await program.start();
  const owner = await connectAsOwner(program);
  const nurse = await signInAs(program, owner, "nurse");
  const made = await running.ask(nurse, "POST", "/api/people", { family });
  await owner.end();
  expect(made.status).toBe(200);
  const count = Object.keys(await everyTable(await ownerUrl(program))).length;
  await running.end("SIGTERM");
  return count;
}

test("a centre is carried to another server and back, every row compared, and what it left does not open by mistake", async () => {
  const tables = await recordSomeone(centre, "Partie");
  const running = await centre.start();
  const refused = await centre.run("move", "--to", outside, "--json");
  expect([refused.code, refused.json().error]).toEqual([1, expect.stringContaining("Arrêtez-le")]);
  await running.end("SIGTERM");

  const went = await centre.run("move", "--to", outside, "--json");
  expect([went.code, went.stderr]).toEqual([0, ""]);
  expect(went.json()).toMatchObject({ fromMajor: 18, toMajor: 18, tables });
  const left = await centre.run("migrate", "--json");
  expect([left.code, left.json().error]).toEqual([1, expect.stringContaining("DATABASE_URL")]);
  const outsideCentre = there(outside);
  expect((await outsideCentre.run("audit", "verify", "--json")).json()).toMatchObject({
    ok: true,
    endVerified: true,
  });
  const twice = await outsideCentre.run("move", "--to", outside, "--json");
  expect([twice.code, twice.json().error]).toEqual([1, expect.stringContaining("contient déjà un centre")]);

  const server = await outsideCentre.start();
  const owner = await connectAsOwner(outsideCentre);
  const doctor = await signInAs(outsideCentre, owner, "doctor");
  expect((await server.ask(doctor, "POST", "/api/people", { family: "Dehors" })).status).toBe(200);
  const during = await everyTable(outside);
  await owner.end();
  await server.end("SIGTERM");

  const back = await outsideCentre.run("move", "--to", "embedded", "--json");
  expect([back.code, back.stderr]).toEqual([0, ""]);
  const home = await centre.start();
  const after = await everyTable(await ownerUrl(centre));
  await home.end("SIGTERM");
  const moved = Object.keys(during).filter((name) => during[name] !== after[name]);
  expect(moved.filter((name) => !/^(audit\.|access\.session$)/.test(name))).toEqual([]);
  expect((await centre.run("audit", "verify", "--json")).json()).toMatchObject({
    ok: true,
    endVerified: true,
  });
  expect((await outsideCentre.run("migrate", "--json")).code).toBe(1);
});
