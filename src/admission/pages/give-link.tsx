import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";

const EMPTY = { name: "", structure: "", email: "" };

/** A link for one referral, for a prescriber who comes too seldom to have an account. */
export function GiveLink() {
  const [typed, setTyped] = useState(EMPTY);
  const give = useMutation({
    mutationFn: () => post<{ mailed: boolean; link: string | null }>("/api/referral-links", typed),
    onSuccess: () => setTyped(EMPTY),
  });
  const errors = give.error instanceof ServerProblem ? give.error.fields : {};
  const text = (name: keyof typeof EMPTY) => ({
    name,
    value: typed[name],
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    error: errors[name],
    autoComplete: "off",
  });
  return (
    <Card title="Donner un lien à un prescripteur sans compte">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate();
        }}
      >
        <div className="form-pair">
          <TextField label="Son nom" {...text("name")} />
          <TextField label="Sa structure" {...text("structure")} />
          <TextField label="Son adresse e-mail" type="email" {...text("email")} />
        </div>
        <p className="field-help">Le lien sert une fois, pendant huit jours, sur un téléphone aussi bien.</p>
        {give.isError && <Refused error={give.error} />}
        {give.isSuccess && (
          <p role="status">
            {give.data.mailed ? "Le lien est parti par e-mail." : "Transmettez-lui ce lien vous-même\u00a0: "}
            {give.data.link !== null && <code className="link-shown">{give.data.link}</code>}
          </p>
        )}
        <div>
          <Button
            type="submit"
            isPending={give.isPending}
            isDisabled={
              typed.name.trim() === "" || typed.structure.trim() === "" || typed.email.trim() === ""
            }
          >
            Donner un lien
          </Button>
        </div>
      </form>
    </Card>
  );
}
