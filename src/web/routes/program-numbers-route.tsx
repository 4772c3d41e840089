import { useVocabulary } from "../../network/use-vocabulary.ts";
import { NumbersDialog } from "../../people/pages/programs/numbers-dialog.tsx";
import { usePersonDialog } from "./use-person-dialog.ts";

/** The numbers other programs give someone, over their page. */
export function ProgramNumbersRoute() {
  const { id, page, close, refresh } = usePersonDialog();
  const words = useVocabulary();
  if (!page || !words.data) return null;
  return (
    <NumbersDialog
      personId={id}
      numbers={page.programs}
      programs={words.data.programs}
      onChanged={refresh}
      onClose={close}
    />
  );
}
