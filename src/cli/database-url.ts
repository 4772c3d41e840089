import { type LoginKind, loginName } from "../platform/database/login-roles.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** The address of the database as one of its roles: for psql, backups and inspections. */
export async function databaseUrlCommand(role: string): Promise<CommandAnswer> {
  if (!["owner", "app", "signin", "sealer"].includes(role)) {
    throw new CommandError(`Le rôle « ${role} » n’existe pas. Rôles : owner, app, signin, sealer.`, 2);
  }
  const url = await asConsole(async ({ installation: { server, secrets, database } }) => {
    const { connectionString, user = "", password } = server.admin;
    if (role === "owner") return connectionString ?? server.url(user, String(password ?? ""));
    const passwords = {
      app: secrets.appPassword,
      signin: secrets.signinPassword,
      sealer: secrets.sealerPassword,
    };
    return server.url(loginName(database, role as LoginKind), passwords[role as LoginKind]);
  });
  return { data: { url }, text: url };
}
