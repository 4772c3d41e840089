import { useVocabulary } from "../network/use-vocabulary.ts";
import type { Layer } from "../rights/model.ts";
import { schemeLabel } from "../rights/rules.ts";

/** What a scheme is called, by layer and code; its code until the network's words have come. */
export function useSchemeLabel(): (layer: string, code: string) => string {
  const words = useVocabulary();
  return (layer, code) => schemeLabel(words.data?.schemes ?? [], layer as Layer, code);
}
