import { Check } from "../../../ui/choice-field.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import type { AccountsPage, AssignmentForm } from "../../accounts/model.ts";

/** A function being filled in: nothing chosen yet where null. */
export interface Place {
  readonly role: AssignmentForm["role"] | null;
  readonly structureId: string | null;
  readonly supervisorId: string | null;
  readonly from: string | null;
  readonly endless: boolean;
  readonly until: string | null;
}

/** From today on, without end, in the first structure. */
export function emptyPlace(page: AccountsPage): Place {
  return {
    role: null,
    structureId: page.structures[0]?.id ?? null,
    supervisorId: null,
    from: today(),
    endless: true,
    until: null,
  };
}

/** The same as the server takes it; null while something is missing. */
export function formOf(place: Place): AssignmentForm | null {
  const { role, structureId, from, endless, until } = place;
  const supervisorId = role === "trainee" ? place.supervisorId : null;
  if (role === null || structureId === null || from === null) return null;
  if ((!endless && until === null) || (role === "trainee" && supervisorId === null)) return null;
  return { role, structureId, supervisorId, from, until: endless ? null : until };
}

interface PlaceFieldsProps {
  readonly page: AccountsPage;
  readonly value: Place;
  readonly onChange: (place: Place) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** Which role, where, under whom, from when to when. */
export function PlaceFields({ page, value, onChange, errors }: PlaceFieldsProps) {
  return (
    <>
      <div className="form-pair">
        <SelectField
          label="Rôle"
          options={page.roles}
          value={value.role}
          onChange={(role) => onChange({ ...value, role })}
          error={errors.role}
        />
        <SelectField
          label="Structure"
          options={page.structures.map(({ id, name }) => ({ code: id, label: name }))}
          value={value.structureId}
          onChange={(structureId) => onChange({ ...value, structureId })}
          error={errors.structureId}
        />
      </div>
      {value.role === "trainee" && (
        <SelectField
          label="Responsable du stage"
          options={supervisorsOf(page)}
          value={value.supervisorId}
          onChange={(supervisorId) => onChange({ ...value, supervisorId })}
          help="Le stagiaire lit ce que lit cette personne, et n’écrit rien seul."
          error={errors.supervisorId}
        />
      )}
      <div className="form-pair">
        <DateField
          label="Premier jour"
          name="from"
          value={value.from}
          onChange={(from) => onChange({ ...value, from })}
          error={errors.from}
        />
        <Check
          label="Sans date de fin"
          value={value.endless}
          onChange={(endless) => onChange({ ...value, endless })}
        />
        {!value.endless && (
          <DateField
            label="Dernier jour"
            name="until"
            value={value.until}
            onChange={(until) => onChange({ ...value, until })}
            error={errors.until}
          />
        )}
      </div>
    </>
  );
}

const NO_SUPERVISORS = ["trainee", "console", "technical_administrator", "auditor"];

function supervisorsOf(page: AccountsPage) {
  return page.accounts
    .filter(({ standing }) => standing !== "closed")
    .flatMap((account) =>
      account.assignments
        .filter(({ standing, role }) => standing === "current" && !NO_SUPERVISORS.includes(role))
        .map(({ id, roleLabel }) => ({ code: id, label: `${account.name}, ${roleLabel}` })),
    );
}
