import "../ui/lists.css";
import "./pages/person-finder.css";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { countText } from "../ui/format.ts";
import { Refused } from "../ui/loading.tsx";
import { post } from "../ui/server/api-client.ts";
import type { FoundPerson, PersonLine } from "./model.ts";
import { shownName } from "./names-shown.ts";
import { PersonFacts } from "./pages/person-facts.tsx";
import { useRecentPeople } from "./pages/recent-people.ts";

interface PersonFinderProps {
  /** panel: in the top bar, results over the page; page: results in the page. */
  readonly layout: "panel" | "page";
  /** What choosing someone does; by default, their page is opened. */
  readonly onChoose?: (person: PersonLine | FoundPerson) => void;
}

/** Time without typing before the search starts: each search is an act written in the audit trail. */
const PAUSE_MS = 180;
const SHORTEST = 2;

/** Finds a person as one types: arrows choose, Enter opens. What is typed never enters an address. */
export function PersonFinder({ layout, onChoose }: PersonFinderProps) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(layout === "page");
  const input = useSlashShortcut();
  const words = usePaused(typed.trim(), PAUSE_MS);
  const search = useQuery({
    queryKey: ["person-search", words],
    queryFn: ({ signal }) => post<{ people: FoundPerson[] }>("/api/people/search", { words }, { signal }),
    enabled: words.length >= SHORTEST,
    placeholderData: (previous) => previous,
    gcTime: 60_000,
  });
  const empty = typed.trim() === "";
  const recent = useRecentPeople(layout === "page");
  const found = typed.trim().length >= SHORTEST ? (search.data?.people ?? null) : null;
  const people: readonly (PersonLine | FoundPerson)[] | null = empty ? recent : found;
  const shown = useDeferredValue(people);
  const list = open && (shown !== null || search.isError);

  return (
    <search
      className={`finder finder-${layout}`}
      onFocus={() => setOpen(true)}
      onBlur={(event) => {
        if (layout === "panel" && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField
          className="finder-field"
          aria-label="Rechercher une personne"
          autoFocus={layout === "page"}
        >
          <Input
            ref={input}
            className="input finder-input"
            placeholder="Rechercher un nom, une date de naissance…"
          />
          <span className="finder-key" aria-hidden="true">
            <kbd>/</kbd>
          </span>
        </SearchField>
        {list && (
          <div className="finder-results">
            {search.isError && <Refused error={search.error} retry={search.refetch} />}
            {shown !== null && (
              <>
                {empty ? (
                  <p className="finder-recent soft small">Dossiers que vous avez ouverts récemment</p>
                ) : (
                  <p className="unseen" role="status">
                    {countText(shown.length, "personne trouvée", "personnes trouvées")}
                  </p>
                )}
                <ListBox
                  className="listbox"
                  aria-label={empty ? "Dossiers ouverts récemment" : "Personnes trouvées"}
                  items={shown}
                  onAction={(id) => {
                    setTyped("");
                    if (layout === "panel") setOpen(false);
                    const chosen = shown.find((one) => one.id === id);
                    if (onChoose && chosen) onChoose(chosen);
                    else void navigate({ to: "/personnes/$id", params: { id: String(id) } });
                  }}
                  renderEmptyState={() => (
                    <p className="option-empty">
                      Personne de ce nom parmi les dossiers que vous pouvez voir. Essayez le nom seul, ou la
                      date de naissance.
                    </p>
                  )}
                >
                  {(person) => <PersonOption person={person} />}
                </ListBox>
              </>
            )}
          </div>
        )}
      </Autocomplete>
    </search>
  );
}

function PersonOption({ person }: { readonly person: PersonLine | FoundPerson }) {
  return (
    <ListBoxItem id={person.id} className="option finder-person" textValue={shownName(person).whole}>
      <PersonFacts person={person} />
    </ListBoxItem>
  );
}

/** A value once it has stopped changing for a while. */
function usePaused<Value>(value: Value, pause: number): Value {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return paused;
}

/** The key "/" goes to the search, unless someone is typing. */
function useSlashShortcut() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest("input, textarea, [role=dialog]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return input;
}
