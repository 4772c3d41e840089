/** Time zones of France, mainland first. Apart from the schemas, which the browser does not need. */
export const timeZones: readonly { readonly code: string; readonly label: string }[] = [
  { code: "Europe/Paris", label: "France métropolitaine" },
  { code: "America/Guadeloupe", label: "Guadeloupe, Saint-Martin, Saint-Barthélemy" },
  { code: "America/Martinique", label: "Martinique" },
  { code: "America/Cayenne", label: "Guyane" },
  { code: "America/Miquelon", label: "Saint-Pierre-et-Miquelon" },
  { code: "Indian/Reunion", label: "La Réunion" },
  { code: "Indian/Mayotte", label: "Mayotte" },
  { code: "Pacific/Noumea", label: "Nouvelle-Calédonie" },
  { code: "Pacific/Tahiti", label: "Polynésie française" },
];
