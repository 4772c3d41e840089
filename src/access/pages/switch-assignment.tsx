import { SelectField } from "../../ui/select-field.tsx";
import { useMe } from "../use-me.ts";
import { switchAssignment } from "./sign-in-calls.ts";
import { useSubmit } from "./use-submit.ts";

/** In the menu, for who has several functions: changes the one in use, and starts from a clean page. */
export function SwitchAssignment() {
  const me = useMe();
  const submit = useSubmit();
  if (me.assignments.length < 2) return null;
  return (
    <SelectField
      label="Fonction"
      options={me.assignments.map(({ id, roleLabel, structure }) => ({
        code: id,
        label: `${roleLabel}, ${structure}`,
      }))}
      value={me.assignmentId}
      isDisabled={submit.pending}
      error={submit.problem ?? undefined}
      onChange={(id) =>
        submit.run(async () => {
          if (id === me.assignmentId) return;
          await switchAssignment(id);
          // Nothing read under one function stays in memory under another.
          window.location.assign("/");
        })
      }
    />
  );
}
