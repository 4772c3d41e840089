import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import type { FoundPerson } from "../../people/model.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post, put, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";
import type { Caller } from "../model.ts";
import type { TypedIdentity } from "./call-draft.ts";
import { KeyBlock } from "./key-block.tsx";
import { PersonChoice } from "./person-choice.tsx";

const MOST_SHOWN = 5;

interface NewCallerProps {
  readonly typed: TypedIdentity;
  readonly onType: (typed: TypedIdentity) => void;
  /** Kept as the person's; empty when none came, or when it is many people's. */
  readonly number: string;
  readonly onPerson: (person: Caller) => void;
  readonly onClose: () => void;
}

/** An identity in three fields. Whoever may already be them is shown first, and nothing is written until then. */
export function NewCaller({ typed, onType, number, onPerson, onClose }: NewCallerProps) {
  const [at, setAt] = useState(0);
  const list = useId();
  const create = useMutation({
    mutationFn: async (identity: TypedIdentity) => {
      const made = await post<{ id: string }>("/api/people", identity);
      // Someone is known without their number too: booking goes on.
      if (number !== "")
        await put(`/api/people/${made.id}/ways`, {
          seen: [],
          ways: [{ kind: "phone", value: number }],
        }).catch(() => undefined);
      return made.id;
    },
    onSuccess: (made, identity) =>
      onPerson(callerOf({ ...identity, id: made, usedFamily: null, usedGiven: null, sex: "unknown" })),
  });
  const check = useMutation({
    mutationFn: ({ family, given, birth }: TypedIdentity) =>
      post<{ people: FoundPerson[] }>("/api/people/search", {
        words: [family, given, birth].filter(Boolean).join(" ").slice(0, 120),
        probable: true,
      }),
    onSuccess: ({ people }, identity) => {
      if (people.length === 0) create.mutate(identity);
    },
  });
  const checked = check.isSuccess && check.variables === typed;
  const people = checked ? check.data.people.slice(0, MOST_SHOWN).map(callerOf) : [];
  const errors = create.error instanceof ServerProblem ? create.error.fields : {};
  const field = (name: "family" | "given" | "birth", label: string) => (
    <TextField
      label={label}
      name={name}
      value={typed[name]}
      onChange={(value) => onType({ ...typed, [name]: value })}
      error={errors[name]}
      autoComplete="off"
      autoFocus={name === (typed.family === "" ? "family" : typed.given === "" ? "given" : "birth")}
    />
  );
  const onKey = ({ key }: KeyboardEvent): boolean => {
    const chosen = people[at];
    if (key === "Enter" && chosen) onPerson(chosen);
    else if (key === "ArrowDown") setAt(Math.min(at + 1, people.length - 1));
    else if (key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else return false;
    return true;
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.family.trim() !== "" && !create.isPending) check.mutate(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        if (event.key === "Enter" && event.ctrlKey && people.length > 0) create.mutate(typed);
      }}
    >
      <div className="tel-identity">
        {field("family", "Nom de naissance")}
        {field("given", "Prénom")}
        {field("birth", "Date de naissance")}
      </div>
      {people.length > 0 && (
        <KeyBlock label="Personnes peut-être déjà connues" onKey={onKey}>
          <Alert tone="wait" announced title="Peut-être déjà connue">
            <p>
              Rien n’est encore enregistré. <kbd>↵</kbd> prend la personne choisie, <kbd>Ctrl ↵</kbd> crée
              quand même.
            </p>
          </Alert>
          <PersonChoice id={list} people={people} at={at} onPerson={onPerson} />
        </KeyBlock>
      )}
      {check.isError && <Refused error={check.error} />}
      {create.isError && <Refused error={create.error} />}
      <div className="row">
        <Button type="submit" tone="main" isPending={create.isPending || check.isPending}>
          Créer <kbd>↵</kbd>
        </Button>
        {people.length > 0 && <Button onPress={() => create.mutate(typed)}>Créer quand même</Button>}
        <Button tone="quiet" onPress={onClose}>
          Revenir à la recherche <kbd>Échap</kbd>
        </Button>
      </div>
    </form>
  );
}

function callerOf(person: Omit<Caller, "commune" | "thisNumber">): Caller {
  const { id, family, given, usedFamily, usedGiven, birth, sex } = person;
  return { id, family, given, usedFamily, usedGiven, birth, sex, commune: null, thisNumber: false };
}
