import { createContext, useContext } from "react";
import type { Installation } from "../network/model.ts";

/** This installation, for the shell. */
export const InstallationContext = createContext<Installation | null>(null);

/** This installation. Throws outside the application. */
export function useInstallation(): Installation {
  const installation = useContext(InstallationContext);
  if (installation === null) throw new Error("no installation here");
  return installation;
}
