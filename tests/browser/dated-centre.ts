import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import { afterAll } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { programRoot } from "../../src/platform/program-root.ts";
import { startTypesetter } from "../../src/platform/typeset/typesetter.ts";
import { buildServer } from "../../src/server.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { depsOf } from "../support/served-app.ts";
import { closePages, LAPTOP, launchBrowser, openPage, type WatchedPage } from "./browser.ts";

/** A centre whose days the test turns: those of the program, of its browsers, and of what is known since when. */
export interface DatedCentre {
  readonly centre: Centre;
  readonly url: string;
  /** Ends the day it was, and begins this one (ISO): what was written meanwhile is known since the day that ends. */
  turnTo(day: string): Promise<void>;
  /** The page of someone with this role, signed in. */
  enter(role: Role, viewport?: typeof LAPTOP): Promise<WatchedPage>;
  /** Errors the program did not expect. */
  readonly unexpected: readonly unknown[];
}

/** Serves a centre of the file's own, in its process, until the file ends. Call at the top of the file. @param day ISO */
export async function openDatedCentre(day: string): Promise<DatedCentre> {
  const [centre, browser] = await Promise.all([arrangeFullCentre(), launchBrowser()]);
  const unexpected: unknown[] = [];
  const typesetter = startTypesetter(
    pathToFileURL(join(programRoot(), "dist", "server", "typeset-worker.js")),
  );
  const deps = { ...depsOf(centre, unexpected), typesetter };
  let today = day;
  let since = await clockOf(centre);
  const app = buildServer({ ...deps, today: () => today });
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((listening) => server.once("listening", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pages: Page[] = [];
  afterAll(async () => {
    await closePages(browser);
    await typesetter.stop();
    await new Promise((closed) => server.close(closed));
    await centre.t.close();
  });
  return {
    centre,
    url,
    unexpected,
    async turnTo(next) {
      await knownOn(centre, today, since);
      since = await clockOf(centre);
      today = next;
      for (const page of pages) await page.clock.setFixedTime(noon(next));
    },
    async enter(role, viewport = LAPTOP) {
      const page = await signedIn(browser, url, centre.who[role].token, viewport);
      await page.clock.setFixedTime(noon(today));
      pages.push(page);
      return page;
    },
  };
}

const noon = (day: string) => new Date(`${day}T12:00:00`);

async function signedIn(
  browser: Browser,
  url: string,
  token: string,
  viewport: typeof LAPTOP,
): Promise<WatchedPage> {
  const page = await openPage(browser, url, { viewport });
  await page.context().addCookies([{ name: "maillage_session", value: token, url }]);
  return page;
}

async function clockOf({ t }: Centre): Promise<string> {
  const { rows } = await t.owner.query<{ at: string }>("select clock_timestamp()::text as at");
  return rows[0]?.at ?? "";
}

/** Nothing sets PostgreSQL's clock: what it wrote since is moved to that day, in the order it was written. */
async function knownOn({ t }: Centre, day: string, since: string): Promise<void> {
  const { rows } = await t.owner.query<{ table: string; column: string; type: string }>(
    `select format('%I.%I', c.table_schema, c.table_name) as table, c.column_name as column, c.data_type as type
       from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
      where b.table_type = 'BASE TABLE' and c.column_name in ('known_from', 'known_to', 'known')`,
  );
  const moved = (at: string) =>
    `case when ${at} >= '${since}' then '${day} 09:00'::timestamptz + (${at} - '${since}') else ${at} end`;
  const updates = rows.map(({ table, column, type }) =>
    type === "tstzrange"
      ? `update ${table} set known = tstzrange(${moved("lower(known)")}, ${moved("upper(known)")}) where lower(known) >= '${since}' or upper(known) >= '${since}'`
      : `update ${table} set ${column} = ${moved(column)} where ${column} >= '${since}'`,
  );
  await t.owner.query(`begin; set local session_replication_role = replica; ${updates.join("; ")}; commit`);
}
