import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { FoundPerson } from "../../people/model.ts";
import { birthWords, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";

/** Someone of the household as they are typed: a record found, or a name. */
export interface TypedMember {
  readonly personId?: string;
  readonly name: string;
  readonly birth: string;
}

interface MemberFieldsProps {
  readonly personId: string;
  readonly value: readonly TypedMember[];
  readonly onChange: (members: TypedMember[]) => void;
  readonly error?: string | undefined;
}

/** Those the request is also for: their record when they have one, so that their cover follows; else their name. */
export function MemberFields({ personId, value, onChange, error }: MemberFieldsProps) {
  const [name, setName] = useState("");
  const [birth, setBirth] = useState("");
  const search = useMutation({
    mutationFn: (words: string) => post<{ people: FoundPerson[] }>("/api/people/search", { words }),
  });
  const add = (member: TypedMember) => {
    onChange([...value, member]);
    setName("");
    setBirth("");
    search.reset();
  };
  const found = (search.data?.people ?? []).filter(({ id }) => id !== personId).slice(0, 4);
  return (
    <fieldset className="form">
      <legend className="field-label">Autres personnes du foyer ({value.length})</legend>
      {value.length > 0 && (
        <ul>
          {value.map((member, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two of a household may be typed alike
            <li key={n}>
              {member.name}
              {member.birth !== "" && `, ${member.birth}`}
              {member.personId !== undefined && <span className="soft small"> (dossier)</span>}{" "}
              <Button tone="quiet" onPress={() => onChange(value.filter((_, other) => other !== n))}>
                Retirer<span className="unseen"> {member.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="form-pair">
        <TextField
          label="Nom et prénom"
          name="member"
          value={name}
          onChange={setName}
          autoComplete="off"
          error={error}
        />
        <TextField
          label="Naissance (facultatif)"
          name="memberBirth"
          value={birth}
          onChange={setBirth}
          autoComplete="off"
        />
      </div>
      <div className="row">
        <Button
          isDisabled={name.trim() === ""}
          onPress={() => add({ name: name.trim(), birth: birth.trim() })}
        >
          Ajouter au foyer
        </Button>
        <Button
          tone="quiet"
          isDisabled={name.trim().length < 2}
          isPending={search.isPending}
          onPress={() => search.mutate(name.trim())}
        >
          Chercher son dossier
        </Button>
      </div>
      {search.isError && <Refused error={search.error} />}
      {search.isSuccess && (
        <div role="status">
          {found.length === 0 && <p className="soft small">Aucun dossier à ce nom.</p>}
          {found.map((one) => (
            <Button
              key={one.id}
              onPress={() =>
                add({ personId: one.id, name: shownName(one).whole, birth: birthWords(one.birth) ?? "" })
              }
            >
              Ajouter {shownName(one).whole} {birthWords(one.birth) ?? ""}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** As they are sent. */
export function sentMembers(members: readonly TypedMember[]) {
  return members.map(({ personId, name, birth }) =>
    personId === undefined ? { name, birth: birth || null } : { personId },
  );
}
