/** An invented register: the people of the demonstration, always the same for a given day. */

const FAMILIES =
  "Traoré,Koné,Diallo,Benali,Haddad,Mansouri,Berisha,Gashi,Kovačević,Yılmaz,Demir,Nguyễn,Trần,Silva,Ferreira,Popescu,Ionescu,Martin,Dubois,Moreau,Garnier,Rousseau,Lopez,Petit,Camara,Sow,Tesfaye,Okafor".split(
    ",",
  );
const WOMEN =
  "Mariam,Aïcha,Fatou,Amina,Leïla,Elira,Ana,Zeynep,Lan,Inês,Elena,Marie,Sylvie,Nadège,Hélène,Rosa,Khadija".split(
    ",",
  );
const MEN =
  "Moussa,Ibrahima,Karim,Yacine,Arben,Mehmet,Minh,João,Andrei,Jean,Gérard,Loïc,Paul,Samuel,Ousmane,Farid,Marc".split(
    ",",
  );
const REFERRERS =
  "CCAS,Assistante sociale secteur,CHRS,115,Restos du Cœur,Secours Catholique,Hôpital / PASS,lui-même".split(
    ",",
  );
const REASONS =
  "renouvellement ordonnance,plaie,toux,lombalgie,certificat,grossesse,HTA suivi,bilan,douleurs dentaires,diabète,vaccination".split(
    ",",
  );
const ORIENTATIONS =
  ",,CPAM ouverture de droits,médecin traitant en ville,PASS,dentiste,laboratoire,suivi social,urgences".split(
    ",",
  );
const HOUSING = ",rue,hôtel 115,CHRS,CADA,hébergé,foyer,logement".split(",");
/** How rights open over a person's visits, as a register writes them. */
const PATHS = [
  ["aucune", "aucune", "PUMA", "PUMA + C2S", "PUMA + C2S"],
  ["aucune", "AME", "AME"],
  ["AME", "AME", "AME", "PUMA + C2S"],
  ["régime général", "régime général + mutuelle"],
  ["PUMA", "PUMA", "PUMA + C2S"],
  ["", "PUMA + C2S"],
  ["régime général", "régime général", "aucune"],
];

/**
 * Recorded twice, so that the list of probable pairs has something to decide: days before today of each visit. The first
 * two are joined once imported.
 */
const TWICE = [
  ["Lefèvre", "Capucine", "07/04/1988", "F", [400, 310, 200]],
  ["Lefèvre", "Capucine", "04/07/1988", "F", [120, 60]],
  ["Vasseur", "Jean-Pierre", "12/04/1961", "M", [350, 250]],
  ["Vasseur", "Jean", "12/04/1961", "M", [90]],
  ["Bouzid", "Mohamed", "03/09/1979", "M", [280]],
  ["Bouzid", "Muhammad", "03/09/1979", "M", [45, 30]],
] as const;
/** Births of the two records that the demonstration shows joined. */
export const JOINED = { family: "Lefèvre", births: ["1988-04-07", "1988-07-04"] } as const;

const PEOPLE = 72;
const DAY = 86_400_000;

/**
 * @param today ISO day: the last visits are of the days before it
 * @param by whom people are seen by: doctors, and a nurse
 * @returns a CSV register, separator ";"
 */
export function inventRegister(
  today: string,
  by: { readonly seenBy: readonly string[]; readonly nurse: string },
): string {
  const draw = mulberry32(20_161);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const end = Date.parse(today);
  const lines: [string, string][] = [];
  for (let person = 0; person < PEOPLE; person++) {
    const woman = draw() < 0.5;
    const family = FAMILIES[person % FAMILIES.length] ?? "";
    const given = pick(woman ? WOMEN : MEN);
    const birth = birthText(draw, end);
    const path = pick(PATHS);
    const referrer = pick(REFERRERS);
    const visits = 1 + Math.floor(draw() * path.length * 1.6);
    const first = end - Math.floor(20 + draw() * 640) * DAY;
    for (let visit = 0; visit < visits; visit++) {
      const day = openDay(Math.min(first + visit * Math.floor(10 + draw() * 60) * DAY, end - DAY));
      const cover = path[Math.min(visit, path.length - 1)] ?? "";
      const seen = draw() < 0.75 ? pick(by.seenBy) : by.nurse;
      const cells = [
        day,
        family,
        given,
        birth,
        woman ? "F" : "M",
        visit === 0 ? referrer : "",
        cover,
        pick(REASONS),
        seen,
      ];
      lines.push([day, [...cells, pick(ORIENTATIONS), pick(HOUSING)].join(";")]);
    }
  }
  for (const [family, given, birth, sex, visits] of TWICE)
    for (const ago of visits) {
      const day = openDay(end - ago * DAY);
      const cells = [day, family, given, birth, sex, "CCAS", "PUMA", "bilan", by.nurse, "", ""];
      lines.push([day, cells.join(";")]);
    }
  lines.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const header = "Date;Nom;Prénom;Né(e) le;Sexe;Adressé par;Couverture;Motif;Vu par;Orienté vers;Hébergement";
  return [header, ...lines.map(([, line]) => line)].join("\r\n");
}

function birthText(draw: () => number, end: number): string {
  const kind = draw();
  const born = new Date(end - Math.floor((4 + draw() * 72) * 365.25) * DAY);
  if (kind < 0.05) return `vers ${born.getUTCFullYear()}`;
  if (kind < 0.1) return String(born.getUTCFullYear());
  return born.toISOString().slice(0, 10).split("-").reverse().join("/");
}

/** The centre opens on Tuesdays and Fridays: the nearest one before. */
function openDay(moment: number): string {
  let day = moment;
  while (![2, 5].includes(new Date(day).getUTCDay())) day -= DAY;
  return new Date(day).toISOString().slice(0, 10);
}

/** A small generator of numbers in [0, 1) that gives the same ones for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
