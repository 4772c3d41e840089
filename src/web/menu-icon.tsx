import type { MenuItem } from "./menu.ts";

const PATHS: Readonly<Record<MenuItem["icon"] | "leave", string>> = {
  people: "M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.4-2.8 2.6-4.2 5.5-4.2s5.1 1.4 5.5 4.2",
  planning: "M2 3.5h12v9H2zM2 6.5h12M6 3.5v9M8 9h2.5M12 9h.5",
  agenda: "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3m5-3v3M5.5 10h2",
  tasks: "M2.5 3h11v10.5h-11zM5 8.2l2 2 4-4.2",
  telephone:
    "M5.5 2.5 3 3.2c-.6 4.8 4.9 10.4 9.8 9.8l.7-2.5-3-1.4-1.2 1.3C7.600 9.600 6.400 8.400 5.600 6.700l1.300-1.200z",
  rights: "M8 2.5v11M4.5 13.5h7M3 4.5h10M3 4.5l-1.5 4h3zm10 0-1.5 4h3z",
  funding: "M11.5 4.2A5 5 0 1 0 11.5 11.8M2 7h7M2 9.2h6",
  board: "M2.5 3h3v10.5h-3zM6.5 3h3v7h-3zM10.5 3h3v5h-3z",
  duplicates: "M6 4.5h7.5v9H6zM2.5 11V2.5H10",
  refer: "M2.5 8h9m0 0-3.5-3.5M11.5 8 8 11.5M13.5 3v10",
  received: "M2.5 9h3l1.2 2h2.6l1.2-2h3v4.5h-11zM8 2v5m0 0L6 5m2 2 2-2",
  declare: "M6.5 8a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM2 13.5c.3-2.4 2.1-3.6 4.5-3.6M11.5 8.5v5M9 11h5",
  declared: "M2.5 8h4m3 0h4M6.5 8l-2-2m2 2-2 2M9.5 8l2-2m-2 2 2 2",
  import: "M8 2v8m0 0L5 7m3 3 3-3M2.5 11v2.5h11V11",
  report: "M3 13.5v-5m4 5V5m4 8.5V2.5M2 13.5h12",
  trail: "M4 2.5h8v11H4zM6.2 5.5h3.6M6.2 8h3.6m-3.6 2.5h2",
  retention: "M2.5 3h11v3h-11zM3.5 6v7.5h9V6M6.5 8.8h3",
  requests: "M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3M8 8v3.5m0 0L6.5 10M8 11.5 9.5 10",
  number: "M6.2 2.5 4.8 13.5m6.4-11-1.4 11M2.8 6h10.9M2.3 10h10.9",
  glass: "M8 2 1.8 13.5h12.4L8 2Zm0 4v4m0 1.6v.4",
  review: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4 3 3M5 7l1.4 1.4L9 5.6",
  accounts: "M2.5 4h11v8h-11zM5 7h2m2 0h2M5 9.5h6",
  upkeep: "M2.5 8.5h2.8l1.6-4.5 2.4 8 1.6-3.5h2.6",
  programs: "M2 3h7v6H2zM7 11v2.5h7V7h-3M4 6h3",
  security: "M8 2 3 4v4c0 3.2 2.3 5.2 5 6 2.7-.8 5-2.8 5-6V4L8 2Zm-2 6 1.5 1.5L10.2 6.7",
  leave: "M6.5 2.5h-4v11h4M6 8h7.5m0 0-3-3m3 3-3 3",
};

/** The sign of a menu line; its words say the rest. */
export function MenuIcon({ icon }: { readonly icon: keyof typeof PATHS }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="18"
      height="18"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[icon]} />
    </svg>
  );
}
