import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { post, ServerProblem } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { confidenceLabels, parameters as known, type Parameter, type ParameterCode } from "../model.ts";
import { RETENTION_KEY } from "./retention-key.ts";

const CODES = Object.entries(known).map(([code, { label }]) => ({ code: code as ParameterCode, label }));

/** The durations in force, with their text; the officer decides others, from a day on. */
export function ParametersCard({ parameters }: { readonly parameters: readonly Parameter[] }) {
  const { role } = useMe();
  const shown = CODES.flatMap(({ code }) => parameters.filter((one) => one.code === code && one.inForce));
  return (
    <Card title="Durées">
      <TableScroll label="Durées en vigueur">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Durée</th>
              <th scope="col" className="number">
                Valeur
              </th>
              <th scope="col">Texte</th>
              <th scope="col">Fiabilité</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {known[one.code].label}
                  {one.structure !== null && ` (${one.structure})`}
                </th>
                <td className="number nowrap">
                  {one.value} {known[one.code].unit}
                </td>
                <td>
                  {one.source}
                  {one.by !== null && (
                    <span className="soft small">
                      {" "}
                      · {one.by}, depuis le {dayText(one.validFrom)}
                    </span>
                  )}
                </td>
                <td>
                  <Badge tone={one.confidence === "sure" ? "good" : "wait"}>
                    {confidenceLabels[one.confidence]}
                  </Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {role === "data_protection_officer" && <Decide />}
    </Card>
  );
}

function Decide() {
  const client = useQueryClient();
  const [code, setCode] = useState<ParameterCode | null>(null);
  const [value, setValue] = useState("");
  const [validFrom, setValidFrom] = useState<string | null>(today());
  const [source, setSource] = useState("");
  const save = useMutation({
    mutationFn: () => post("/api/retention/parameters", { code, value: Number(value), validFrom, source }),
    onSuccess: () => {
      setValue("");
      setSource("");
      return client.invalidateQueries({ queryKey: RETENTION_KEY });
    },
  });
  const errors = save.error instanceof ServerProblem ? save.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <SelectField
        label="Durée à changer"
        options={CODES}
        value={code}
        onChange={setCode}
        error={errors.code}
      />
      <div className="form-pair">
        <TextField
          label={code === null ? "Valeur" : `Valeur, en ${known[code].unit || "0 ou 1"}`}
          name="value"
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={(text) => setValue(text.replace(/\D/gu, ""))}
          error={errors.value}
        />
        <DateField
          label="À partir du"
          name="validFrom"
          value={validFrom}
          onChange={setValidFrom}
          error={errors.validFrom}
        />
      </div>
      <TextField
        label="Texte ou décision"
        name="source"
        autoComplete="off"
        value={source}
        onChange={setSource}
        error={errors.source}
      />
      {save.isError && <Refused error={save.error} />}
      <div>
        <Button
          type="submit"
          isPending={save.isPending}
          isDisabled={code === null || value === "" || validFrom === null || source.trim() === ""}
        >
          Décider cette durée
        </Button>
      </div>
    </form>
  );
}
