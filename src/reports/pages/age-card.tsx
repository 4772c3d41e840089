import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { numberText } from "../../ui/format.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { ActivityReport } from "../model.ts";
import { FigureNote } from "./figure-note.tsx";
import { useReport } from "./report-context.ts";

interface AgeCardProps {
  readonly report: ActivityReport;
}

/** From the oldest, whatever the order the words were kept in. */
const AGES = ["75+", "60-74", "40-59", "25-39", "18-24", "0-17", "unknown"] as const;
const SEXES = ["female", "male", "other", "unknown"] as const;

/** Age and sex: a pyramid to look at, a table to read and to open. */
export function AgeCard({ report }: AgeCardProps) {
  const { onOpen, wording } = useReport();
  const count = (age: string, sex: string) =>
    report.ages.find((one) => one.ageClass === age && one.sex === sex)?.persons ?? 0;
  const most = Math.max(1, ...report.ages.map((one) => one.persons));
  const shown = AGES.map((age) => [age, wording.ageClasses[age] ?? age] as const).filter(([age]) =>
    SEXES.some((sex) => count(age, sex) > 0),
  );
  const columns = SEXES.filter((sex) => shown.some(([age]) => count(age, sex) > 0));
  return (
    <Card title="Âge et sexe">
      <div className="ages" aria-hidden="true">
        <span className="ages-head ages-left">femmes</span>
        <span />
        <span className="ages-head">hommes</span>
        {shown.map(([age, label]) => (
          <AgeLine
            key={age}
            label={label}
            women={count(age, "female")}
            men={count(age, "male")}
            most={most}
          />
        ))}
      </div>
      <details>
        <summary>Tableau</summary>
        <TableScroll label="Âge et sexe, en tableau">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Âge</th>
                {columns.map((sex) => (
                  <th scope="col" key={sex} className="number">
                    {wording.sexes[sex]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(([age, label]) => (
                <tr key={age}>
                  <th scope="row">{label}</th>
                  {columns.map((sex) => (
                    <td key={sex} className="number">
                      <Cell
                        count={count(age, sex)}
                        name={`${label}, ${wording.sexes[sex]}`}
                        onOpen={
                          onOpen &&
                          (() =>
                            onOpen({ code: `age:${age}:${sex}`, label: `${label}, ${wording.sexes[sex]}` }))
                        }
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
      <p className="soft small">{wording.definitions.ages}</p>
      <FigureNote figure="ages" title="Âge et sexe" />
    </Card>
  );
}

interface AgeLineProps {
  readonly label: string;
  readonly women: number;
  readonly men: number;
  readonly most: number;
}

function AgeLine({ label, women, men, most }: AgeLineProps) {
  const width = (count: number) => ({ width: `${(count / most) * 82}%` });
  return (
    <>
      <span className="ages-left tone-social">
        <span className="ages-bar" style={width(women)} />
        {women > 0 && numberText(women)}
      </span>
      <span className="ages-class small">{label}</span>
      <span className="ages-right tone-care">
        <span className="ages-bar" style={width(men)} />
        {men > 0 && numberText(men)}
      </span>
    </>
  );
}

interface CellProps {
  readonly count: number;
  readonly name: string;
  readonly onOpen: (() => void) | null;
}

function Cell({ count, name, onOpen }: CellProps) {
  if (count === 0 || onOpen === null) return <>{numberText(count)}</>;
  return (
    <Button tone="quiet" onPress={onOpen} aria-label={`${name}\u00a0: ${count}, voir la liste`}>
      {numberText(count)}
    </Button>
  );
}
