import "./telephone.css";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useMe } from "../../access/use-me.ts";
import type { AgendaSetting } from "../../agenda/model.ts";
import { useDraft } from "../../ui/draft.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get, post } from "../../ui/server/api-client.ts";
import type { TelephoneDesk } from "../model.ts";
import { arrivedNumber, onArrival } from "./arrived-number.ts";
import { type CallDraft, freshCall, somethingTyped } from "./call-draft.ts";
import { OneCall } from "./one-call.tsx";

/** The page of who answers the telephone: one call after the other, by keyboard alone. */
export function TelephonePage() {
  const me = useMe();
  const kept = useDraft<CallDraft>(me.accountId, "call", freshCall);
  const { value: call, set: setCall } = kept;
  // Another call that comes while one is under way waits to be taken.
  const [waiting, setWaiting] = useState("");
  const busy = useRef(somethingTyped(call));
  const arrive = useCallback(
    (number: string) => {
      if (number === "") return;
      if (busy.current) setWaiting(number);
      else setCall(freshCall(number));
    },
    [setCall],
  );
  // The number that came with the page too: what was typed before a reload is not given up for it.
  useEffect(() => {
    arrive(arrivedNumber());
    return onArrival(arrive);
  }, [arrive]);
  useArrivedByForm(arrive);
  const setting = useQuery({
    queryKey: ["agenda-setting"],
    queryFn: ({ signal }) => get<AgendaSetting>("/api/agenda/setting", { signal }),
    staleTime: 300_000,
  });
  const desk = useQuery({
    queryKey: ["telephone-desk"],
    queryFn: ({ signal }) => get<TelephoneDesk>("/api/telephone/desk", { signal }),
  });
  const failed = setting.error ?? desk.error;
  return (
    <>
      <title>Téléphone · Maillage</title>
      {failed !== null && (
        <Refused error={failed} retry={() => Promise.all([setting.refetch(), desk.refetch()])} />
      )}
      {setting.data && desk.data ? (
        <OneCall
          key={call.id}
          call={call}
          onType={(change) => setCall((before) => ({ ...before, ...change }))}
          waiting={waiting}
          setting={setting.data}
          desk={desk.data}
          onBusy={(now) => {
            busy.current = now;
          }}
          onNext={() => {
            busy.current = false;
            setCall(freshCall(waiting));
            setWaiting("");
          }}
        />
      ) : (
        failed === null && <Loading what="Téléphone" />
      )}
    </>
  );
}

/** A number sent by POST to /appel waits on the server's side of a cookie: asked for once, as the page opens. */
function useArrivedByForm(arrive: (number: string) => void): void {
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    post<{ number: string }>("/api/telephone/arrived").then(
      ({ number }) => arrive(number),
      () => undefined,
    );
  }, [arrive]);
}
