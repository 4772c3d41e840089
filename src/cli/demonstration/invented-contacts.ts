import type pg from "pg";
import { type AddressForm, addressFormSchema } from "../../people/address.ts";
import type { Speech, WayForm } from "../../people/contact.ts";
import { addressRows } from "../../people/reach/address-rows.ts";
import { loadGazetteer } from "../../people/reach/communes.ts";
import { deathRows, speechRows, type Wanted, wayRows } from "../../people/reach/rows.ts";

type Languages = Speech["languages"];
/** Languages of the invented people, by their family name. */
const SPOKEN: readonly (readonly [RegExp, Languages[number]["code"]])[] = [
  [/Traoré|Koné|Camara/, "bm"],
  [/Diallo|Sow/, "ff"],
  [/Benali|Haddad|Mansouri/, "arq"],
  [/Berisha|Gashi/, "sq"],
  [/Kovačević/, "sr"],
  [/Yılmaz|Demir/, "tr"],
  [/Nguyễn|Trần/, "vi"],
  [/Silva|Ferreira/, "pt"],
  [/Popescu|Ionescu/, "ro"],
  [/Tesfaye/, "ti"],
  [/Okafor/, "en"],
];
const HOLDERS = ["sa sœur", "un voisin", "son frère", "une amie", "son éducatrice"];
const PLACES = ["l’accueil de jour", "la Croix-Rouge", "l’accueil du CHRS", "la mairie annexe"];

/** Gives the invented people telephones, languages, and one death; nothing is drawn by chance. */
export async function inventContacts(owner: pg.Client, today: string): Promise<void> {
  const { rows: people } = await owner.query<{ id: string; family: string }>(
    `select p.id, i.family from people.person p join people.identity i on i.person_id = p.id and i.known_to is null
      order by p.local_number`,
  );
  const gazetteer = await loadGazetteer();
  const rows = people.flatMap(({ id, family }, n) =>
    [
      wayRows(waysOf(n)),
      speechRows(speechOf(family, n)),
      addressRows(addressesOf(n, today), { communesOnly: false, today, gazetteer }),
      deathOf(n, people.length, today),
    ].flatMap((wanted) => rowsOf(wanted).map((row) => ({ person_id: id, ...row }))),
  );
  await owner.query(
    // Of the same moment as the register: they leave with it when it is withdrawn.
    `insert into people.contact (person_id, part, rank, content, author_name, known_from)
     select r.person_id, r.part, r.rank, r.content, 'la démonstration', (select max(finished_at) from intake.import)
       from jsonb_to_recordset($1) as r (person_id uuid, part text, rank smallint, content jsonb)`,
    [JSON.stringify(rows)],
  );
}

function rowsOf(wanted: Wanted) {
  if (!wanted.ok) throw new Error(`an invented contact is refused: ${JSON.stringify(wanted.fields)}`);
  return wanted.rows;
}

/** Numbers that the French regulator keeps for works of fiction: nobody's. */
function fiction(n: number): string {
  const tail = String(1000 + ((n * 787) % 9000));
  return `04 65 71 ${tail.slice(0, 2)} ${tail.slice(2)}`;
}

function waysOf(n: number): WayForm[] {
  const way = (kind: WayForm["kind"], value: string, more: Partial<WayForm> = {}): WayForm => ({
    kind,
    value,
    holder: "",
    mayName: false,
    note: "",
    ...more,
  });
  const own = way("phone", fiction(n), n % 4 === 0 ? { note: "le matin" } : {});
  const friend = way("other_phone", fiction(n + 500), {
    holder: HOLDERS[n % HOLDERS.length] ?? "",
    mayName: n % 3 === 0,
  });
  const left = way("message", PLACES[n % PLACES.length] ?? "", { mayName: true });
  const mail = way("email", `personne${n}@exemple.fr`);
  return (
    [[own, friend], [own], [friend, left], [own, mail], [left], [way("none", "")], [own, left], []][n % 8] ??
    []
  );
}

function speechOf(family: string, n: number): Speech | null {
  const first = SPOKEN.find(([families]) => families.test(family))?.[1];
  if (first === undefined) return null;
  const needed = n % 3 !== 0;
  return {
    languages: [
      { code: first, level: "enough" },
      { code: "fr", level: needed ? "interpreter" : "enough" },
    ],
    interpreter: needed ? "needed" : "not_needed",
  };
}

function addressesOf(n: number, today: string): AddressForm[] {
  const [since, before] = [monthsBefore(today, 2), monthsBefore(today, 14)];
  const address = (over: Partial<AddressForm>) =>
    addressFormSchema.parse({ use: "postal", form: "own", communeCode: "38053", from: since, ...over });
  const domiciled = address({ use: "administrative", form: "domiciled", host: "le CCAS" });
  const home = address({ lines: `${1 + n} rue de l’Exemple`, source: "document" });
  const friend = address({
    form: "care_of",
    host: "une amie",
    communeCode: "38537",
    lines: "2 place de l’Exemple",
  });
  const none = address({ form: "none", communeCode: null, from: before });
  return [[none, domiciled], [home], [friend, { ...home, from: before }], [home], [none], []][n % 6] ?? [];
}

function monthsBefore(today: string, months: number): string {
  const day = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.toISOString().slice(0, 10);
}

/** The last person of the list died. */
function deathOf(n: number, count: number, today: string): Wanted {
  return deathRows(n === count - 1 ? { day: null, source: "partner" } : null, today);
}
