/** Tables of admission and of the agenda. Pure. */
import { forgoneCares, forgoneReasons } from "../people/renouncement.ts";
import { callOutcomeLabels, callOutcomes } from "../telephone/model.ts";
import {
  type AdmissionFigures,
  attendanceLabels,
  attendanceStates,
  referralOutcomeLabels,
  referralOutcomes,
  waitLabels,
} from "./admission-model.ts";
import type { ActivityReport } from "./model.ts";
import { count, type ReportTable, type TableCell, type TableRow } from "./report-table.ts";
import { ratio } from "./rules.ts";
import type { Wording } from "./wording.ts";

/** All referrals; appointments; of these, those where someone was expected; care given up, in records and by who refers; calls. */
export const REFERRALS = "referrals";
export const APPOINTMENTS = "appointments";
export const EXPECTED = "appointments expected";
export const RENOUNCED = "renounced";
export const RENOUNCED_TOLD = "renounced told";
export const CALLS = "calls";

const BLANK: TableCell = { kind: "text", text: "" };
type Said<Key extends keyof AdmissionFigures> = NonNullable<AdmissionFigures[Key]>;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Those the report counts. */
export function admissionTables(report: ActivityReport, { definitions }: Wording): ReportTable[] {
  const { referrals, renounced, attendance, waits, hours, places, calls } = report;
  const table = (
    code: ReportTable["code"],
    title: string,
    columns: readonly string[],
    rows: readonly TableRow[],
    bars: number | null,
  ): ReportTable => ({ code, title, columns, rows, definitions: [[title, definitions[code] ?? ""]], bars });
  return [
    ...(referrals
      ? [
          table(
            "referrals",
            "Demandes reçues, par service qui adresse",
            ["Service", "Reçues", ...referralOutcomes.map((outcome) => referralOutcomeLabels[outcome])],
            referralRows(referrals),
            0,
          ),
          table(
            "grounds",
            "Demandes reçues, par motif",
            ["Motif", "Reçues", "Acceptées"],
            referrals.grounds.map(({ code, label, sent, accepted }) => ({
              label,
              cells: [count(`ground:${code}`, sent), count(`ground accepted:${code}`, accepted)],
            })),
            0,
          ),
        ]
      : []),
    ...(renounced
      ? [
          table(
            "renounced",
            "Renoncements aux soins",
            ["Soin", "Notés au dossier", "Dits par qui adresse"],
            renouncedRows(renounced),
            0,
          ),
          table(
            "renouncedWhy",
            "Raisons des renoncements",
            ["Raison", "Soins"],
            renounced.reasons.map(({ reason, cares }) => ({
              label: reasonOf(reason),
              cells: [count(`renounced because:${reason}`, cares)],
            })),
            0,
          ),
        ]
      : []),
    ...(attendance
      ? [
          table(
            "attendance",
            "Rendez-vous et assiduité",
            ["Suite", "Rendez-vous"],
            attendanceRows(attendance),
            0,
          ),
        ]
      : []),
    ...(waits
      ? [
          table(
            "waits",
            "Délais d’accueil, en jours",
            ["Délai", "Nombre", "Sans terme", "Médiane", "Neuf sur dix"],
            waits.map(({ part, known, unknown, median, p90 }) => ({
              label: waitLabels[part],
              cells: [
                count(`wait:${part}`, known),
                count(`wait unknown:${part}`, unknown),
                { kind: "days", of: `wait:${part}`, by: `wait:${part}`, value: median },
                { kind: "days", of: `wait:${part}`, by: `wait:${part}`, value: p90 },
              ],
            })),
            null,
          ),
        ]
      : []),
    ...(hours
      ? [
          table(
            "hours",
            "Heures données et équivalents temps plein",
            ["Métier (professionnels)", "Heures", "ETP"],
            hoursRows(hours),
            null,
          ),
        ]
      : []),
    ...(places
      ? [
          table("sites", "Activité par lieu", ["Lieu", "Consultations", "Personnes"], siteRows(places), 0),
          table(
            "basins",
            "Activité par bassin",
            ["Intercommunalité", "Consultations", "Personnes"],
            basinRows(places),
            0,
          ),
        ]
      : []),
    ...(calls
      ? [
          table("calls", "Appels, par issue", ["Issue", "Appels"], callRows(calls), 0),
          table(
            "callHours",
            "Appels, par heure",
            ["Heure", "Appels"],
            calls.hours.map(({ hour, calls: n }) => ({
              label: hourText(hour),
              cells: [count(`call hour:${hour}`, n)],
            })),
            0,
          ),
        ]
      : []),
  ];
}

function referralRows({ structures, overruled }: Said<"referrals">): TableRow[] {
  const totals = tallyReferrals(structures);
  return [
    ...structures.map(({ name, outcomes }, n) => ({
      label: name,
      cells: [
        count(`referral from:${n}`, sum(Object.values(outcomes))),
        ...referralOutcomes.map((outcome) => count(`referral from:${n}:${outcome}`, outcomes[outcome])),
      ],
    })),
    {
      label: "Total",
      cells: [
        count(REFERRALS, sum(Object.values(totals))),
        ...referralOutcomes.map((outcome) => count(`referral:${outcome}`, totals[outcome])),
      ],
      total: true,
    },
    {
      label: "Dont acceptées contre les conditions",
      cells: [BLANK, count("referral overruled", overruled), ...referralOutcomes.slice(1).map(() => BLANK)],
    },
  ];
}

/** Referrals by outcome, whoever sent them. */
export function tallyReferrals(structures: Said<"referrals">["structures"]) {
  return Object.fromEntries(
    referralOutcomes.map((outcome) => [outcome, sum(structures.map((one) => one.outcomes[outcome]))]),
  ) as Said<"referrals">["structures"][number]["outcomes"];
}

function renouncedRows({ cares }: Said<"renounced">): TableRow[] {
  return [
    ...cares.map(({ care, recorded, referred }) => ({
      label: careOf(care),
      cells: [count(`renounced:${care}`, recorded), count(`renounced told:${care}`, referred)],
    })),
    {
      label: "Total",
      cells: [
        count(RENOUNCED, sum(cares.map((one) => one.recorded))),
        count(RENOUNCED_TOLD, sum(cares.map((one) => one.referred))),
      ],
      total: true,
    },
  ];
}

const known = (labels: Readonly<Record<string, string>>, code: string) => labels[code] ?? code;
export const careOf = (care: string) => known(forgoneCares, care);
export const reasonOf = (reason: string) => known(forgoneReasons, reason);

function attendanceRows(states: Said<"attendance">): TableRow[] {
  const expected = states.honoured + states.missed;
  return [
    ...attendanceStates.map((state) => ({
      label: attendanceLabels[state],
      cells: [count(`attendance:${state}`, states[state])],
    })),
    { label: "Total", cells: [count(APPOINTMENTS, sum(Object.values(states)))], total: true },
    { label: "Honorés ou manqués", cells: [count(EXPECTED, expected)] },
    {
      label: "Assiduité (honorés parmi honorés et manqués)",
      cells: [{ kind: "percent", of: "attendance:honoured", by: EXPECTED, value: attendanceRate(states) }],
    },
  ];
}

/** Honoured among honoured and missed, in whole percents, half up; null when there is neither. */
export const attendanceRate = ({ honoured, missed }: Said<"attendance">) =>
  ratio(honoured * 100, honoured + missed, 0);

const professions: Readonly<Record<string, string>> = {
  doctor: "Médecins",
  nurse: "Infirmiers",
  medical_director: "Direction médicale",
  administrative_officer: "Référents administratifs",
  social_worker: "Travailleurs sociaux",
  mediator: "Médiateurs",
  paramedic: "Paramédicaux",
};
const standings = { salaried: "salariés", volunteer: "bénévoles" } as const;
/** "Médecins, bénévoles" */
export function tradeOf({ profession, standing }: Said<"hours">[number]): string {
  const label = known(professions, profession);
  return standing === null ? label : `${label}, ${standings[standing]}`;
}

// Of the team, and of nobody received: never masked.
const amount = (value: number | null, decimals: 0 | 2): TableCell => ({ kind: "amount", value, decimals });

function hoursRows(hours: Said<"hours">): TableRow[] {
  const told = hours.flatMap(({ fte }) => (fte === null ? [] : [fte]));
  return [
    ...hours.map((one) => ({
      label: `${tradeOf(one)} (${one.practitioners})`,
      cells: [amount(one.minutes / 60, 2), amount(one.fte, 2)],
    })),
    {
      label: `Total (${sum(hours.map((one) => one.practitioners))})`,
      cells: [
        amount(sum(hours.map((one) => one.minutes)) / 60, 2),
        amount(told.length > 0 ? sum(told) : null, 2),
      ],
      total: true,
    },
  ];
}

function siteRows({ sites }: Said<"places">): TableRow[] {
  return sites.map(({ name, consultations, persons }, n) => ({
    label: name ?? "Lieu non précisé",
    cells: [count(`site:${n}`, consultations), count(`site persons:${n}`, persons)],
  }));
}

function basinRows({ basins }: Said<"places">): TableRow[] {
  return [
    ...basins.map(({ code, label, consultations, persons }) => ({
      label,
      cells: [count(`basin:${code}`, consultations), count(`basin persons:${code}`, persons)],
    })),
    {
      label: "Quartiers prioritaires (QPV)",
      cells: [
        { kind: "text", text: "non renseigné" },
        { kind: "text", text: "non renseigné" },
      ],
    },
  ];
}

/** What came of calls, those that some call had. */
export function callLines({ outcomes }: Said<"calls">) {
  return callOutcomes.flatMap((code) => {
    const calls = outcomes[code] ?? 0;
    return calls === 0 ? [] : [{ code, label: callOutcomeLabels[code], calls }];
  });
}

function callRows(calls: Said<"calls">): TableRow[] {
  const lines = callLines(calls);
  return [
    ...lines.map(({ code, label, calls: n }) => ({ label, cells: [count(`call:${code}`, n)] })),
    { label: "Total", cells: [count(CALLS, sum(lines.map((one) => one.calls)))], total: true },
  ];
}

/** "8 h – 9 h" */
export const hourText = (hour: number) => `${hour}\u00a0h – ${hour + 1}\u00a0h`;
