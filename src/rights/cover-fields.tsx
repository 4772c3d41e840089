import { useState } from "react";
import type { Scheme } from "../network/model.ts";
import { ChoiceField } from "../ui/choice-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { type Layer, layerLabels, type StateCover, sourceLabels, sources } from "./model.ts";
import { schemeExists } from "./rules.ts";

type Cover = StateCover["cover"];

interface CoverFieldsProps {
  readonly schemes: readonly Scheme[];
  /** The day it is said of (ISO): schemes that did not exist then are said so, and can still be chosen. */
  readonly day: string;
  readonly value: Cover;
  readonly onChange: (value: Cover) => void;
}

const LAYERS: readonly Layer[] = ["base", "complementary"];

/** What is said of cover on a day: base, complementary, and how it is known. */
export function CoverFields({ schemes, day, value, onChange }: CoverFieldsProps) {
  const [source, setSource] = useState<Cover[number]["source"]>("declared");
  const set = (layer: Layer, scheme: string) =>
    onChange([...value.filter((one) => one.layer !== layer), { layer, scheme, source }]);
  return (
    <>
      <div className="form-pair">
        {LAYERS.map((layer) => (
          <SelectField
            key={layer}
            label={layerLabels[layer]}
            options={schemes
              .filter((one) => one.layer === layer)
              .map((one) => ({
                code: one.code,
                label: schemeExists(schemes, layer, one.code, day)
                  ? one.label
                  : `${one.label} (n’existe pas ce jour-là)`,
              }))}
            value={value.find((one) => one.layer === layer)?.scheme ?? null}
            onChange={(scheme) => set(layer, scheme)}
            placeholder="Rien de dit"
          />
        ))}
      </div>
      <ChoiceField
        label="Comment le sait-on&nbsp;?"
        options={sources.map((code) => ({ code, label: sourceLabels[code] }))}
        value={source}
        onChange={(chosen) => {
          setSource(chosen);
          onChange(value.map((one) => ({ ...one, source: chosen })));
        }}
      />
    </>
  );
}
