import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { FoundPerson } from "../../people/model.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TextField } from "../../ui/text-field.tsx";

/** Compares two records that someone recognised by themselves. */
export function CompareByNumber() {
  const navigate = useNavigate();
  const [numbers, setNumbers] = useState<readonly [string, string]>(["", ""]);
  const find = useMutation({
    mutationFn: (typed: readonly [string, string]) => Promise.all(typed.map(recordOf)),
    onSuccess: ([a, b]) => {
      if (a && b && a.id !== b.id) void navigate({ to: "/doublons/$a/$b", params: { a: a.id, b: b.id } });
    },
  });
  const [a, b] = find.data ?? [];
  const missing = find.data?.indexOf(null) ?? -1;
  return (
    <Card title="Comparer deux dossiers">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          find.mutate(numbers);
        }}
      >
        <div className="form-pair">
          <TextField
            label="Numéro du premier dossier"
            name="first"
            inputMode="numeric"
            autoComplete="off"
            value={numbers[0]}
            onChange={(first) => setNumbers([first, numbers[1]])}
            error={missing === 0 ? UNKNOWN : undefined}
          />
          <TextField
            label="Numéro du second dossier"
            name="second"
            inputMode="numeric"
            autoComplete="off"
            value={numbers[1]}
            onChange={(second) => setNumbers([numbers[0], second])}
            error={missing === 1 ? UNKNOWN : undefined}
          />
        </div>
        {a && b && a.id === b.id && (
          <Alert tone="wait" title="Ces deux numéros mènent au même dossier." announced />
        )}
        {find.isError && <Refused error={find.error} />}
        <div className="row">
          <Button
            type="submit"
            isPending={find.isPending}
            isDisabled={!numbers.every((typed) => /\d/.test(typed))}
          >
            Comparer ces dossiers
          </Button>
        </div>
      </form>
    </Card>
  );
}

const UNKNOWN = "Aucun dossier de ce numéro parmi ceux que vous pouvez voir.";

async function recordOf(typed: string): Promise<FoundPerson | null> {
  const { people } = await post<{ people: FoundPerson[] }>("/api/people/search", {
    words: `n° ${typed.replace(/\D/g, "").slice(0, 9)}`,
  });
  return people[0] ?? null;
}
