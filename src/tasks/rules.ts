import type { Nature, Role } from "../access/model.ts";
import { daysBetween } from "../ui/days.ts";
import type { TaskRecipient } from "./model.ts";

/** How near its day a task is, the day itself included. */
export type DueState = "late" | "today" | "soon" | "later" | "undated";

/** Days ahead that call for attention. */
const SOON = 7;

/** @param dueOn ISO day, null when it has none @param today ISO day */
export function dueState(dueOn: string | null, today: string): DueState {
  if (dueOn === null) return "undated";
  const days = daysBetween(today, dueOn);
  if (days < 0) return "late";
  if (days === 0) return "today";
  return days <= SOON ? "soon" : "later";
}

/** Whom a task may be for, as a list offers it: a function, or someone by name. */
export interface TaskAddress {
  readonly code: string;
  readonly label: string;
  readonly forRole: Role | null;
  readonly forAccount: string | null;
}

/**
 * Whom a task of this nature may be for: functions held by someone who may be told, then people by name. A trainee is
 * named: their function is their supervisor's.
 */
export function mayBeFor(nature: Nature, recipients: readonly TaskRecipient[]): TaskAddress[] {
  const told = recipients.filter(({ natures }) => natures.includes(nature));
  const roles = new Map(told.map(({ role, roleLabel }) => [role, roleLabel]));
  roles.delete("trainee");
  const people = new Map<string, TaskAddress>();
  for (const { account, name, roleLabel } of told) {
    const label = `${people.get(account)?.label ?? name}, ${roleLabel.toLowerCase()}`;
    people.set(account, { code: account, label, forRole: null, forAccount: account });
  }
  return [
    ...[...roles].map(([role, label]) => ({ code: role, label, forRole: role, forAccount: null })),
    ...people.values(),
  ];
}
