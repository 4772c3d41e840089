import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";

interface BirthFieldsProps {
  readonly births: readonly (string | null)[];
  readonly onChange: (births: (string | null)[]) => void;
  readonly max?: string;
}

const MOST_PERSONS = 30;

/** Birth dates of the household, the person concerned first. */
export function BirthFields({ births, onChange, ...max }: BirthFieldsProps) {
  return (
    <>
      {births.map((birth, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a member is nothing but a place in the list
        <div key={index} className="row">
          <DateField
            label={index === 0 ? "Naissance de la personne" : `Naissance, ${index + 1}e personne`}
            name={`birth-${index}`}
            value={birth}
            onChange={(day) => onChange(births.map((one, place) => (place === index ? day : one)))}
            {...max}
          />
        </div>
      ))}
      <div className="row">
        {births.length < MOST_PERSONS && (
          <Button onPress={() => onChange([...births, null])}>Ajouter une personne</Button>
        )}
        {births.length > 1 && (
          <Button tone="quiet" onPress={() => onChange(births.slice(0, -1))}>
            Retirer la dernière
          </Button>
        )}
      </div>
    </>
  );
}
