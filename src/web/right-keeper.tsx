import { useQueryClient } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { get } from "../ui/server/api-client.ts";
import { forgetPerson, forgetReadings, isUnknown, personAt } from "./lost-person.ts";

/** How long a right withdrawn may stay on a screen that nobody touches. */
const EVERY_MS = 15_000;

/**
 * While someone's page is open, asks whether it may still be shown: when the window is looked at again, and every fifteen seconds.
 * The page empties itself once it may not. Every other request is judged anew by the database anyway.
 */
export function RightKeeper() {
  const client = useQueryClient();
  const person = useRouterState({ select: ({ location }) => personAt(location.pathname) });
  useEffect(() => {
    if (person === null) return;
    let known: string | null = null;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        // Its 401 is an answer: whoever left the screen is not asked to sign in for it.
        const { reading } = await get<{ reading: string[] }>(`/api/people/${person}/reading`, {
          opening: true,
        });
        const now = reading.join(" ");
        if (known !== null && known !== now) forgetReadings(client, person);
        known = now;
      } catch (error) {
        // Without an answer the screen stays as it is, until the next.
        if (isUnknown(error)) forgetPerson(client, person);
      }
    };
    void look();
    const timer = window.setInterval(look, EVERY_MS);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [client, person]);
  return null;
}
