import { useQuery } from "@tanstack/react-query";
import { useMe } from "../../access/use-me.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import type { Hold, Parameter, Plan } from "../model.ts";
import { ApartCard } from "./apart-card.tsx";
import { HoldsCard } from "./holds-card.tsx";
import { ParametersCard } from "./parameters-card.tsx";
import { PastPlans, PlanCard } from "./plan-card.tsx";
import { RETENTION_KEY } from "./retention-key.ts";

/** Everything the screen is drawn from. */
interface Retention {
  readonly plans: readonly Plan[];
  readonly holds: readonly Hold[];
  readonly parameters: readonly Parameter[];
}

/** How long records are kept: the plan to approve, what is held back, the durations; and who comes back. */
export function RetentionPage() {
  const { capabilities } = useMe();
  return (
    <>
      <title>Conservation · Maillage</title>
      <h1>Conservation</h1>
      <p className="soft">
        Un dossier dont le temps est passé est d’abord mis à part, puis effacé. Rien ne se fait sans un plan
        approuvé.
      </p>
      {capabilities.includes("retention") && <Keeping />}
      {capabilities.includes("archive") && <ApartCard />}
    </>
  );
}

function Keeping() {
  const retention = useQuery({
    queryKey: RETENTION_KEY,
    queryFn: ({ signal }) => get<Retention>("/api/retention", { signal }),
  });
  if (retention.isPending) return <Loading what="Lecture des plans" />;
  if (retention.isError) return <Refused error={retention.error} retry={retention.refetch} />;
  const { plans, holds, parameters } = retention.data;
  return (
    <>
      <PlanCard plan={plans.find(({ state }) => state !== "done") ?? null} />
      <HoldsCard holds={holds} />
      <ParametersCard parameters={parameters} />
      <PastPlans plans={plans.filter(({ state }) => state === "done")} />
    </>
  );
}
