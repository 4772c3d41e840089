import { birthText } from "../people/names-shown.ts";
import { MOST_CHARACTERS } from "../people/search/criteria.ts";
import { searchPeople } from "../people/search/store.ts";
import { businessClock } from "../platform/business-clock.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** People given at most. */
const MOST_PEOPLE = 10;

/** `maillage search`: the people a search would find, best first, each with why; audited as on the screen. */
export async function searchCommand(words: string): Promise<CommandAnswer> {
  if (words.length > MOST_CHARACTERS)
    throw new CommandError(`La recherche est trop longue : ${MOST_CHARACTERS} caractères au plus.`, 2);
  const today = businessClock(process.env)();
  const found = await asConsole(({ installation, caller }) =>
    searchPeople(installation.db, caller(), ["console"], { words, today }),
  );
  const people = found
    .slice(0, MOST_PEOPLE)
    .map(({ id, family, given, birth, why }) => ({ id, family, given, birth, why }));
  return {
    data: { people },
    text:
      people.length === 0
        ? "Personne de ce nom parmi les dossiers."
        : people
            .map(({ family, given, birth, why }) =>
              [`${family} ${given}`.trim(), birthText(birth) ?? "naissance inconnue", why].join(" · "),
            )
            .join("\n"),
  };
}
