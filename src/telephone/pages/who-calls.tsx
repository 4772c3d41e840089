import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { birthText, shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { newId } from "../../ui/new-id.ts";
import { post } from "../../ui/server/api-client.ts";
import type { Caller, FoundCallers } from "../model.ts";
import { identityTyped } from "../rules.ts";
import type { CallDraft } from "./call-draft.ts";
import { NewCaller } from "./new-caller.tsx";
import { PersonChoice } from "./person-choice.tsx";

const PAUSE_MS = 180;
const SHORTEST = 2;

interface WhoCallsProps {
  readonly call: CallDraft;
  readonly onType: (change: Partial<CallDraft>) => void;
  readonly person: Caller | null;
  readonly onPerson: (person: Caller | null) => void;
}

/** Finds who calls while they speak: by the number that arrived, then by what is typed; or opens a new identity. */
export function WhoCalls({ call, onType, person, onPerson }: WhoCallsProps) {
  const { number, typed, identity } = call;
  const [at, setAt] = useState(0);
  const create = () => onType({ identity: { id: newId(), ...identityTyped(typed) } });
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const now = typed.trim().length < SHORTEST ? "" : typed.trim();
  const words = useDeferredValue(usePaused(now));
  const search = useQuery({
    queryKey: ["telephone-find", number, words],
    queryFn: ({ signal }) => post<FoundCallers>("/api/telephone/find", { number, words }, { signal }),
    enabled: person === null && (number !== "" || words !== ""),
    gcTime: 60_000,
  });
  // Nobody is chosen by what was typed a moment ago.
  const current = words === now && search.data !== undefined && !search.isFetching;
  const people = current ? search.data.people : [];
  useEffect(() => {
    if (person === null && identity === null) input.current?.focus();
  }, [person, identity]);

  if (person !== null) {
    return (
      <Card
        title="1 · Qui appelle ?"
        actions={
          <Button tone="quiet" onPress={() => onPerson(null)}>
            Changer
          </Button>
        }
      >
        <p className="tel-caller">
          <strong>{shownName(person).whole}</strong>{" "}
          <span>{birthText(person.birth) ?? "naissance inconnue"}</span>{" "}
          <span className="soft">{person.commune}</span>
        </p>
      </Card>
    );
  }
  if (identity !== null) {
    return (
      <Card title="1 · Nouvelle personne">
        <NewCaller
          typed={identity}
          onType={(identity) => onType({ identity })}
          number={search.data?.shared === null ? number : ""}
          onPerson={onPerson}
          onClose={() => onType({ identity: null })}
        />
      </Card>
    );
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.ctrlKey) create();
    else if (event.key === "Enter") {
      const chosen = people[at];
      if (chosen) onPerson(chosen);
    } else if (event.key === "ArrowDown") setAt(Math.min(at + 1, people.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <Card title="1 · Qui appelle ?">
      <input
        ref={input}
        className="input"
        role="combobox"
        aria-label="Nom, prénom, naissance ou numéro"
        aria-expanded={people.length > 0}
        aria-controls={list}
        aria-activedescendant={people[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder="Nom, prénom, date de naissance…"
        value={typed}
        onChange={(event) => {
          onType({ typed: event.target.value });
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <p className="soft small" role="status">
        {statusOf({ number, now, current, search: search.data ?? null })}
      </p>
      {search.isError && <Refused error={search.error} retry={search.refetch} />}
      <PersonChoice id={list} people={people} at={at} onPerson={onPerson} />
      <Button tone="quiet" onPress={create}>
        Nouvelle personne : nom, prénom, naissance <kbd>Ctrl ↵</kbd>
      </Button>
    </Card>
  );
}

function statusOf(state: {
  readonly number: string;
  readonly now: string;
  readonly current: boolean;
  readonly search: FoundCallers | null;
}): string {
  const { number, now, current, search } = state;
  if (number === "" && now === "") return "Tapez ce que la personne dit\u00a0: deux lettres suffisent.";
  if (!current || search === null) return "Recherche…";
  if (now === "" && search.shared !== null)
    return `${search.shared} personnes ont donné ce numéro\u00a0: tapez un nom.`;
  if (search.people.length > 0) return "↵ choisit, ↓ et ↑ parcourent.";
  return now === "" ? "Ce numéro n’est celui de personne de connu." : "Personne de connu à ce nom.";
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
