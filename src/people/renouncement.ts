/**
 * Which care was given up, and why (handbook 4.4, module on renouncement; L3: rupture, crisis, denial through fear or lack of information). Asked
 * by whoever refers someone, and in the centre: one list, whose words are frozen (RENOUNCEMENT_WORDING, src/care/essentials.ts).
 */
export const forgoneCares = {
  general: "Médecin généraliste",
  specialist: "Médecin spécialiste",
  dental: "Soins dentaires",
  optical: "Lunettes, ophtalmologie",
  hearing: "Appareil auditif",
  medicines: "Médicaments",
  tests: "Examens, analyses, imagerie",
  paramedical: "Soins infirmiers, kinésithérapie, orthophonie",
  hospital: "Hôpital, opération",
  mental_health: "Soins psychiques",
  addiction: "Addictologie",
  sexual_health: "Contraception, santé sexuelle",
  maternity: "Suivi de grossesse",
  other: "Un autre soin",
} as const;
export const forgoneReasons = {
  cost_rest: "Reste à payer",
  cost_advance: "Avance des frais",
  delay: "Délai de rendez-vous",
  distance: "Distance, transport",
  refusal: "Refus d’un professionnel",
  rights: "Complexité des droits",
  fear: "Peur",
  no_information: "Manque d’information",
  not_knowing_where: "Ne sait pas où aller",
  no_time: "Pas le temps",
  disruption: "Rupture, crise",
} as const;

/** Care whose name tells what someone has. */
export const tellingCares: readonly (keyof typeof forgoneCares)[] = [
  "mental_health",
  "addiction",
  "sexual_health",
  "maternity",
];
