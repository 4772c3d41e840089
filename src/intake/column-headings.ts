/** Headings met in registers, by field. Compared folded, without spaces or punctuation. */

/** Fields a register may have. */
export const registerFields = [
  "number",
  "visitDate",
  "visitTime",
  "fullName",
  "family",
  "birthFamily",
  "given",
  "birth",
  "age",
  "sex",
  "referrer",
  "cover",
  "complementaryCover",
  "reason",
  "professional",
  "orientation",
  "housing",
  "place",
  "contact",
  "phone",
  "commune",
] as const;
export type RegisterField = (typeof registerFields)[number];

/** Exact headings, separated by "|". */
export const headings: Readonly<Record<RegisterField, string>> = {
  number:
    "n°|no|num|numéro|n° ordre|numéro d'ordre|n° de passage|n° consultation|n° dossier|numéro de dossier|id|identifiant|rang|ligne|n° patient|index|ordre|n° registre",
  visitDate:
    "date|dates|jour|date visite|date de la visite|date de visite|date consultation|date de consultation|date de la consultation|date passage|date de passage|date du passage|date rdv|date du rdv|date de rendez-vous|date du rendez-vous|date contact|date du contact|date de contact|date entretien|date de l'entretien|date accueil|date d'accueil|date venue|date de venue|date de la venue|date acte|date de l'acte|date et heure|date/heure|date heure|date de rencontre|date rencontre|date de prise en charge|date de l'intervention|jour de visite|jour de consultation|vu le|reçu le|venu le|vue le|reçu(e) le|venu(e) le|vu(e) le|consultation du|le|visite le|date seen|visit date",
  visitTime:
    "heure|heures|horaire|heure visite|heure de visite|heure de passage|heure de consultation|heure de la consultation|heure rdv|heure du rdv|heure d'arrivée|arrivée|h",
  fullName:
    "nom prénom|prénom nom|nom et prénom|nom et prénoms|noms et prénoms|noms prénoms|nom prénoms|prénom et nom|nom complet|patient|patiente|patients|patient(e)|usager|usagère|usagers|bénéficiaire|bénéficiaires|personne|personne reçue|personne accueillie|consultant|identité|identité du patient|identité de l'usager|nom et prénom du patient|nom prénom du patient|nom et prénom de l'usager|nom prénom patient|nom et prénom du bénéficiaire|nom du patient et prénom|malade|identité patient",
  family:
    "nom|noms|nom de famille|nom famille|nom d'usage|nom usuel|nom usage|nom marital|nom d'épouse|patronyme|nom patient|nom du patient|nom de la personne|nom usager|nom de l'usager|nom bénéficiaire|nom du bénéficiaire|nom patronymique|last name|surname",
  birthFamily:
    "nom de naissance|nom naissance|nom de jeune fille|nom jeune fille|njf|nom jf|née|nom de naiss|nom d'origine",
  given:
    "prénom|prénoms|prénom(s)|prenom usuel|prénom patient|prénom du patient|prénom usager|prénom de l'usager|prénom de la personne|prénom du bénéficiaire|petit nom|first name|prénom d'usage|prénom de naissance",
  birth:
    "né le|née le|né(e) le|né/e le|né·e le|né.e le|né-e le|né|né(e)|date naissance|date de naissance|date naiss|date de naiss|date de nais|naissance|naiss|ddn|dn|d naissance|d de n|dnais|dnaiss|datenaiss|date de naissance du patient|année de naissance|année naissance|né en|né(e) en|jour de naissance|birth date|date of birth|dob",
  age: "âge|âge (ans)|ans|âge du patient|âge à la visite|âge en années",
  sex: "sexe|genre|civilité|civ|titre|h/f|f/h|m/f|f/m|sexe h/f|sexe m/f|sexe f/m|sexe f/h|sx|homme/femme|sex",
  referrer:
    "adressé par|adressé(e) par|adressé·e par|adressée par|adresse par|adresseur|orienté par|orienté(e) par|orientée par|envoyé par|envoyé(e) par|prescripteur|origine|origine de la demande|origine demande|origine orientation|origine de l'orientation|provenance|vient de|structure orienteuse|partenaire|partenaire orienteur|orienteur|service orienteur|signalé par|signalé(e) par|recommandé par|venu par|de la part de|connu par|mode de connaissance|connaissance du centre|référé par|travailleur social référent",
  cover:
    "couverture|couverture sociale|couverture maladie|couverture santé|couverture de base|couv|couv sociale|couv soc|droits|droit|droits ouverts|droits santé|droits sociaux|droits à l'assurance maladie|protection sociale|protection|régime|régime de base|sécurité sociale|sécu|sécu sociale|assurance|assurance maladie|couverture médicale|couverture sociale à l'accueil|situation droits|prise en charge|couverture maladie de base|cmu|ss|am|amo|statut couverture",
  complementaryCover:
    "mutuelle|complémentaire|complémentaire santé|couverture complémentaire|couv complémentaire|régime complémentaire|amc|cmu-c|cmuc|mutuelle/cmu-c|mutuelle ou cmu-c|assurance complémentaire|c2s|css",
  reason:
    "motif|motifs|motif de consultation|motif consultation|motif de la consultation|motif de visite|motif de la visite|motif(s)|motif de recours|motif de passage|motif de la demande|raison|raison de la visite|objet|objet de la visite|objet de la demande|demande|problème|problème de santé|plainte|pathologie|démarche|démarches|type de demande|motif médical",
  professional:
    "vu par|vu(e) par|vue par|reçu par|reçu(e) par|médecin|praticien|professionnel|intervenant|consultant médical|soignant|soignante|infirmier|infirmière|ide|médecin consultant|consulté par|pris en charge par|suivi par|nom du médecin|nom du praticien|praticien consulté|professionnel de santé|qui|intervenante|par|docteur|dr|personnel",
  orientation:
    "orienté vers|orienté(e) vers|orientée vers|orientation|orientations|adressé à|adressé(e) à|adressé vers|adressé au|réorientation|réorienté vers|envoyé vers|suite|suites|suite donnée|suites données|suite à donner|devenir|sortie vers|orientation proposée|orientation(s)|issue|relais|conduite à tenir|cat|résultat",
  housing:
    "hébergement|hébergement actuel|logement|logement actuel|habitat|lieu de vie|mode d'hébergement|type d'hébergement|situation logement|situation de logement|conditions de logement|hébergé|résidence|domicile|situation hébergement|type de logement|lieu d'hébergement|mode de logement",
  place:
    "lieu|site|lieu de consultation|lieu de la consultation|lieu de visite|lieu de rencontre|lieu du contact|lieu de passage|permanence|antenne|centre|structure|lieu de permanence|lieu d'accueil|lieu de rendez-vous|lieu rdv",
  contact:
    "nature du contact|type de contact|mode de contact|type de visite|type consultation|type de consultation|type d'acte|nature|type|acte|nature de l'acte|modalité|mode|contact|type de rencontre|type d'entretien|nature de la visite|type de passage",
  phone:
    "téléphone|tél|tel|tél.|portable|mobile|n° de téléphone|numéro de téléphone|n° tél|téléphone portable|coordonnées téléphoniques|n° portable",
  commune:
    "commune|ville|commune de résidence|ville de résidence|localité|commune de domiciliation|commune d'habitation",
};

/** Last resort for longer headings, tried in order on the folded heading once exact ones have failed. */
export const headingPatterns: readonly (readonly [RegExp, RegisterField | null])[] = [
  [/\b(lieu|pays|ville|commune|departement) (de |d )?naiss/u, null],
  [/\bnom (de )?(jeune fille|naissance)/u, "birthFamily"],
  [/^(date|annee|jour).*(naissance|naiss)|\bddn\b/u, "birth"],
  [
    /^date\b.*(visite|consult|passage|rdv|rendez|entretien|accueil|venue|contact|rencontre|soin)/u,
    "visitDate",
  ],
  [/^heure\b/u, "visitTime"],
  [/^(nom|noms)\b.*\bprenoms?\b|^prenoms?\b.*\bnom\b|^identite\b/u, "fullName"],
  [/^prenoms?\b/u, "given"],
  [/\b(complementaire|mutuelle)\b/u, "complementaryCover"],
  [
    /^(couverture|couv)\b|\bcouverture (sociale|maladie)|^droits?\b.*(sante|ouverts|sociaux|maladie)/u,
    "cover",
  ],
  [/^motifs?\b/u, "reason"],
  [/^(adresse|oriente|envoye|refere|signale)( e|e)? par\b|^origine de/u, "referrer"],
  [/^(oriente|adresse|reoriente)( e|e)? (vers|a|au)\b|^orientations?\b|^suites?\b/u, "orientation"],
  [
    /^(vu|vue|recu|recue)( e)? par\b|^(nom du )?(medecin|praticien|professionnel|intervenant)/u,
    "professional",
  ],
  [/(hebergement|logement|lieu de vie|habitat)/u, "housing"],
  [/^(telephone|tel|portable)\b/u, "phone"],
  [/^(sexe|genre|civilite)\b/u, "sex"],
  [/^age\b/u, "age"],
  [/^lieu\b/u, "place"],
];
