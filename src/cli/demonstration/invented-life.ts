import type pg from "pg";
import { attestationEnd } from "../../people/domiciliation.ts";
import { addDays, addMonths } from "../../ui/days.ts";

interface Fact {
  readonly kind: string;
  readonly term?: string;
  readonly content: object;
  readonly from: string;
  readonly to?: string;
  readonly source?: string;
  readonly proof?: string;
}

/** Gives three invented people in four a life situation, in realistic states; nothing is drawn by chance. */
export async function inventLife(owner: pg.Client, today: string): Promise<void> {
  const { rows } = await owner.query<{ id: string }>("select id from people.person order by local_number");
  const facts = rows.flatMap(({ id }, n) => lifeOf(n, today).map((fact) => ({ person_id: id, ...fact })));
  await owner.query(
    // Of the same moment as the register: they leave with it when it is withdrawn.
    `insert into people.life_fact (person_id, kind, term, content, valid, source, proof, stated_on, author_name, known_from)
     select r.person_id, r.kind, r.term, r.content, daterange(r."from", r."to"), coalesce(r.source, 'declared'), r.proof,
            r."from", 'la démonstration', (select max(finished_at) from intake.import)
       from jsonb_to_recordset($1) as r (person_id uuid, kind text, term text, content jsonb, "from" date, "to" date, source text, proof text)`,
    [JSON.stringify(facts)],
  );
}

function lifeOf(n: number, today: string): Fact[] {
  const ago = (months: number) => addMonths(today, -months);
  const alone: Fact = { kind: "household", content: { size: 1, members: [] }, from: ago(9) };
  const three: Fact = {
    kind: "household",
    content: {
      size: 3,
      members: [
        { link: "partner", birth: "1990-06-12" },
        { link: "child", birth: "2021-02-03" },
      ],
    },
    from: ago(20),
  };
  const bourgoin: Fact = {
    kind: "residence",
    content: { communeCode: "38053", commune: "Bourgoin-Jallieu", presentSince: ago(26) },
    from: ago(12),
  };
  const doctor: Fact = {
    kind: "attending_doctor",
    content: { none: false, name: "Dr Perrin", rpps: null, professionalId: null },
    from: ago(5),
    source: "verified",
  };
  // Each a little later than the one before: some domiciliations are to be renewed, some contacts are late.
  const domiciledOn = addDays(ago(4 + (n % 8)), n % 5);
  const domiciled: Fact[] = [
    {
      kind: "domiciliation",
      content: { none: false, organism: "CCAS de Bourgoin-Jallieu", ours: false, mailAt: null, exempt: null },
      from: domiciledOn,
      to: addDays(attestationEnd(domiciledOn), 1),
      source: "document",
      proof: "attestation Cerfa 16030",
    },
    { kind: "domiciliation_contact", content: {}, from: ago(2), to: addDays(ago(2), 1) },
  ];
  const situations: readonly Fact[][] = [
    [
      { kind: "housing", term: "street", content: { where: null }, from: ago(10), to: ago(3) },
      { kind: "housing", term: "hotel", content: { where: null }, from: ago(3) },
      { kind: "rupture", term: "housing_loss", content: {}, from: ago(10), to: ago(3) },
      alone,
      { kind: "resources", content: { items: [] }, from: ago(10) },
      { kind: "stay", term: "irregular", content: { permit: null, permitEnds: null }, from: ago(14) },
      bourgoin,
      ...domiciled,
      {
        kind: "attending_doctor",
        content: { none: true, name: null, rpps: null, professionalId: null },
        from: ago(10),
      },
    ],
    [
      {
        kind: "housing",
        term: "home",
        content: { where: null },
        from: ago(30),
        source: "document",
        proof: "bail",
      },
      three,
      {
        kind: "resources",
        content: {
          items: [
            { kind: "rsa", cents: 80_340, every: "month" },
            { kind: "family_benefits", cents: 15_000, every: "month" },
          ],
        },
        from: ago(6),
        source: "document",
      },
      {
        kind: "stay",
        term: "regular",
        content: { permit: "multiyear", permitEnds: addDays(today, 20 + n) },
        from: ago(22),
        source: "document",
      },
      doctor,
      {
        kind: "key_worker",
        content: { name: "Sonia Vidal", organisation: "Département", phone: null, professionalId: null },
        from: ago(8),
      },
    ],
    [
      { kind: "housing", term: "hosted", content: { where: null }, from: ago(7) },
      {
        kind: "stay",
        term: "asylum_seeker",
        content: { permit: "asylum", permitEnds: addMonths(today, 5) },
        from: ago(7),
      },
      {
        kind: "resources",
        content: { items: [{ kind: "asylum_allowance", cents: 20_400, every: "month" }] },
        from: ago(6),
      },
      ...domiciled,
    ],
    [],
  ];
  return situations[n % 4] ?? [];
}
