/** Plain-French definitions, shown with each figure and kept with a frozen report. */
export const definitions = {
  consultations: "Venues enregistrées dans la période, premier et dernier jour compris.",
  activeCaseload: "Personnes venues au moins une fois dans la période, chacune comptée une fois.",
  consultationsPerPerson: "Consultations divisées par le nombre de personnes de la file active.",
  halfDays:
    "Demi-journées où au moins une personne est venue, par site. Sans heure notée, un jour compte pour une demi-journée.",
  newPersons:
    "Personnes venues pour la première fois dans la période. Sans réponse quand l’enregistrement commence dans la période.",
  none: "Personnes pour qui, au moins un jour de venue, l’absence de couverture de base est déclarée ou constatée. Une couverture inconnue n’y compte pas.",
  cmu: "Personnes pour qui, au moins un jour de venue, la CMU de base ou la CMU-C est déclarée, constatée ou en vigueur.",
  unknown:
    "Personnes pour qui, au moins un jour de venue, rien n’est dit ni en vigueur de leur couverture. Jamais comptées comme sans couverture.",
  schemes:
    "Une même personne peut compter plusieurs fois : sa couverture a pu changer en cours de période. Ces parts ne s’additionnent pas.",
  atFirst: "Couverture au premier jour de venue de la période : une seule catégorie par personne.",
  atLast: "Couverture au dernier jour de venue de la période : une seule catégorie par personne.",
  ages: "Âge au premier jour de venue de la période. Une naissance connue par l’année seule est comptée au 1er juillet.",
  referrers: "Personnes, selon qui les a adressées à leur première venue de la période où c’est noté.",
  reasons: "Venues, selon leur motif ; une venue peut en avoir plusieurs.",
  services: "Venues, selon le volet du centre dont elles relèvent ; une venue peut n’en dire aucun.",
  orientations: "Venues, selon vers qui la personne a été orientée ; une venue peut en avoir plusieurs.",
  interpreting:
    "Venues où un interprète est noté, par langue et par sorte d’interprète ; une venue peut avoir plusieurs lignes. Les heures sont celles dont la durée est notée.",
  taken:
    "Soins auxquels la personne avait renoncé et que le centre a facilités (obtenus ailleurs avec son aide) ou initiés (commencés au centre) dans la période : au jour noté pour cela, sinon au jour où le renoncement a été dit. Une personne peut compter dans les deux.",
  glass:
    "Dossiers ouverts en urgence dans la période, chaque ouverture comptée une fois ; une demande qui n’a trouvé aucun dossier n’y est pas. L’examen par la direction est celui connu au jour du bilan.",
  requests:
    "Demandes ouvertes dans la période\u00a0: au premier jour connu de leur histoire, sinon au jour où elles ont été notées. Leur issue est celle connue au jour du bilan, même si elle est venue après la période. Un accord implicite reste en cours tant que la caisse ne l’a pas reconnu\u00a0; un refus implicite compte comme un refus. Abandonnées\u00a0: retirées, ou closes sans nouvelles, sans réponse. La liste d’une issue laisse de côté les demandes que votre rôle ne lit pas.",
  delays:
    "Jours entre deux étapes, toutes demandes ensemble. Médiane\u00a0: la moitié des demandes a attendu ce nombre de jours ou moins\u00a0; neuf sur dix ont attendu le second nombre ou moins. Une demande compte dans la période où l’étape est atteinte\u00a0; pour l’effet d’un droit, où il est accordé. Un nombre négatif\u00a0: le droit a commencé avant la décision. Quand un des deux jours n’est pas connu, la demande est comptée à part et n’entre dans aucun délai.",
  declined:
    "Demandes dont la personne n’a pas voulu, au jour noté pour cela, même si elle a changé d’avis ensuite.",
  givenUp:
    "Demandes arrêtées sans que le droit soit pris\u00a0: la personne n’en a pas voulu, la demande est abandonnée, ou close sans nouvelles. Chacune est comptée une fois, au premier jour noté pour cela (sinon au jour où elle s’est ouverte), même si elle a repris ensuite, avec la dernière raison dite.",
  regained:
    "Parmi les personnes de la file active\u00a0: celles qui n’avaient rien au premier jour de venue de la période, et celles d’entre elles pour qui cela a changé. Ce qui est inconnu n’est jamais compté comme absent.",
  opened:
    "Personnes déclarées ou constatées sans couverture au premier jour de venue de la période, dont un droit a pris effet un jour de la période.",
  doctor:
    "Personnes dont on savait, au premier jour de venue de la période, qu’elles n’avaient pas de médecin traitant\u00a0; trouvé\u00a0: elles en ont un au dernier jour de la période. Celles dont on ne sait rien ne sont pas comptées.",
  funding:
    "Actes de la période dont le tarif est noté, selon qui paie chaque part, au tarif du jour de l’acte. Un acte peut avoir plusieurs financeurs\u00a0: les nombres d’actes ne s’additionnent pas. «\u00a0Gratuit, sans financeur\u00a0» est le coût en nature\u00a0: ce que le centre donne. Recettes reçues\u00a0: la part de chaque financeur qui est réglée, au jour du bilan.",
  target:
    "Nombre de personnes que le centre veut atteindre, donné par le modèle du centre avec sa source. La file active y est rapportée\u00a0: ce n’est pas une part mesurée, car rien ne dit que les personnes venues sont de cette population. Source\u00a0:",
  referrals:
    "Demandes envoyées dans la période par un service qui adresse quelqu’un, par la structure de qui les a écrites, avec leur issue connue au jour du bilan, même si elle est venue après la période. Contre les conditions\u00a0: la direction médicale a accepté en disant pourquoi. La liste d’une issue montre les personnes dont le dossier est connu, à qui reçoit les demandes.",
  grounds:
    "Demandes envoyées dans la période, selon les motifs dits\u00a0: une demande peut en avoir plusieurs, ces nombres ne s’additionnent pas. La liste d’un motif n’est montrée qu’à qui lit ce motif.",
  renounced:
    "Soins auxquels des personnes ont renoncé\u00a0: notés au dossier un jour de la période, ou dits par qui adresse dans une demande de la période. Un même renoncement peut être dans les deux colonnes\u00a0: elles ne s’additionnent pas. Ce que le centre a fait ensuite (facilité, initié) est compté à part.",
  renouncedWhy: "Raisons des mêmes renoncements\u00a0: un soin peut en avoir plusieurs, ou aucune.",
  attendance:
    "Rendez-vous dont le jour est dans la période, avec leur suite connue au jour du bilan. L’assiduité est la part des honorés parmi les honorés et les manqués\u00a0: qui s’est excusé, ce que le service a annulé, ce qui n’a pas de suite notée n’y entrent pas.",
  waits:
    "Jours d’attente. De la demande à la décision\u00a0: demandes envoyées dans la période, acceptées ou orientées ailleurs. De l’acceptation au premier rendez-vous\u00a0: celles acceptées\u00a0; sans terme, aucun rendez-vous ne suit. De la prise du rendez-vous à son jour\u00a0: rendez-vous de la période, hors annulés par le service et venues sans rendez-vous. Médiane\u00a0: la moitié a attendu ce nombre de jours ou moins\u00a0; neuf sur dix ont attendu le second nombre ou moins.",
  hours:
    "Heures que le planning donne dans la période, absences, fermetures et jours fériés ôtés. Les équivalents temps plein sont ceux des contrats notés, en moyenne sur les jours de la période\u00a0: jamais calculés depuis les heures.",
  sites:
    "Venues de la période selon leur lieu, et personnes venues au moins une fois dans ce lieu\u00a0: une personne peut compter dans plusieurs.",
  basins:
    "Personnes de la file active et leurs venues, selon l’intercommunalité de leur commune (dernière adresse postale connue à la fin de la période, sinon l’adresse administrative). Les plus petites sont regroupées. Le quartier prioritaire n’est pas noté dans les dossiers\u00a0: il n’est pas deviné.",
  calls: "Appels notés dans la période sur la page du téléphone, selon leur issue.",
  callHours:
    "Les mêmes appels, selon l’heure où ils ont été reçus, à l’heure du lieu de l’accueil téléphonique.",
} as const;
