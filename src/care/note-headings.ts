import type { NoteTemplate } from "./notes.ts";

/** The plan of a note, profession by profession: what each is taught to write, in its order. */
export const noteHeadings: Readonly<Record<NoteTemplate, readonly string[]>> = {
  // Médecin
  consultation: [
    "Motif",
    "Histoire",
    "Antécédents et traitements utiles",
    "Examen",
    "Conclusion",
    "Conduite à tenir",
  ],
  // Infirmier
  nursing: ["Demande ou prescription", "Observation", "Soin réalisé", "Douleur, tolérance", "À surveiller"],
  education: [
    "Besoins et attentes",
    "Ce que la personne sait et fait déjà",
    "Objectifs choisis avec elle",
    "Séance\u00a0: thème et méthode",
    "Évaluation",
  ],
  // Kinésithérapeute
  physiotherapy: [
    "Prescription et motif",
    "Bilan (douleur, mobilité, force, fonction)",
    "Techniques",
    "Exercices à faire chez soi",
    "Évolution",
  ],
  // Orthophoniste
  speech_therapy: [
    "Plainte et demande",
    "Bilan (langage oral, langage écrit, voix, déglutition)",
    "Travail de la séance",
    "À faire à la maison",
    "Évolution",
  ],
  // Psychologue
  psychology: ["Demande", "Contenu de l’entretien", "Observation clinique", "Risque évalué", "Orientation"],
  // Accompagnante en soin social, assistant social
  interview: [
    "Demande",
    "Situation (logement, ressources, famille)",
    "Droits et démarches",
    "Analyse partagée",
    "Plan d’action",
  ],
  // Médiateur
  mediation: [
    "Besoin exprimé",
    "Obstacles (langue, déplacement, numérique, peur)",
    "Ce qui a été fait",
    "Relais passé à",
  ],
  home_visit: ["Contexte", "Lieu de vie", "Constat", "Ce qui a été fait"],
  telephone: ["Qui appelle et pourquoi", "Réponse donnée", "Suite"],
  // One line, not a report.
  useful: [],
};

/**
 * The same text with the headings it lacks at its end, each on a line of its own: nothing typed is changed or moved.
 * Asked twice, it adds nothing more.
 */
export function withHeadings(text: string, headings: readonly string[]): string {
  const lines = text.split("\n").map((line) => line.trim());
  const missing = headings
    .map((one) => `${one}\u00a0:`)
    .filter((heading) => !lines.some((line) => line.startsWith(heading)));
  if (missing.length === 0) return text;
  const gap = text === "" ? "" : text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
  return `${text}${gap}${missing.join("\n\n")}\n`;
}
