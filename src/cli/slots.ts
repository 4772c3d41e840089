import { nowOf } from "../agenda/rules.ts";
import { findSlots, readSetting } from "../agenda/store.ts";
import { businessClock } from "../platform/business-clock.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** Of services and sites, the code; or the name as it is said. */
export interface SlotsOptions {
  readonly service: string;
  readonly from: string;
  readonly days: string;
  readonly site?: string[];
}

/** `maillage slots`: every free slot of a service over some days, the earliest first. Nothing of anyone received. */
export async function slotsCommand(options: SlotsOptions): Promise<CommandAnswer> {
  const days = Number(options.days);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(options.from) || Number.isNaN(Date.parse(options.from)))
    throw new CommandError(
      `--from ${options.from}\u00a0: indiquez un jour qui existe, par exemple 2027-01-04.`,
      2,
    );
  if (!Number.isInteger(days) || days < 1 || days > 370)
    throw new CommandError(`--days ${options.days}\u00a0: indiquez un nombre de jours, de 1 à 370.`, 2);
  const today = businessClock(process.env)();
  return asConsole(async ({ installation, caller }) => {
    const asking = () => ({ db: installation.db, caller: caller(), roles: ["console"] });
    const setting = await readSetting(asking());
    const service = named(setting.services, options.service);
    if (!service) throw unknown("Le service", options.service, setting.services);
    const sites = options.site?.map((one) => {
      const site = named(setting.sites, one);
      if (!site) throw unknown("Le site", one, setting.sites);
      return site.id;
    });
    const found = await findSlots(asking(), {
      service: service.id,
      from: options.from,
      days,
      ...(sites && { sites }),
      now: nowOf(today, new Date()),
    });
    const codes = new Map(setting.sites.map(({ id, code }) => [id, code]));
    const slots = found.map(({ start, end, site, practitioner }) => ({
      start,
      end,
      site: codes.get(site) ?? site,
      practitioner,
    }));
    return {
      data: { slots },
      text:
        slots.length === 0
          ? "Aucun créneau libre ces jours-là."
          : slots
              .map(({ start, site, practitioner }) => `${start.slice(0, 16)} · ${site} · ${practitioner}`)
              .join("\n"),
    };
  });
}

interface Named {
  readonly code: string;
  readonly label?: string;
  readonly name?: string;
}

function named<T extends Named>(list: readonly T[], said: string): T | undefined {
  const asked = said.toLocaleLowerCase("fr");
  return (
    list.find(({ code }) => code === said) ??
    list.find(({ label, name }) => [label, name].some((one) => one?.toLocaleLowerCase("fr") === asked))
  );
}

function unknown(what: string, said: string, list: readonly Named[]): CommandError {
  const known = list.map(({ code }) => code).join(", ");
  return new CommandError(
    `${what} «\u00a0${said}\u00a0» n’existe pas ici. ${known === "" ? "Il n’y en a encore aucun." : `Connus\u00a0: ${known}.`}`,
    2,
  );
}
