import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Me } from "../access/model.ts";
import { readMe, switchAssignment } from "../access/pages/sign-in-calls.ts";
import { keepSession } from "../ui/server/api-client.ts";

const SignInAgain = lazy(() =>
  import("../access/pages/sign-in-again.tsx").then((file) => ({ default: file.SignInAgain })),
);

/**
 * When the session ends in the middle of work, asks to sign in again over the page; the calls that were refused wait,
 * then go. Someone else signing in starts from a clean page instead.
 */
export function SessionKeeper({ me }: { readonly me: Me }) {
  const [asking, setAsking] = useState(false);
  const waiting = useRef<((signedIn: boolean) => void)[]>([]);

  useEffect(
    () =>
      keepSession(
        () =>
          new Promise((resolve) => {
            waiting.current.push(resolve);
            setAsking(true);
          }),
      ),
    [],
  );

  const settle = (signedIn: boolean) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(signedIn);
  };
  const resume = async () => {
    const now = await asBefore(me).catch(() => null);
    if (now !== null && (now.accountId !== me.accountId || now.assignmentId !== me.assignmentId))
      window.location.assign("/");
    else settle(now !== null);
  };
  if (!asking) return null;
  return (
    <Suspense fallback={null}>
      <SignInAgain me={me} onSignedIn={() => void resume()} onGiveUp={() => settle(false)} />
    </Suspense>
  );
}

/** Who is signed in now; the same person goes back to the function they were working under, if it is still theirs. */
async function asBefore(me: Me): Promise<Me> {
  const now = await readMe();
  const held = now.accountId === me.accountId && now.assignments.some(({ id }) => id === me.assignmentId);
  if (!held || now.assignmentId === me.assignmentId) return now;
  await switchAssignment(me.assignmentId);
  return readMe();
}
