/**
 * Terms that registers of solidarity health centres use, with their spellings: where a centre's own vocabularies start
 * from. Cover has its own file (`cover-words.ts`), since one cell speaks of two layers.
 */
import type { VocabularyList, VocabularyTerm } from "./model.ts";

/** Lines of "code = label = spelling | spelling"; the label and the code are spellings too. */
const lists: Readonly<Record<VocabularyList, string>> = {
  referrer: `
ccas = CCAS = cias|centre communal d'action sociale|centre communal|action sociale
social_worker = Assistante sociale de secteur = assistante sociale secteur|assistante sociale|assistant social|as|a.s.|as secteur|as de secteur|travailleur social|travailleuse sociale|service social|assistante sociale du secteur|as cd|as conseil général
department = Département = conseil général|conseil départemental|cg|cd|cms|mds|maison des solidarités|maison du département|centre médico-social
hospital_pass = Hôpital, PASS = hôpital / pass|pass|hôpital pass|hôpital/pass|permanence d'accès aux soins|ch pass|pass hôpital
hospital = Hôpital = ch|chu|centre hospitalier|clinique|urgences|service des urgences|urgences hôpital
restos_du_coeur = Restos du Cœur = resto du coeur|les restos du coeur|restaurants du coeur|restos|les restos
secours_catholique = Secours Catholique = secours catho|caritas|s. catholique
secours_populaire = Secours Populaire = secours pop|spf
croix_rouge = Croix-Rouge = croix rouge française|crf
emmaus = Emmaüs = communauté emmaüs
food_aid = Épicerie sociale et solidaire = épicerie solidaire|épicerie sociale|banque alimentaire|aide alimentaire
day_centre = Accueil de jour = accueil de jour du ccas
sos_115 = 115 = samu social|siao|115 siao|115/siao|le 115
chrs = CHRS = centre d'hébergement|centre d'hébergement et de réinsertion sociale
cada = CADA = centre d'accueil de demandeurs d'asile|huda|spada|pada
foyer_adoma = Foyer ADOMA = adoma|sonacotra|foyer sonacotra|résidence adoma
shelter = Foyer ou hébergement = foyer|foyer d'hébergement|hébergement d'urgence|résidence sociale|pension de famille
care_association = Association d’accompagnement aux soins = asso accompagnement aux soins|association d'accompagnement|asso accompagnement soins|accompagnement aux soins
association = Autre association = association|asso|associations
doctor = Médecin = médecin traitant|généraliste|médecin généraliste|mt|médecin de ville|docteur
mission_locale = Mission locale = ml|mission locale jeunes
cpam = CPAM = assurance maladie|caisse|cpam référent solidarité|sécu
caf = CAF = caisse d'allocations familiales
pmi = PMI = protection maternelle et infantile|puéricultrice
school = École = collège|lycée|infirmière scolaire|éducation nationale|école / collège
justice = Justice = spip|pjj|prison|maison d'arrêt
addiction_centre = Structure d’addictologie = csapa|caarud
town_hall = Mairie = ville|élu|commune
relative = Entourage = famille|ami|amis|amie|proche|proches|bouche à oreille|voisin|un ami|connaissance|parent
self = De lui-même ou d’elle-même = lui-même|elle-même|lui même|elle même|spontané|spontanée|spontanément|seul|seule|venu seul|venue seule|lui-même / elle-même|de lui-même|d'elle-même|initiative personnelle|personnel|accès direct`,
  reason: `
prescription_renewal = Renouvellement d’ordonnance = renouvellement ordonnance|renouvellement|renouvellement de traitement|renouvellement traitement|renouvt ordonnance|ordonnance
wound = Plaie, pansement = plaie|plaies|pansement|pansements|brûlure|blessure|traumatisme
cough = Toux, infection respiratoire = toux|bronchite|rhume|rhino|orl|angine|grippe|fièvre|infection respiratoire|asthme
back_pain = Lombalgie, douleurs articulaires = lombalgie|mal de dos|dos|douleurs articulaires|rhumatologie|arthrose|sciatique
certificate = Certificat = certificat médical|certificats|certif|mdph|dossier mdph
pregnancy = Grossesse, suivi gynécologique = grossesse|suivi de grossesse|enceinte|gynécologie|gynéco|contraception
check_up = Bilan de santé = bilan|check-up|examen|dépistage|consultation de dépistage
hypertension = Hypertension = hta suivi|hta|suivi hta|tension|hypertension artérielle|cardio
dental_pain = Douleurs dentaires = dents|douleur dentaire|dentaire|mal de dents|rage de dents|problème dentaire
diabetes = Diabète = suivi diabète|diabète suivi|dnid|did
skin = Dermatologie = dermato|peau|gale|eczéma|mycose|problème de peau
sleep_anxiety = Insomnie, anxiété = insomnie / anxiété|insomnie|anxiété|insomnies|angoisse|angoisses|stress|troubles du sommeil|sommeil|anxiété / insomnie
mental_health = Santé mentale = dépression|psy|psychiatrie|souffrance psychique|mal-être
digestive = Troubles digestifs = digestif|gastro|douleurs abdominales|gastro-entérite
vaccination = Vaccination = vaccin|vaccins|vaccinations
eyes = Vue = ophtalmologie|ophtalmo|yeux|lunettes
child = Santé de l’enfant = pédiatrie|enfant|suivi nourrisson
addiction = Addiction = addictions|alcool|toxicomanie|substitution|tabac
rights = Accès aux droits = droits|ouverture de droits|démarches|démarches administratives|aide aux droits|administratif|volet administratif
ame_request = Demande d’AME = ame|dossier ame|demande ame
cmu_request = Demande de CMU-C = cmu-c|cmuc|dossier cmu|demande cmu|dossier cmu-c|cmu
c2s_request = Demande de C2S = c2s|css|dossier c2s|dossier css
first_consultation_voucher = Volet première consultation = volet|volet 1re consultation
appointment = Prise de rendez-vous = prise de rdv|rdv|rendez-vous|prise rdv
listening = Écoute = soutien|entretien d'écoute|soutien psychologique`,
  orientation: `
town_doctor = Médecin traitant en ville = médecin traitant|médecin libéral|médecin de ville|généraliste|médecin généraliste|mt|droit commun|médecine de ville|médecine libérale
emergency = Urgences = service des urgences|urgence|sau
dentist = Dentiste = chirurgien-dentiste|cabinet dentaire|soins dentaires
laboratory = Laboratoire = labo|analyses|prise de sang|bilan sanguin|laboratoire d'analyses
pharmacy = Pharmacie = pharmacien
imaging = Imagerie = radio|radiologie|échographie|scanner|irm
cpam_rights = CPAM, ouverture de droits = cpam ouverture de droits|cpam|ouverture de droits|cpam référent solidarité|référent solidarité|cpam droits
mental_health_centre = CMP = centre médico-psychologique|psychiatrie|psychiatre|empp|cmp adultes
pass = PASS = hôpital / pass|hôpital pass|pass hôpital|pass hospitalière|permanence d'accès aux soins
hospital = Hôpital = ch|chu|centre hospitalier|hospitalisation|clinique
social_followup = Suivi social = assistante sociale|service social|as|as secteur|travailleur social|accompagnement social
specialist = Spécialiste = médecin spécialiste|cardiologue|dermatologue|orl|gastro-entérologue|rhumatologue|pneumologue
ophthalmologist = Ophtalmologue = ophtalmo|ophtalmologiste
gynaecologist = Gynécologue, sage-femme = gynéco|gynécologie|gynécologue|sage-femme|maternité
family_planning = Centre de planification = planning familial|cpef|centre de planification|planning
pmi = PMI = protection maternelle et infantile
physiotherapist = Kinésithérapeute = kiné|masseur-kinésithérapeute
nurse = Infirmier, infirmière = ide|infirmière|infirmier|infirmière libérale|idel|soins infirmiers
psychologist = Psychologue = psy
addiction_centre = Structure d’addictologie = csapa|caarud|addictologie|centre d'addictologie
screening = Dépistage = cegidd|cddag|cdag|clat|centre de dépistage|centre de vaccination
ccas = CCAS = cias|centre communal d'action sociale
association = Association = asso
none = Aucune orientation = aucune|aucun|sans|néant|non|pas d'orientation|ras|rien|/`,
  housing: `
street = Rue = à la rue|sdf|sans abri|sans-abri|sans hébergement|sans domicile|dehors|sans domicile fixe|sans|aucun
squat = Squat = squatt|squats
makeshift = Habitat de fortune = bidonville|campement|tente|cabane|camp|habitat précaire
vehicle = Véhicule, caravane = voiture|véhicule|caravane|camion|camping-car|terrain gens du voyage
hotel = Hôtel (115) = hôtel 115|hôtel|115|hotel social|hôtel social|nuitée|nuitées|115 hôtel
emergency_shelter = Hébergement d’urgence = hébergement urgence|accueil de nuit|abri de nuit|chu|halte de nuit
foyer = Foyer = foyer adoma|adoma|foyer de travailleurs|fjt|résidence sociale|foyer sonacotra|résidence adoma|pension de famille|maison relais
chrs = CHRS = centre d'hébergement|centre d'hébergement et de réinsertion sociale
cada = CADA = huda|centre d'accueil de demandeurs d'asile|atsa|cph
hosted = Hébergé chez un tiers = hébergé|hébergée|hébergé(e)|chez un tiers|chez un ami|chez des amis|famille|chez famille|hébergé par un tiers|hébergé tiers|hébergé famille|hébergé chez des amis|chez un proche
home = Logement personnel = logement|locataire|propriétaire|appartement|maison|hlm|logement autonome|logement propre|domicile|personnel|logement social
accompanied = Logement accompagné = intermédiation locative|logement d'insertion|ihl|appartement relais
institution = Établissement = ehpad|maison de retraite|hôpital|hospitalisé|prison|lhss|lam|act`,
  professional: `
doctor = Médecin = dr|docteur|doctoresse|médecin|med|méd|généraliste|médecin généraliste|pr|interne
nurse = Infirmier, infirmière = ide|infirmière|infirmier|inf|infirmier(e)|infirmier(ère)|idel|infirmière coordinatrice|infirmier coordinateur
social_worker = Travailleur social = as|assistante sociale|assistant social|travailleur social|travailleuse sociale|ts|cesf|éducateur|éducatrice
mediator = Médiateur, médiatrice en santé = médiatrice|médiateur|médiatrice santé|médiateur santé|médiatrice en santé|médiateur en santé
dentist = Chirurgien-dentiste = dentiste
midwife = Sage-femme = sf|sage femme|maïeuticien
psychologist = Psychologue = psy|psychologue clinicienne
physiotherapist = Masseur-kinésithérapeute = kiné|kinésithérapeute|mk
speech_therapist = Orthophoniste = ortho
administrative = Accueil, secrétariat = accueil|secrétaire|secrétariat|agent d'accueil|administratif
trainee = Stagiaire = étudiant|étudiante|externe|esi
pharmacist = Pharmacien, pharmacienne = pharmacien|pharmacienne`,
  contact: `
consultation = Consultation = consultation médicale|cs|consult|consultation infirmière|consultation ide
interview = Entretien = entretien individuel|entretien social
nurse_interview = Entretien infirmier = entretien ide|entretien infirmière
phone = Téléphone = téléphonique|tél|appel|entretien téléphonique|appel téléphonique
visit = Visite = visite à domicile|vad|domicile
accompaniment = Accompagnement physique = accompagnement|accompagnement à un rdv|accompagnement rdv
outreach = Permanence extérieure = permanence|maraude|aller vers
video = Téléconsultation = visio|vidéo`,
  place: "",
};

/** The vocabularies as data, ready for a preset to reuse or extend. Places belong to each centre: none is given. */
export const defaultVocabularies: readonly VocabularyTerm[] = Object.entries(lists).flatMap(([list, lines]) =>
  lines
    .split("\n")
    .filter((line) => line.includes("="))
    .map((line) => {
      const [code = "", label = "", spellings = ""] = line.split(" = ");
      return { list: list as VocabularyList, code, label, synonyms: spellings.split("|") };
    }),
);
