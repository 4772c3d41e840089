/** How registers write a person's cover: each spelling with what it says of the base and complementary layers. */
import type { BaseCover, ComplementaryCover } from "./model.ts";

/** What a spelling says; null on a layer of which it says nothing. */
export interface CoverMeaning {
  readonly base: BaseCover | null;
  readonly complementary: ComplementaryCover | null;
}

/** Spellings separated by "|"; compared folded, without spaces, dots or hyphens. */
export const coverWords: readonly (CoverMeaning & { readonly words: string })[] = [
  {
    base: "none",
    complementary: "none",
    words:
      "aucune|aucun|sans|néant|non|pas de couverture|pas de couverture sociale|pas de couverture maladie|sans couverture|sans couverture sociale|sans couverture maladie|aucune couverture|aucune couverture sociale|aucune couverture maladie|aucun droit|aucuns droits|aucun droit ouvert|pas de droit|pas de droits|pas de droits ouverts|sans droit|sans droits|sans droits ouverts|rien|0|0 droit|0 droits|zéro|zéro droit|zéro couverture|0 couverture|non couvert|non couverte|pas couvert|pas couverte|non assuré|non assurée|pas assuré|pas de sécu|pas de sécurité sociale|sans sécu|pas de protection|pas de protection sociale|aucune protection|sans protection sociale|pas d'assurance|pas d'assurance maladie|sans assurance|aucune assurance|droits fermés|plus de droits|pas de cmu|sans papiers sans droits|none",
  },
  {
    base: "cmu_base",
    complementary: null,
    words:
      "cmu|cmu b|cmu base|cmu de base|cmu de b|cmub|base cmu|couverture maladie universelle|couverture maladie universelle de base",
  },
  {
    base: null,
    complementary: "cmu_c",
    words:
      "cmu c|cmuc|cmu complémentaire|cmu compl|cmu comp|complémentaire cmu|couverture maladie universelle complémentaire|cmu complementaire c",
  },
  {
    base: "cmu_base",
    complementary: "cmu_c",
    words: "cmu b c|cmu et c|cmu cmuc|cmu complète|cmu totale|double cmu",
  },
  {
    base: "general",
    complementary: null,
    words:
      "rg|r g|régime général|rég général|rég gén|régime gén|regime general sécu|régime général de la sécurité sociale|sécu|sécurité sociale|sécu sociale|ss|s s|assurance maladie|am|assuré|assurée|assuré social|assurée sociale|cpam|régime général cpam|sécu de base|ss de base|régime de base|assuré rg|ameli|ro|régime obligatoire|amo|droits de base",
  },
  {
    base: "puma",
    complementary: null,
    words:
      "puma|pu ma|p u m a|protection universelle maladie|protection maladie universelle|puma de base|puma base",
  },
  {
    base: "ame",
    complementary: "ame",
    words:
      "ame|a m e|aide médicale d'état|aide médicale état|aide médicale de l'état|aide médicale|ame d'état|carte ame",
  },
  {
    base: "dsuv",
    complementary: null,
    words: "dsuv|soins urgents|soins urgents et vitaux|fonds soins urgents|fsuv|dispositif soins urgents",
  },
  { base: "msa", complementary: null, words: "msa|régime agricole|mutualité sociale agricole" },
  {
    base: "other_base",
    complementary: null,
    words:
      "rsi|ssi|régime étudiant|sécu étudiante|lmde|smerra|sécurité sociale étudiante|régime social des indépendants|indépendant|camieg|cnmss|sncf|ratp|enim|cavimac|régime spécial|autre régime|régime local|alsace moselle|ceam|carte européenne|carte européenne d'assurance maladie|sécu étrangère|assurance étrangère|assurance voyage|européenne|e112|e121|s1|s2|cfe",
  },
  {
    base: null,
    complementary: "c2s",
    words:
      "c2s|css|complémentaire santé solidaire|complémentaire solidaire|c s s|c 2 s|c2s gratuite|c2s participative|c2s sans participation|c2s avec participation|css gratuite|css participative|css sans participation|css avec participation|complémentaire santé solidaire gratuite|complémentaire santé solidaire participative",
  },
  {
    base: null,
    complementary: "acs",
    words:
      "acs|a c s|aide à la complémentaire|aide complémentaire santé|aide à la complémentaire santé|aide à l'acquisition d'une complémentaire santé|chèque santé|chèque acs|attestation acs",
  },
  {
    base: null,
    complementary: "private",
    words:
      "mutuelle|mut|mutuelle privée|complémentaire|complémentaire santé|complémentaire privée|avec mutuelle|mutuelle d'entreprise|mutuelle entreprise|assurance complémentaire|mutuelle complémentaire",
  },
  {
    base: null,
    complementary: "none",
    words:
      "seul|seule|seulement|uniquement|sans mutuelle|pas de mutuelle|sans complémentaire|pas de complémentaire|aucune mutuelle|aucune complémentaire|0 mutuelle|non mutuelle|mutuelle non|sans mut|pas mutuelle|ni mutuelle",
  },
];

/** Texts that say the cover is not known; never the same as having none. */
export const coverUnknownWords =
  "?|??|???|inconnu|inconnue|nsp|ne sait pas|ne sait plus|non renseigné|non renseignée|nr|n r|nc|n c|à vérifier|à voir|non connu|non connue|indéterminé|indéterminée|non précisé|non précisée|non communiqué|pas de réponse|ne sais pas|na|n a|unknown|en attente|en cours";

/** Words that add nothing to what the cover is. "100 %" and "ALD" say who pays, not which cover. */
export const coverFillers =
  "ok|oui|à jour|valide|ouvert|ouverts|ouverte|droits ouverts|en cours de validité|100|100 pour cent|ald|de|du|la|le|l|d|droits|droit|carte|carte vitale|cv|base|attestation";
