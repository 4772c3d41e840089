import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useMe } from "../access/use-me.ts";
import { momentText } from "../ui/format.ts";
import { useInstallation } from "./installation.ts";

/** On paper alone: whose print it is and when, so that a sheet found later can be traced. */
export function PrintedBy() {
  const me = useMe();
  const installation = useInstallation();
  const [moment, setMoment] = useState(() => new Date());
  useEffect(() => {
    // Drawn before the browser takes the page's picture.
    const printing = () => flushSync(() => setMoment(new Date()));
    window.addEventListener("beforeprint", printing);
    return () => window.removeEventListener("beforeprint", printing);
  }, []);
  return (
    <p className="print-only small">
      {installation.name} · Imprimé par {me.name} ({me.roleLabel}) le {momentText(moment.toISOString())} ·
      Confidentiel
    </p>
  );
}
