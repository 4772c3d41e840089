import { type Dispatch, type SetStateAction, useEffect, useState } from "react";

const PREFIX = "maillage-draft";

/** What is typed in a form, kept until it is saved: through a reload, the browser's back button, an ended session. */
export interface Draft<Value> {
  readonly value: Value;
  /** Takes the new value, or what makes it of the latest one. */
  readonly set: Dispatch<SetStateAction<Value>>;
  /** Something differs from the form as it first opened. */
  readonly changed: boolean;
  /** What was typed earlier was found and is shown again. */
  readonly resumed: boolean;
  /** Back to the form as it first opens; what was typed can be taken back with `restore`. */
  readonly restart: () => void;
  /** Takes back what `restart` put aside; null when there is nothing to take back. */
  readonly restore: (() => void) | null;
  /** Once saved: nothing is kept. */
  readonly forget: () => void;
}

/**
 * Keeps what is typed in this tab's own storage, never in an address and never on the server.
 * @param owner the account it belongs to: nobody else is shown it
 * @param form which form of which record
 * @param start the form as it opens when nothing was typed yet
 */
export function useDraft<Value>(owner: string, form: string, start: () => Value): Draft<Value> {
  const key = [PREFIX, owner, form].join(" ");
  const [first] = useState(start);
  const [kept] = useState(() => read<Value>(key));
  const [value, setValue] = useState(kept ?? first);
  const [resumed, setResumed] = useState(kept !== null);
  const [aside, setAside] = useState<Value | null>(null);
  const changed = JSON.stringify(value) !== JSON.stringify(first);
  useEffect(() => {
    if (changed) write(key, value);
    else sessionStorage.removeItem(key);
  }, [key, value, changed]);
  return {
    value,
    set: setValue,
    changed,
    resumed,
    restart: () => {
      setAside(value);
      setValue(first);
      setResumed(false);
    },
    restore:
      aside === null
        ? null
        : () => {
            setValue(aside);
            setAside(null);
          },
    forget: () => sessionStorage.removeItem(key),
  };
}

/** Removes every draft of this tab, or every one that is not this account's. */
export function forgetDrafts(keepOwner?: string): void {
  const keys = Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? "");
  for (const key of keys) {
    const [prefix, owner] = key.split(" ");
    if (prefix === PREFIX && (keepOwner === undefined || owner !== keepOwner)) sessionStorage.removeItem(key);
  }
}

/** Removes the drafts of forms about someone: named by the form, or chosen in it. */
export function forgetDraftsAbout(person: string): void {
  const keys = Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? "");
  for (const key of keys)
    if (key.startsWith(`${PREFIX} `) && `${key} ${sessionStorage.getItem(key)}`.includes(person))
      sessionStorage.removeItem(key);
}

function read<Value>(key: string): Value | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as Value);
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage full or forbidden: the form works as before, without surviving a reload.
  }
}
