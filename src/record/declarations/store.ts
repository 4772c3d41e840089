import type { Asking } from "../objections/store.ts";
import type { Declaration, OwnDeclarations } from "./model.ts";

/** "centre": not a centre of the network. Who is known changes nothing of it. */
export function declarePerson({ db, caller, roles }: Asking, declared: Readonly<Record<string, unknown>>) {
  return db.call<"done" | "centre">(caller, roles, "access.declare_person", "access.declare_person($4)", [
    JSON.stringify(declared),
  ]);
}

export function readOwnDeclarations({ db, caller, roles }: Asking) {
  return db.call<OwnDeclarations>(caller, roles, "access.my_declarations", "access.my_declarations()", []);
}

export function readDeclarations({ db, caller, roles }: Asking) {
  return db.call<Declaration[]>(caller, roles, "access.declarations", "access.declarations()", []);
}

/** "stale": resolved otherwise meanwhile; "unknown": not a record they may know; "objects": the person objects to the partner. */
export function resolveDeclaration(
  { db, caller, roles }: Asking,
  resolution: Readonly<Record<string, unknown>>,
) {
  return db.call<"done" | "stale" | "unknown" | "objects">(
    caller,
    roles,
    "access.resolve_declaration",
    "access.resolve_declaration($4)",
    [JSON.stringify(resolution)],
  );
}
