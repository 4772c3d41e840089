import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { today } from "../../ui/days.ts";
import { useDraft } from "../../ui/draft.ts";
import { newId } from "../../ui/new-id.ts";
import { ServerProblem } from "../../ui/server/api-client.ts";
import { type MeasureField, type MeasuresForm, noMeasures, readMeasures } from "../measures.ts";
import { putEssential } from "./essential-save.ts";

interface Kept {
  readonly id: string;
  readonly day: string | null;
  readonly values: MeasuresForm;
}

/** A line of constants being typed: kept in this browser until it is saved. */
export interface MeasuresEntry {
  readonly values: MeasuresForm;
  readonly set: (values: MeasuresForm) => void;
  /** ISO day of the measures; null while what is typed is not one. */
  readonly day: string | null;
  readonly setDay: (day: string | null) => void;
  readonly empty: boolean;
  readonly faults: Readonly<Partial<Record<MeasureField, string>>>;
  readonly error: unknown;
  readonly saving: boolean;
  /** Saves what is typed, if anything. @returns false when it was not kept */
  readonly save: () => Promise<boolean>;
}

interface MeasuresOf {
  /** The account: nobody else is shown what it typed. */
  readonly owner: string;
  readonly personId: string;
  /** The encounter they were taken at: their day is its own. */
  readonly encounter: { readonly id: string; readonly onDay: string } | null;
  /** Once they are kept. */
  readonly onSaved: () => void;
}

/** What is typed of someone's constants, on their page or beside a note: the same line, wherever it was begun. */
export function useMeasures({ owner, personId, encounter, onSaved }: MeasuresOf): MeasuresEntry {
  const start = (): Kept => ({ id: newId(), day: today(), values: noMeasures });
  const kept = useDraft<Kept>(owner, `measures ${personId}`, start);
  const { id, values } = kept.value;
  const day = encounter?.onDay ?? kept.value.day;
  const [faults, setFaults] = useState<MeasuresEntry["faults"]>({});
  const empty = Object.values(values).every((text) => text.trim() === "");
  const sending = useMutation({
    mutationFn: (onDay: string) =>
      putEssential(personId, id, {
        form: { kind: "measures", values },
        nature: "clinical",
        reserved: false,
        onDay,
        encounterId: encounter?.id ?? null,
        replaces: null,
      }),
    onSuccess: () => {
      kept.forget();
      kept.set(start());
      onSaved();
    },
  });
  return {
    values,
    set: (changed) => {
      setFaults({});
      sending.reset();
      kept.set((before) => ({ ...before, values: changed }));
    },
    day,
    setDay: (changed) => kept.set((before) => ({ ...before, day: changed })),
    empty,
    faults: { ...faults, ...serverFaults(sending.error) },
    error: sending.error,
    saving: sending.isPending,
    save: async () => {
      if (empty) return true;
      const read = readMeasures(values);
      setFaults(read.ok ? {} : read.fields);
      if (!read.ok || day === null) return false;
      return sending.mutateAsync(day).then(
        () => true,
        () => false,
      );
    },
  };
}

function serverFaults(error: unknown): Partial<Record<MeasureField, string>> {
  if (!(error instanceof ServerProblem)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([name, fault]) => [name.replace("form.values.", ""), fault]),
  );
}
