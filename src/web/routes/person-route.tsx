import { Outlet } from "@tanstack/react-router";
import { PersonScreen } from "../../record/pages/person-page.tsx";

/** A person's page; the actions open over it, each at its own address. */
export function PersonRoute() {
  return (
    <PersonScreen>
      <Outlet />
    </PersonScreen>
  );
}
