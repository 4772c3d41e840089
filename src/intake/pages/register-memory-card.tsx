import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import type { Forget, RegisterMemory } from "../corrections.ts";
import { listLabels, roleLabels } from "./labels.ts";

/** What earlier imports taught: applied by itself to the next file, and forgotten on demand. */
export function RegisterMemoryCard() {
  const client = useQueryClient();
  const memory = useQuery({
    queryKey: ["register-memory"],
    queryFn: ({ signal }) => get<RegisterMemory>("/api/imports/memory", { signal }),
  });
  const forget = useMutation({
    mutationFn: (what: Forget) => post("/api/imports/memory/forget", what),
    onSuccess: () => client.invalidateQueries({ queryKey: ["register-memory"] }),
  });
  const lines = memory.data === undefined ? [] : linesOf(memory.data);
  if (memory.isSuccess && lines.length === 0) return null;
  return (
    <Card title="Retenu des imports précédents">
      {memory.isPending && <Loading what="Lecture de ce qui est retenu" />}
      {memory.isError && <Refused error={memory.error} retry={memory.refetch} />}
      {forget.isError && <Refused error={forget.error} />}
      <ul className="stack">
        {lines.map(({ key, written, means, what }) => (
          <li key={key} className="row row-apart">
            <span>
              «&nbsp;{written}&nbsp;» <span className="soft">→ {means}</span>
            </span>
            <Button
              tone="quiet"
              aria-label={`Oublier «\u00a0${written}\u00a0»`}
              onPress={() => forget.mutate(what)}
            >
              Oublier
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Line {
  readonly key: string;
  readonly written: string;
  readonly means: string;
  readonly what: Forget;
}

function linesOf({ headings, words, covers }: RegisterMemory): Line[] {
  return [
    ...headings.map(({ heading, field }) => ({
      key: `heading ${heading}`,
      written: heading,
      means: `colonne\u00a0: ${roleLabels[field]}`,
      what: { heading },
    })),
    ...words.map(({ list, text, code, label }) => ({
      key: `${list} ${text}`,
      written: text,
      means: `${listLabels[list]}\u00a0: ${label ?? code ?? ""}`,
      what: { list, text },
    })),
    ...covers.map(({ column, text, base, complementary }) => ({
      key: `${column} ${text}`,
      written: text,
      means: `${listLabels[column]}\u00a0: ${[base, complementary].filter((one) => one !== null).join(" + ")}`,
      what: { list: column, text },
    })),
  ];
}
