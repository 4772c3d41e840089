import { mayWrite, useMe } from "../../../access/use-me.ts";
import { Button } from "../../../ui/button.tsx";
import { ChoiceField } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { dayText } from "../../../ui/format.ts";
import { type Keyed, keyed } from "../../../ui/keyed.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import {
  type AddressForm,
  addressFormLabels,
  addressForms,
  addressSourceLabels,
  addressSources,
  addressUseLabels,
  addressUses,
} from "../../address.ts";
import { addressFormsOf, addressWords } from "../../address-words.ts";
import { CommuneField } from "../../commune-field.tsx";
import { rowsOf } from "../../contact-words.ts";
import { type ContactDialogProps, ContactForm } from "./contact-dialog.tsx";

/** An address being typed: its day may not be one yet. */
type Typed = Keyed<Omit<AddressForm, "from"> & { readonly from: string | null }>;

const USES = addressUses.map((code) => ({ code, label: addressUseLabels[code] }));
const FORMS = addressForms.map((code) => ({ code, label: addressFormLabels[code] }));
const SOURCES = addressSources.map((code) => ({ code, label: addressSourceLabels[code] }));

/** Where to write to someone and where they are administratively, each since a day; by some, the commune alone. */
export function AddressesDialog(props: ContactDialogProps) {
  const communesOnly = !mayWrite(useMe(), "identity_detail");
  return (
    <ContactForm<Typed[]>
      {...props}
      title={communesOnly ? "Commune" : "Adresses"}
      path="addresses"
      wide
      about={(rows) => [...rowsOf(rows, "address"), ...rowsOf(rows, "commune")]}
      formOf={(rows) => {
        const known = addressFormsOf(rows);
        return known.length > 0 ? known.map(keyed) : [newAddress("postal")];
      }}
      bodyOf={(addresses) => ({ addresses, communesOnly })}
      wordsOf={(addresses) => addresses.map(formWords)}
      isDisabled={(addresses) => addresses.some(({ from }) => from === null)}
    >
      {(addresses, set, errors) => (
        <>
          <p className="soft">
            Une personne qui change d’adresse garde la précédente&nbsp;: ajoutez la nouvelle avec son premier
            jour. Ne corrigez que ce qui était faux.
          </p>
          {addresses.map((address, at) => (
            <AddressFields
              key={address.key}
              address={address}
              at={at}
              errors={errors}
              communesOnly={communesOnly}
              onChange={(changed) => set(addresses.with(at, changed))}
              onRemove={() => set(addresses.toSpliced(at, 1))}
            />
          ))}
          <div className="row">
            <Button onPress={() => set([newAddress("postal"), ...addresses])}>Ajouter une adresse</Button>
          </div>
        </>
      )}
    </ContactForm>
  );
}

interface AddressFieldsProps {
  readonly address: Typed;
  readonly at: number;
  readonly errors: Readonly<Record<string, string>>;
  readonly communesOnly: boolean;
  readonly onChange: (address: Typed) => void;
  readonly onRemove: () => void;
}

function AddressFields({ address, at, errors, communesOnly, onChange, onRemove }: AddressFieldsProps) {
  const set = (change: Partial<Typed>) => onChange({ ...address, ...change });
  const error = (name: string) => errors[`addresses.${at}.${name}`];
  const text = (name: "host" | "lines" | "postcode" | "country") => ({
    name: `addresses.${at}.${name}`,
    value: address[name],
    onChange: (typed: string) => set({ [name]: typed }),
    autoComplete: "off",
    error: error(name),
  });
  const somewhere = address.form !== "none";
  return (
    <fieldset className="reach-item">
      <legend>{addressUseLabels[address.use]}</legend>
      <div className="form-pair">
        <ChoiceField label="Usage" options={USES} value={address.use} onChange={(use) => set({ use })} />
        <DateField
          label="Depuis le"
          name={`addresses.${at}.from`}
          value={address.from}
          onChange={(from) => set({ from })}
          max={today()}
          error={error("from")}
        />
      </div>
      {!communesOnly && (
        <ChoiceField
          label="Adresse"
          options={FORMS}
          value={address.form}
          onChange={(form) => set({ form })}
        />
      )}
      {somewhere && (
        <div className="form-pair">
          {!communesOnly && (address.form === "care_of" || address.form === "domiciled") && (
            <TextField
              label={address.form === "domiciled" ? "Organisme qui domicilie" : "Chez qui"}
              {...text("host")}
            />
          )}
          {!communesOnly && <TextField label="Numéro, voie, bâtiment" {...text("lines")} />}
          {address.country === "" && (
            <CommuneField
              label="Commune"
              value={address.commune}
              onChange={(commune) =>
                set({
                  communeCode: commune?.code ?? null,
                  commune: commune?.name ?? "",
                  postcode: commune?.postcodes.length === 1 ? (commune.postcodes[0] ?? "") : "",
                })
              }
              error={error("communeCode")}
            />
          )}
          {!communesOnly && address.country === "" && <TextField label="Code postal" {...text("postcode")} />}
          {!communesOnly && <TextField label="Pays" {...text("country")} help="Vide pour la France." />}
        </div>
      )}
      {!communesOnly && (
        <SelectField
          label="Comment le sait-on&nbsp;?"
          options={SOURCES}
          value={address.source}
          onChange={(source) => set({ source })}
        />
      )}
      <div>
        <Button
          tone="quiet"
          onPress={onRemove}
          aria-label={`Retirer, notée par erreur\u00a0: ${formWords(address)}`}
        >
          Retirer, notée par erreur
        </Button>
      </div>
    </fieldset>
  );
}

function newAddress(use: AddressForm["use"]): Typed {
  return keyed({
    use,
    form: "own",
    host: "",
    lines: "",
    postcode: "",
    communeCode: null,
    commune: "",
    country: "",
    from: today(),
    source: "declared",
  });
}

function formWords(address: Typed): string {
  const since = address.from === null ? "" : `, depuis le ${dayText(address.from)}`;
  return `${addressUseLabels[address.use]}\u00a0: ${addressWords(address)}${since}`;
}
