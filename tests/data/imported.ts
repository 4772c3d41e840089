/** What a database would hold once a plan has been written: what the next plan is made against. */
import type { KnownPeople, KnownPerson, RegisterPlan } from "../../src/intake/model.ts";

/** Adds to the known people what the plan brings. */
export function planImported(plan: RegisterPlan, before: KnownPeople): KnownPeople {
  const persons = new Map(before.persons.map((person) => [person.id, person]));
  const idOf = new Map<string, string>();
  for (const planned of plan.persons) {
    if (planned.newRows.length === 0) continue;
    const id = planned.existingId ?? `person-${persons.size + 1}`;
    idOf.set(planned.key, id);
    const old = persons.get(id);
    const person: KnownPerson = {
      id,
      names: old === undefined ? [planned.name, ...planned.variants] : [...old.names, ...planned.variants],
      birth: old?.birth ?? planned.birth?.canonical ?? null,
    };
    persons.set(id, person);
  }
  const fingerprints = new Map(before.fingerprints);
  for (const { fingerprint, person } of plan.visits) fingerprints.set(fingerprint, idOf.get(person) ?? person);
  return { persons: [...persons.values()], fingerprints };
}
