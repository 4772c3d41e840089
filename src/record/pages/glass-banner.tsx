import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMe } from "../../access/use-me.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import type { OpenGlass } from "../glass/model.ts";
import { glassQuery } from "../glass-query.ts";
import type { PersonPage } from "../model.ts";

/** Over a record broken open: that it is, why, and for how long still. */
export function GlassBanner({ page }: { readonly page: PersonPage }) {
  const glasses = useQuery({ ...glassQuery, enabled: useMe().capabilities.includes("glass") });
  const broken = glasses.data?.open.find(({ records }) => records.includes(page.id));
  return broken ? <Banner glass={broken} readAt={glasses.dataUpdatedAt} /> : null;
}

const TICK = 10_000;

function Banner({ glass, readAt }: { readonly glass: OpenGlass; readonly readAt: number }) {
  const [now, setNow] = useState(() => Date.now());
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = () => {
    void client.invalidateQueries({ queryKey: glassQuery.queryKey });
    client.removeQueries({ queryKey: ["person"] });
    void navigate({ to: "/acces-urgence" });
  };
  const close = useMutation({ mutationFn: () => post(`/api/glass/${glass.id}/close`), onSuccess: leave });
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, []);
  // By the server's own count of seconds: a clock set wrong on this machine changes nothing.
  const minutes = Math.ceil((glass.secondsLeft - Math.max(0, now - readAt) / 1000) / 60);
  return (
    <Alert tone="missing" title={`Accès d’urgence à ce dossier\u00a0: ${leftWords(minutes)}`}>
      <p>
        {glass.reason}. Tout ce que vous ouvrez est noté, la direction l’examinera, et la personne en sera
        informée.
      </p>
      <div className="no-print">
        <Button isPending={close.isPending} onPress={() => close.mutate()}>
          Refermer maintenant
        </Button>
      </div>
      {close.isError && <Refused error={close.error} />}
    </Alert>
  );
}

function leftWords(minutes: number): string {
  if (minutes <= 0) return "il est terminé, la prochaine page ne s’ouvrira plus";
  return minutes === 1 ? "il reste une minute" : `il reste ${minutes}\u00a0minutes`;
}
