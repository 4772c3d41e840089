import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Logo } from "../../ui/logo.tsx";
import type { Me } from "../model.ts";
import { switchAssignment } from "./sign-in-calls.ts";
import { useSubmit } from "./use-submit.ts";

interface ChooseAssignmentProps {
  readonly me: Me;
  readonly onChosen: () => void;
}

/** Right after signing in, for who has several functions: which one today? */
export function ChooseAssignment({ me, onChosen }: ChooseAssignmentProps) {
  const submit = useSubmit();
  return (
    <main className="door">
      <title>Votre fonction · Maillage</title>
      <header className="stack">
        <Logo />
        <h1>Dans quelle fonction&nbsp;?</h1>
        <p className="soft">{me.name}, vous pourrez en changer à tout moment.</p>
      </header>
      {submit.problem !== null && <Alert tone="missing" title={submit.problem} announced />}
      <ul className="stack">
        {me.assignments.map((one) => (
          <li key={one.id}>
            <Button
              isDisabled={submit.pending}
              onPress={() =>
                submit.run(async () => {
                  if (one.id !== me.assignmentId) await switchAssignment(one.id);
                  onChosen();
                })
              }
            >
              {one.roleLabel}, {one.structure}
            </Button>
          </li>
        ))}
      </ul>
    </main>
  );
}
