import { z } from "zod";

/** What is measured, in the order it is typed. Units are those of the French practice. */
export const measureKinds = [
  "systolic",
  "diastolic",
  "pulse",
  "temperature",
  "saturation",
  "weight",
  "height",
  "glycaemia",
  "peakFlow",
] as const;
export type MeasureKind = (typeof measureKinds)[number];

interface Measure {
  readonly label: string;
  readonly unit: string;
  /** Bounds of typing errors, not of health: the same as care.plausible (migrations/0021_essentials.sql). */
  readonly low: number;
  readonly high: number;
  /** Decimals kept. */
  readonly decimals: 0 | 1 | 2;
}

export const measures: Readonly<Record<MeasureKind, Measure>> = {
  systolic: { label: "Tension, maximale", unit: "mmHg", low: 40, high: 300, decimals: 0 },
  diastolic: { label: "Tension, minimale", unit: "mmHg", low: 20, high: 200, decimals: 0 },
  pulse: { label: "Pouls", unit: "/min", low: 20, high: 250, decimals: 0 },
  temperature: { label: "Température", unit: "°C", low: 25, high: 45, decimals: 1 },
  saturation: { label: "Saturation", unit: "%", low: 40, high: 100, decimals: 0 },
  weight: { label: "Poids", unit: "kg", low: 0.5, high: 350, decimals: 1 },
  height: { label: "Taille", unit: "cm", low: 25, high: 250, decimals: 1 },
  glycaemia: { label: "Glycémie", unit: "g/L", low: 0.1, high: 10, decimals: 2 },
  peakFlow: { label: "Débit de pointe", unit: "L/min", low: 30, high: 900, decimals: 0 },
};

/** What was measured on one day. */
export const measuredSchema = z.partialRecord(z.enum(measureKinds), z.number());
export type Measured = z.infer<typeof measuredSchema>;

/** The fields of the line constants are typed on; blood pressure is one of them ("148/92"). */
export const measureFields = [
  "pressure",
  "pulse",
  "temperature",
  "saturation",
  "weight",
  "height",
  "glycaemia",
  "peakFlow",
] as const;
export type MeasureField = (typeof measureFields)[number];

const typed = z.string().trim().max(20, "20 caractères au plus.").default("");
/** Constants as they are typed; an empty field was not measured. */
export const measuresFormSchema = z.object(
  Object.fromEntries(measureFields.map((field) => [field, typed])) as Record<MeasureField, typeof typed>,
);
export type MeasuresForm = Readonly<Record<MeasureField, string>>;

export const noMeasures: MeasuresForm = {
  pressure: "",
  pulse: "",
  temperature: "",
  saturation: "",
  weight: "",
  height: "",
  glycaemia: "",
  peakFlow: "",
};

/** What a line of constants says, or one French message for each field that cannot be used. */
export type MeasuresReading =
  | { readonly ok: true; readonly measured: Measured }
  | { readonly ok: false; readonly fields: Readonly<Partial<Record<MeasureField, string>>> };

/** Reads a line of constants: decimal comma or point, "148/92" or "14,8/9,2" for blood pressure, "1,72" for a height. */
export function readMeasures(form: MeasuresForm): MeasuresReading {
  const measured: Measured = {};
  const fields: Partial<Record<MeasureField, string>> = {};
  for (const field of measureFields) {
    const text = form[field].trim();
    if (text === "") continue;
    const fault =
      field === "pressure"
        ? readPressure(text, measured)
        : take(measured, field, scaled(field, number(text)));
    if (fault !== null) fields[field] = fault;
  }
  if (Object.keys(fields).length > 0) return { ok: false, fields };
  return { ok: true, measured };
}

function readPressure(text: string, measured: Measured): string | null {
  const [high, low, ...more] = text.split(/\s*[/\\]\s*|\s+/u).map(number);
  if (high === undefined || low === undefined || more.length > 0) return "Deux nombres\u00a0: 148/92.";
  // Said in centimetres, as French practice does: no living pressure is below 30 mmHg on both sides.
  const times = high !== null && low !== null && high < 30 && low < 20 ? 10 : 1;
  const fault =
    take(measured, "systolic", high && high * times) ?? take(measured, "diastolic", low && low * times);
  if (fault !== null) return fault;
  return (measured.systolic ?? 0) > (measured.diastolic ?? 0)
    ? null
    : "La maximale s’écrit d’abord\u00a0: 148/92.";
}

/** Nobody stands less than three centimetres tall: that is a height in metres. */
function scaled(field: MeasureField, value: number | null): number | null {
  return field === "height" && value !== null && value < 3 ? value * 100 : value;
}

/** Keeps a value within its bounds. @returns why it cannot be kept, or null */
function take(measured: Measured, kind: MeasureKind, value: number | null): string | null {
  const { low, high, unit, decimals } = measures[kind];
  if (value === null) return "Ce n’est pas un nombre.";
  const rounded = Number(value.toFixed(decimals));
  if (rounded < low || rounded > high)
    return `Entre ${valueText(low)} et ${valueText(high)}\u00a0${unit}\u00a0: vérifiez ce qui est tapé.`;
  measured[kind] = rounded;
  return null;
}

function number(text: string): number | null {
  return /^\d{1,4}([.,]\d{1,3})?$/u.test(text) ? Number(text.replace(",", ".")) : null;
}

/** The line that would say the same. */
export function measuresFormOf(measured: Measured): MeasuresForm {
  const written = (kind: MeasureKind) => {
    const value = measured[kind];
    return value === undefined ? "" : valueText(value);
  };
  const { systolic, diastolic } = measured;
  return {
    pressure: systolic === undefined || diastolic === undefined ? "" : `${systolic}/${diastolic}`,
    pulse: written("pulse"),
    temperature: written("temperature"),
    saturation: written("saturation"),
    weight: written("weight"),
    height: written("height"),
    glycaemia: written("glycaemia"),
    peakFlow: written("peakFlow"),
  };
}

/** 71.5 → "71,5" */
export function valueText(value: number): string {
  return String(value).replace(".", ",");
}

/** "148/92 mmHg", "71,5 kg": each thing measured, in words. */
export function measuredWords(measured: Measured): { readonly label: string; readonly text: string }[] {
  const { systolic, diastolic } = measured;
  const pressure =
    systolic === undefined || diastolic === undefined
      ? []
      : [{ label: "Tension", text: `${systolic}/${diastolic}\u00a0mmHg` }];
  const others = measureKinds.flatMap((kind) => {
    const value = measured[kind];
    if (value === undefined || kind === "systolic" || kind === "diastolic") return [];
    return [{ label: measures[kind].label, text: `${valueText(value)}\u00a0${measures[kind].unit}` }];
  });
  return [...pressure, ...others];
}

/** A set of constants and its day (ISO). */
export interface MeasuredOn {
  readonly on: string;
  readonly measured: Measured;
}

/** The last known value of each kind and its day, from sets in the order of their days. */
export function latestOf(
  sets: readonly MeasuredOn[],
): Partial<Record<MeasureKind, { on: string; value: number }>> {
  const latest: Partial<Record<MeasureKind, { on: string; value: number }>> = {};
  for (const { on, measured } of sets)
    for (const kind of measureKinds) {
      const value = measured[kind];
      if (value !== undefined) latest[kind] = { on, value };
    }
  return latest;
}

/** Body mass index, kg/m², one decimal. */
export function bmiOf(weightKg: number, heightCm: number): number {
  return Number((weightKg / (heightCm / 100) ** 2).toFixed(1));
}

/** A child's height of last year says nothing of this year's. */
const CHILD_HEIGHT_DAYS = 92;

/**
 * Body mass index on each day a weight was taken, by the last height known that day.
 * @param sets in the order of their days
 * @param isChild whether the person was under 18 on a day: their height is then no older than three months
 */
export function bmiSeries(
  sets: readonly MeasuredOn[],
  isChild: (day: string) => boolean,
): { readonly on: string; readonly value: number }[] {
  let height: { on: string; value: number } | null = null;
  return sets.flatMap(({ on, measured }) => {
    if (measured.height !== undefined) height = { on, value: measured.height };
    if (measured.weight === undefined || height === null) return [];
    const age = (Date.parse(on) - Date.parse(height.on)) / 86_400_000;
    if (isChild(on) && age > CHILD_HEIGHT_DAYS) return [];
    return [{ on, value: bmiOf(measured.weight, height.value) }];
  });
}
