import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { admissionSchema } from "./admission-data.ts";
import { agendaPresetSchema } from "./agenda-preset.ts";

/** One of the organisations Maillage runs as they are: what differs between centres is this data, never code. */
const presetSchema = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  /** For whom it is made, in a sentence. */
  description: z.string().default(""),
  personWord: z.enum(["usager", "patient"]),
  timeZone: z.string(),
  structures: z
    .array(z.object({ code: z.string(), name: z.string(), kind: z.string(), inTeam: z.boolean() }))
    .min(1),
  sites: z.array(
    z.object({
      code: z.string(),
      structure: z.string(),
      name: z.string(),
      communeCode: z.string().nullable(),
      /** Whether someone in a wheelchair gets in; not said: not known. */
      wheelchair: z.boolean().optional(),
      opening: z.array(
        z.object({ weekday: z.number().int().min(1).max(7), halfDay: z.enum(["morning", "afternoon"]) }),
      ),
    }),
  ),
  /** What the centre offers, by which it counts its work; a service may tell why one comes, and raises its nature then. */
  services: z
    .array(
      z.object({
        code: z.string(),
        label: z.string(),
        nature: z.enum(["appointments", "clinical", "useful"]).default("appointments"),
      }),
    )
    .default([]),
  professionals: z.array(z.object({ structure: z.string(), label: z.string(), profession: z.string() })),
  /** Who bears what no right pays (null: nobody, it is given), and whether a person never pays what is left to them. */
  funding: z
    .object({ ownFunder: z.string().min(1).nullable(), freeActs: z.boolean() })
    .default({ ownFunder: null, freeActs: true }),
  /** How many people the centre means to reach, and who says so (handbook A6); null: nobody counted them. */
  targetPopulation: z
    .object({
      people: z.int().positive(),
      source: z.string().min(1),
      confidence: z.enum(["sourced", "to_check"]),
    })
    .nullable()
    .default(null),
  /** The clinical program in which this centre writes care (null: here): rights, requests and life are then Maillage's part. */
  care: z.object({ elsewhere: z.string().trim().min(1).max(80).nullable() }).default({ elsewhere: null }),
  /** A centre one is referred to (handbook A1); null: one may simply come. */
  admission: admissionSchema.nullable().default(null),
  /** Roles whose people work in another structure than the first. */
  outsideRoles: z.record(z.string(), z.string()),
  /** The line, rooms, services, who gives them and when. */
  agenda: agendaPresetSchema.optional(),
  /** What only a demonstration shows: the head of its papers, and by whom its invented people were seen. */
  demonstration: z.object({ letterhead: z.string(), seenBy: z.array(z.string()).min(1), nurse: z.string() }),
});
export type Preset = z.infer<typeof presetSchema>;

/** A preset that does not exist or does not hold together; the message is French. */
export class PresetError extends Error {
  override name = "PresetError";
}

/** An organisation to start from, as the first set-up shows it. */
interface PresetLine extends Pick<Preset, "code" | "description" | "timeZone" | "structures" | "sites"> {
  readonly label: string;
}

/** Every preset of the folder, in the order of their names. */
export function listPresets(folder: string): PresetLine[] {
  return codesOf(folder)
    .map((code) => readPreset(folder, code))
    .map(({ code, name, description, timeZone, structures, sites }) => ({
      code,
      label: name,
      description,
      timeZone,
      structures,
      sites,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, "fr"));
}

function codesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

/** Reads `presets/<code>.json`. @throws PresetError naming the presets there are */
export function readPreset(folder: string, code: string): Preset {
  const known = codesOf(folder);
  if (!known.includes(code)) {
    throw new PresetError(
      `Le modèle d’organisation « ${code} » n’existe pas. Rien n’a été installé. Modèles disponibles : ${known.join(", ")}.`,
    );
  }
  return presetSchema.parse(JSON.parse(readFileSync(join(folder, `${code}.json`), "utf8")));
}
