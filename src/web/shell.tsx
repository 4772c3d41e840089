import "./shell.css";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { signOut } from "../access/pages/sign-in-calls.ts";
import { SwitchAssignment } from "../access/pages/switch-assignment.tsx";
import { mayRead, useMe } from "../access/use-me.ts";
import { PersonFinder } from "../people/person-finder.tsx";
import type { Counters } from "../rights/counters.ts";
import { hasTasks } from "../tasks/model.ts";
import { Button } from "../ui/button.tsx";
import { today } from "../ui/days.ts";
import { forgetDrafts } from "../ui/draft.ts";
import { weekdayText } from "../ui/format.ts";
import { Logo } from "../ui/logo.tsx";
import { get } from "../ui/server/api-client.ts";
import { useInstallation } from "./installation.ts";
import { countOf, menuOf } from "./menu.ts";
import { MenuIcon } from "./menu-icon.tsx";
import { PrintedBy } from "./printed-by.tsx";
import { RightKeeper } from "./right-keeper.tsx";

/** The frame of every screen: menu, search, date, who is signed in. */
export function Shell() {
  const me = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const screen = path.split("/").slice(0, 3).join("/");
  const shown = useRef(screen);
  // The search screen holds its own, larger.
  const finds = mayRead(me, "identity") && screen !== "/personnes";
  useEffect(() => {
    // A new screen is announced from its start; a dialog over the same screen is not a new one.
    if (shown.current !== screen) main.current?.focus();
    shown.current = screen;
  }, [screen]);
  return (
    <div className="shell">
      <a className="skip" href="#contenu">
        Aller au contenu
      </a>
      <Menu />
      <section className={finds ? "top no-print" : "top top-bare no-print"} aria-label="Recherche et date">
        {finds && <PersonFinder layout="panel" />}
        <p className="top-date soft small">{weekdayText(today())}</p>
      </section>
      <main className="content" id="contenu" ref={main} tabIndex={-1}>
        <PrintedBy />
        <RightKeeper />
        <Outlet />
      </main>
    </div>
  );
}

function Menu() {
  const me = useMe();
  const installation = useInstallation();
  const counters = useQuery({
    queryKey: ["counters"],
    queryFn: ({ signal }) => get<Counters>("/api/counters", { signal }),
    enabled: hasTasks(me),
    staleTime: 60_000,
    retry: false,
  });
  return (
    <header className="side no-print">
      <Link to="/" className="side-logo" aria-label="Maillage, accueil">
        <Logo />
      </Link>
      <nav aria-label="Menu">
        <ul className="menu">
          {menuOf(me).map((item) => (
            <li key={item.to}>
              <Link to={item.to} className="menu-line" activeProps={{ className: "menu-line menu-here" }}>
                <MenuIcon icon={item.icon} />
                {item.label}
                <Count n={counters.data && countOf(item, counters.data)} />
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="side-me small">
        <p>
          <strong>{me.name}</strong>
        </p>
        {me.assignments.length > 1 ? <SwitchAssignment /> : <p className="soft">{me.roleLabel}</p>}
        <p className="soft side-place">{installation.name}</p>
        <Button tone="quiet" onPress={() => void leave()}>
          Se déconnecter
        </Button>
      </div>
    </header>
  );
}

/** What a line of the menu has for the reader. */
function Count({ n = 0 }: { readonly n: number | undefined }) {
  if (n === 0) return null;
  const words = n >= 100 ? "99+" : String(n);
  return <span className="menu-count">{words}</span>;
}

/** Closes the session and reloads: nothing read stays in the page's memory. */
async function leave() {
  forgetDrafts();
  await signOut().catch(() => undefined);
  window.location.assign("/connexion");
}
