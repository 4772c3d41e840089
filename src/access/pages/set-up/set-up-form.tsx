import { useState } from "react";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ChoiceField } from "../../../ui/choice-field.tsx";
import { SelectField } from "../../../ui/select-field.tsx";
import { post } from "../../../ui/server/api-client.ts";
import { TextField } from "../../../ui/text-field.tsx";
import type { HalfDay, PresetChoice, SetUpChoices, SetUpForm } from "../../first-run/model.ts";
import { timeZones } from "../../first-run/time-zones.ts";
import { useSubmit } from "../use-submit.ts";
import { OpeningHours } from "./opening-hours.tsx";

interface SetUpFormProps {
  readonly token: string;
  readonly choices: SetUpChoices;
  readonly onDone: () => void;
}

interface Site {
  readonly key: number;
  readonly name: string;
  readonly opening: readonly HalfDay[];
}

function sitesOf(preset: PresetChoice | undefined): Site[] {
  return (preset?.sites ?? []).map(({ name, opening }, key) => ({ key, name, opening }));
}

/** The centre, its places and hours, and the first account: one form, sent once. */
export function SetUpFormPart({ token, choices, onDone }: SetUpFormProps) {
  const [preset, setPreset] = useState(choices.presets[0]);
  const [name, setName] = useState(preset?.label ?? "");
  const [timeZone, setTimeZone] = useState(preset?.timeZone ?? "Europe/Paris");
  const [structures, setStructures] = useState(preset?.structures ?? []);
  const [sites, setSites] = useState(() => sitesOf(preset));
  const [account, setAccount] = useState({ name: "", email: "", password: "" });
  const [role, setRole] = useState<SetUpForm["account"]["role"]>("medical_director");
  const submit = useSubmit();
  const fields = submit.fields;
  const choose = (code: string) => {
    const chosen = choices.presets.find((one) => one.code === code);
    if (!chosen) return;
    setPreset(chosen);
    setName(chosen.label);
    setTimeZone(chosen.timeZone);
    setStructures(chosen.structures);
    setSites(sitesOf(chosen));
  };
  const change = (key: number, part: Partial<Site>) =>
    setSites(sites.map((site) => (site.key === key ? { ...site, ...part } : site)));
  const send = () =>
    submit.run(async () => {
      await post(
        "/api/set-up",
        {
          token,
          preset: preset?.code ?? "",
          name,
          timeZone,
          structures: structures.map(({ code, name: called }) => ({ code, name: called })),
          sites: sites.map(({ name: called, opening }) => ({ name: called, opening })),
          account: { ...account, email: account.email.trim(), role },
        },
        { opening: true },
      );
      onDone();
    });
  const ready =
    name.trim() !== "" &&
    account.name.trim() !== "" &&
    account.email.trim() !== "" &&
    account.password.length >= 12;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Card title="1. Votre centre">
        <ChoiceField
          label="Modèle d’organisation"
          options={choices.presets.map(({ code, label }) => ({ code, label }))}
          value={preset?.code ?? null}
          onChange={choose}
          help={preset?.description ?? ""}
        />
        <TextField label="Nom du centre" name="name" value={name} onChange={setName} error={fields.name} />
        {structures.map((structure, index) => (
          <TextField
            key={structure.code}
            label={index === 0 ? "Structure qui porte le centre" : "Structure partenaire"}
            name={`structures.${index}.name`}
            value={structure.name}
            onChange={(called) =>
              setStructures(
                structures.map((one) => (one.code === structure.code ? { ...one, name: called } : one)),
              )
            }
            error={fields[`structures.${index}.name`]}
          />
        ))}
        <SelectField label="Fuseau horaire" options={timeZones} value={timeZone} onChange={setTimeZone} />
      </Card>
      <Card title="2. Lieux et horaires">
        {sites.map((site, index) => (
          <div key={site.key} className="form">
            <TextField
              label="Nom du lieu"
              name={`sites.${index}.name`}
              value={site.name}
              onChange={(called) => change(site.key, { name: called })}
              error={fields[`sites.${index}.name`]}
            />
            <OpeningHours
              place={site.name}
              value={site.opening}
              onChange={(opening) => change(site.key, { opening })}
            />
            {sites.length > 1 && (
              <div>
                <Button tone="quiet" onPress={() => setSites(sites.filter(({ key }) => key !== site.key))}>
                  Retirer ce lieu
                </Button>
              </div>
            )}
          </div>
        ))}
        <div>
          <Button
            onPress={() =>
              setSites([
                ...sites,
                { key: Math.max(-1, ...sites.map(({ key }) => key)) + 1, name: "", opening: [] },
              ])
            }
          >
            Ajouter un lieu
          </Button>
        </div>
      </Card>
      <Card title="3. Votre compte">
        <p>
          Vous serez responsable du centre et tiendrez aussi ses comptes&nbsp;: deux fonctions, entre
          lesquelles vous choisirez.
        </p>
        <div className="form-pair">
          <TextField
            label="Votre nom"
            name="account.name"
            autoComplete="name"
            value={account.name}
            onChange={(called) => setAccount({ ...account, name: called })}
            error={fields["account.name"]}
          />
          <SelectField label="Votre rôle" options={choices.roles} value={role} onChange={setRole} />
          <TextField
            label="Adresse e-mail"
            name="account.email"
            type="email"
            inputMode="email"
            autoComplete="username"
            value={account.email}
            onChange={(email) => setAccount({ ...account, email })}
            error={fields["account.email"]}
          />
          <TextField
            label="Choisissez un mot de passe"
            name="account.password"
            type="password"
            autoComplete="new-password"
            value={account.password}
            onChange={(password) => setAccount({ ...account, password })}
            help="12 caractères au moins. Une phrase que vous retiendrez convient très bien."
            error={fields["account.password"]}
          />
        </div>
      </Card>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <div>
        <Button type="submit" tone="main" isPending={submit.pending} isDisabled={!ready}>
          {submit.pending ? "Installation…" : "Installer le centre"}
        </Button>
      </div>
    </form>
  );
}
