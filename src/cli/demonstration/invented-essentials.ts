import type pg from "pg";
import { type EssentialForm, essentialFormSchema, type WriteEssential } from "../../care/essentials.ts";
import { readEssential } from "../../care/essentials-reading.ts";
import { essentialNature } from "../../care/essentials-rules.ts";
import { addDays } from "../../ui/days.ts";

interface Someone {
  readonly id: string;
  readonly family: string;
  readonly sex: string;
  /** Full birth (ISO), or null. */
  readonly birth_date: string | null;
}

/** Something noted, so many days ago. */
type Noted = readonly [ago: number, form: EssentialForm, reserved?: boolean];

/** Gives the invented people allergies, treatments, constants over time; nothing is drawn by chance. */
export async function inventEssentials(owner: pg.Client, today: string): Promise<void> {
  const { rows: people } = await owner.query<Someone>(
    `select p.id, i.family, i.sex, i.birth_date::text from people.person p
       join people.identity i on i.person_id = p.id and i.known_to is null order by p.local_number`,
  );
  const rows = people.flatMap((someone, n) =>
    notedOf(someone, n, today).map(([ago, form, reserved = false]) => ({
      person_id: someone.id,
      on_day: addDays(today, -ago),
      reserved,
      ...kept(form, today),
    })),
  );
  await owner.query(
    // Of the same moment as the register: they leave with it when it is withdrawn.
    `insert into care.essential (id, person_id, kind, content, nature, reserved, on_day, author_name, known_from)
     select uuidv7(), r.person_id, r.kind, r.content, r.nature, r.reserved, r.on_day, 'la démonstration',
            (select max(finished_at) from intake.import)
       from jsonb_to_recordset($1) as r (person_id uuid, kind text, content jsonb, nature text, reserved boolean, on_day date)`,
    [JSON.stringify(rows)],
  );
}

function kept(form: EssentialForm, today: string) {
  const read = readEssential(form, today);
  if (!read.ok) throw new Error(`an invented essential is refused: ${JSON.stringify(read.fields)}`);
  const nature: WriteEssential["nature"] = essentialNature(form, "doctor", false);
  return { kind: form.kind, content: read.content, nature };
}

const note = (form: object): EssentialForm => essentialFormSchema.parse(form);
const measured = (values: object): EssentialForm => note({ kind: "measures", values });

function notedOf({ family, sex, birth_date }: Someone, n: number, today: string): readonly Noted[] {
  const ago = (days: number) => addDays(today, -days);
  const age = birth_date === null ? null : Number(today.slice(0, 4)) - Number(birth_date.slice(0, 4));
  const adult = age === null || age > 20;
  if (/Traoré|Nguyễn/.test(family) && adult) return hypertension(ago, n);
  if (!adult)
    return [
      [40, note({ kind: "no_allergy" })],
      [40, note({ kind: "vaccination", label: "Rougeole, oreillons, rubéole", on: ago(40).slice(0, 4) })],
    ];
  const woman = sex === "female" && age !== null && age < 42;
  const profiles: readonly (readonly Noted[])[] = [
    [[60, note({ kind: "no_allergy" })]],
    diabetes(ago, n),
    [
      [
        90,
        note({
          kind: "allergy",
          label: "Arachide",
          severity: "severe",
          reaction: "malaise, urgences",
          since: "2021",
        }),
      ],
      [90, note({ kind: "problem", label: "Asthme", code: "J45", since: "2012" })],
      [90, note({ kind: "treatment", label: "Salbutamol", dose: "2 bouffées si besoin", from: ago(90) })],
      [90, measured({ peakFlow: String(330 + (n % 5) * 10), saturation: "96" })],
      [30, measured({ peakFlow: String(390 + (n % 5) * 10), saturation: "98" })],
      [8, measured({ peakFlow: String(420 + (n % 5) * 10), saturation: "98" })],
    ],
    [
      [
        75,
        note({ kind: "allergy", label: "Ibuprofène", type: "intolerance", reaction: "douleurs d’estomac" }),
      ],
      [75, note({ kind: "history", label: "Appendicite opérée", category: "surgical", since: "2008" })],
      [
        75,
        note({
          kind: "renouncement",
          care: "dental",
          reasons: ["cost_rest", "fear"],
          since: "2024",
          words: "j’ai trop attendu",
        }),
      ],
    ],
    [],
    woman
      ? [
          [30, note({ kind: "no_allergy" })],
          [30, note({ kind: "pregnancy", due: addDays(today, 150), endedOn: null })],
          [30, measured({ pressure: "112/70", weight: "64" })],
          [9, measured({ pressure: "115/72", weight: "65,5" })],
        ]
      : [
          [
            120,
            note({
              kind: "renouncement",
              care: "optical",
              reasons: ["cost_advance", "not_knowing_where"],
              since: "2023",
              centre: "eased",
              centreOn: ago(20),
            }),
          ],
        ],
  ];
  return profiles[n % profiles.length] ?? [];
}

function hypertension(ago: (days: number) => string, n: number): readonly Noted[] {
  const sets = [410, 330, 262, 190, 121, 60, 12].map(
    (days, at): Noted => [
      days,
      measured({
        pressure: `${164 - at * 4 + ((n + at) % 3) * 3}/${98 - at * 2 + ((n + at) % 2) * 3}`,
        pulse: String(82 - at),
        weight: String(78.5 - at * 0.6).replace(".", ","),
        ...(at === 0 ? { height: "168" } : {}),
      }),
    ],
  );
  return [
    [
      400,
      note({
        kind: "allergy",
        label: "Pénicilline",
        reaction: "urticaire",
        severity: "severe",
        since: "2019",
      }),
    ],
    [410, note({ kind: "problem", label: "Hypertension", code: "I10", since: "2021" })],
    [410, note({ kind: "history", label: "Anémie", category: "medical", since: "2025" })],
    [
      330,
      note({ kind: "treatment", label: "Ramipril 5 mg", dose: "1 le matin", from: ago(330), to: ago(121) }),
    ],
    [
      121,
      note({
        kind: "treatment",
        label: "Amlodipine 5 mg",
        dose: "1 comprimé le matin",
        from: ago(121),
        to: ago(-20),
      }),
    ],
    [262, note({ kind: "vaccination", label: "Diphtérie, tétanos, polio", on: "2018", next: ago(-400) })],
    [
      190,
      note({
        kind: "renouncement",
        care: "dental",
        reasons: ["cost_rest", "rights"],
        since: "2024",
        centre: "started",
        centreOn: ago(60),
      }),
    ],
    ...sets,
  ];
}

function diabetes(ago: (days: number) => string, n: number): readonly Noted[] {
  const sets = [300, 210, 120, 33].map(
    (days, at): Noted => [
      days,
      measured({
        glycaemia: (2.1 - at * 0.25 + (n % 3) * 0.05).toFixed(2),
        weight: String(92 - at * 1.5),
        pressure: "134/82",
      }),
    ],
  );
  return [
    [300, note({ kind: "no_allergy" })],
    [300, note({ kind: "problem", label: "Diabète de type 2", code: "E11", since: "2020" })],
    [
      300,
      note({ kind: "treatment", label: "Metformine 1 g", dose: "1 matin et soir, au repas", from: ago(300) }),
    ],
    [120, note({ kind: "problem", label: "Épisode dépressif", code: "F32", since: "2026" }), true],
    ...sets,
  ];
}
