import { useEffect, useState } from "react";
import { type CallReason, callReasonLabels, callReasons } from "../model.ts";
import { grouped } from "./number-shown.ts";

interface CallBannerProps {
  readonly number: string;
  readonly waiting: string;
  readonly reason: CallReason;
  readonly onReason: (reason: CallReason) => void;
}

/** Who is on the line, why they call, for how long. */
export function CallBanner({ number, waiting, reason, onReason }: CallBannerProps) {
  return (
    <section className="tel-banner" aria-label="Appel en cours">
      <strong className="tel-number">{number === "" ? "Numéro non transmis" : grouped(number)}</strong>
      <fieldset className="tel-reasons">
        <legend>appelle pour&nbsp;:</legend>
        {callReasons.map((one) => (
          <button key={one} type="button" aria-pressed={one === reason} onClick={() => onReason(one)}>
            {callReasonLabels[one]}
          </button>
        ))}
        <kbd>F4</kbd>
      </fieldset>
      <Elapsed />
      {waiting !== "" && (
        <p className="tel-waiting" role="status">
          Un autre appel arrive : {grouped(waiting)}. <kbd>F2</kbd> termine celui-ci et le prend.
        </p>
      )}
    </section>
  );
}

function Elapsed() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="tel-elapsed" aria-hidden="true">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
    </span>
  );
}
