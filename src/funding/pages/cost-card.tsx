import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { FundingFigures } from "../model.ts";
import { eurosText } from "../rules.ts";

/** Cost of a period's acts by who pays, as known on a day: sums, nobody's. */
export function CostCard() {
  const [period, setPeriod] = useState<{ from: string | null; to: string | null; knownOn: string | null }>(
    () => ({
      from: `${today().slice(0, 4)}-01-01`,
      to: today(),
      knownOn: today(),
    }),
  );
  const whole = period.from !== null && period.to !== null && period.from <= period.to;
  const asked = useQuery({
    queryKey: ["funding", "figures", period],
    queryFn: ({ signal }) => post<FundingFigures>("/api/funding/figures", period, { signal }),
    enabled: whole,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const set = (change: Partial<typeof period>) => setPeriod({ ...period, ...change });
  const figures = asked.data;
  return (
    <Card title="Coût par financeur">
      <div className="form-four">
        <DateField label="Du" name="from" value={period.from} onChange={(from) => set({ from })} />
        <DateField label="Au" name="to" value={period.to} onChange={(to) => set({ to })} />
        <DateField
          label="Tel que connu le"
          name="knownOn"
          value={period.knownOn}
          max={today()}
          onChange={(knownOn) => set({ knownOn })}
        />
      </div>
      {whole && asked.isPending && <Loading what="Les sommes" />}
      {asked.isError && <Refused error={asked.error} retry={asked.refetch} />}
      {!whole && <p className="soft">Choisissez un premier et un dernier jour.</p>}
      {figures && (
        <TableScroll label="Sommes par financeur">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Qui paie</th>
                <th scope="col" className="funding-cents">
                  Actes
                </th>
                <th scope="col" className="funding-cents">
                  Montant
                </th>
              </tr>
            </thead>
            <tbody>
              {figures.payers
                .filter(({ payer }) => payer !== "own_funder")
                .map((one) => (
                  <Row key={one.payer} label={one.label} acts={one.acts} cents={one.cents} />
                ))}
              {figures.funders.map((one) => (
                <Row
                  key={`${one.label} ${one.due} ${one.cents}`}
                  label={
                    one.due === null ? one.label : `${one.label} (convention\u00a0: ${eurosText(one.due)})`
                  }
                  acts={one.acts}
                  cents={one.cents}
                />
              ))}
              <Row label="En attente de droits" acts={null} cents={figures.awaiting} />
            </tbody>
            <tfoot>
              <Row label="Total des actes de la période" acts={figures.acts} cents={figures.cents} />
              <Row
                label="Dont ramené par l’ouverture de droits"
                acts={figures.broughtBack.acts}
                cents={figures.broughtBack.cents}
              />
            </tfoot>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function Row({
  label,
  acts,
  cents,
}: {
  readonly label: string;
  readonly acts: number | null;
  readonly cents: number;
}) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="funding-cents">{acts === null ? "" : numberText(acts)}</td>
      <td className="funding-cents">{eurosText(cents)}</td>
    </tr>
  );
}
