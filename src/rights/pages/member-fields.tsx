import { useMutation } from "@tanstack/react-query";
import type { FoundPerson } from "../../people/model.ts";
import { birthWords, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";

/** Someone of the household as they are typed: a record found, or a name. */
interface TypedMember {
  readonly personId?: string;
  readonly name: string;
  readonly birth: string;
}

/** A household as it is typed: those added, and whoever is being written, who is added when all of it is saved. */
export interface TypedHousehold {
  readonly members: readonly TypedMember[];
  readonly name: string;
  readonly birth: string;
}

/** Nobody being written. */
export function startHousehold(members: readonly TypedMember[] = []): TypedHousehold {
  return { members, name: "", birth: "" };
}

interface MemberFieldsProps {
  readonly personId: string;
  readonly value: TypedHousehold;
  readonly onChange: (household: TypedHousehold) => void;
  /** Why the server refused the form, by field. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Those the request is also for: their record when they have one, so that their cover follows; else their name. */
export function MemberFields({ personId, value, onChange, errors }: MemberFieldsProps) {
  const { members, name, birth } = value;
  const search = useMutation({
    mutationFn: (words: string) => post<{ people: FoundPerson[] }>("/api/people/search", { words }),
  });
  const add = (member: TypedMember) => {
    onChange(startHousehold([...members, member]));
    search.reset();
  };
  const found = (search.data?.people ?? []).filter(({ id }) => id !== personId).slice(0, 4);
  return (
    <fieldset className="form">
      <legend className="field-label">Autres personnes du foyer ({members.length})</legend>
      {members.length > 0 && (
        <ul>
          {members.map((member, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two of a household may be typed alike
            <li key={n}>
              {member.name}
              {member.birth !== "" && `, ${member.birth}`}
              {member.personId !== undefined && <span className="soft small"> (dossier)</span>}{" "}
              <Button
                tone="quiet"
                onPress={() => onChange({ ...value, members: members.filter((_, other) => other !== n) })}
              >
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
          onChange={(typed) => onChange({ ...value, name: typed })}
          autoComplete="off"
          error={Object.entries(errors).find(([field]) => field.startsWith("members"))?.[1]}
          help="Un nom écrit ici est ajouté au foyer quand vous enregistrez."
        />
        <TextField
          label="Naissance (facultatif)"
          name="memberBirth"
          value={birth}
          onChange={(typed) => onChange({ ...value, birth: typed })}
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

/** As they are sent, whoever is still being written included: nothing typed is forgotten. */
export function sentMembers({ members, name, birth }: TypedHousehold) {
  const written =
    name.trim() === "" && birth.trim() === "" ? [] : [{ name: name.trim(), birth: birth.trim() }];
  return [...members, ...written].map(({ personId, name, birth }: TypedMember) =>
    personId === undefined ? { name, birth: birth || null } : { personId },
  );
}
