import type pg from "pg";
import { type Role, roleSchema } from "../access/model.ts";
import { createAccount } from "../access/set-up.ts";
import { createInvitation, createReset } from "../access/sign-in/links.ts";
import type { Caller } from "../platform/database/database.ts";
import { asConsole } from "./console.ts";
import { type CommandAnswer, CommandError } from "./output.ts";

/** Options of `maillage user add`. */
export interface UserAddOptions {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly structure?: string;
  readonly supervisor?: string;
}

/** Creates an account without password, and a one-time link by which its owner chooses one. */
export async function userAddCommand(options: UserAddOptions): Promise<CommandAnswer> {
  const role = checkRole(options.role);
  if (!/^[^\s@]+@[^\s@]+$/.test(options.email)) {
    throw new CommandError(
      `« ${options.email} » n’est pas une adresse e-mail. Aucun compte n’a été créé.`,
      2,
    );
  }
  if ((role === "trainee") !== (options.supervisor !== undefined)) {
    throw new CommandError(
      "Un stagiaire, et lui seul, a un responsable : --supervisor E-MAIL. Aucun compte n’a été créé.",
      2,
    );
  }
  const made = await asConsole(async ({ installation, caller }) => {
    const owner = await installation.connectOwner();
    try {
      await owner.query("begin");
      const known = await owner.query("select from access.account where email = lower($1)", [options.email]);
      if (known.rowCount)
        throw new CommandError(`Un compte existe déjà pour ${options.email}. Rien n’a été modifié.`);
      await checkPlace(owner, options);
      const id = await createAccount(owner, {
        email: options.email,
        name: options.name,
        role,
        structure: options.structure ?? null,
        supervisorEmail: options.supervisor ?? null,
      });
      const { token, stamp } = caller();
      await owner.query(
        "select set_config('maillage.token', $1, true), set_config('maillage.stamp', $2, true)",
        [token, stamp],
      );
      await owner.query("select audit.record('account.create', null, null, 'account', $1)", [id]);
      const invitation = await createInvitation(owner, id);
      await owner.query("commit");
      return { id, invitation };
    } catch (error) {
      await owner.query("rollback");
      throw error;
    } finally {
      await owner.end();
    }
  });
  const path = `/invitation#${made.invitation.token}`;
  return {
    data: {
      id: made.id,
      email: options.email.toLowerCase(),
      role,
      invitation: { path, expiresAt: made.invitation.expiresAt },
    },
    text: `Compte créé pour ${options.name}. Transmettez ce lien, valable une fois : (adresse du serveur)${path}`,
  };
}

/**
 * Makes a new one-time link for an account. A reset changes the password alone; a renewed invitation changes
 * everything, second factor included, for someone whose phone or key is lost. Earlier links end.
 */
export async function userLinkCommand(email: string, kind: "reset" | "invitation"): Promise<CommandAnswer> {
  const link = await asConsole(async ({ installation, caller }) => {
    const owner = await installation.connectOwner();
    try {
      await owner.query("begin");
      const { rows } = await owner.query<{ id: string }>(
        "select id from access.account where email = lower($1) and disabled_at is null and email not like '%.invalid'",
        [email],
      );
      const id = rows[0]?.id;
      if (!id) throw new CommandError(`Aucun compte ouvert pour ${email}. Aucun lien n’a été créé.`);
      await recordAs(owner, caller(), "account.credential", id);
      const made = await (kind === "reset" ? createReset : createInvitation)(owner, id);
      await owner.query("commit");
      return made;
    } catch (error) {
      await owner.query("rollback");
      throw error;
    } finally {
      await owner.end();
    }
  });
  const path = `/invitation#${link.token}`;
  return {
    data: { email: email.toLowerCase(), kind, path, expiresAt: link.expiresAt },
    text: `Lien à usage unique, à transmettre à cette personne seule : (adresse du serveur)${path}`,
  };
}

async function recordAs(
  owner: pg.Client,
  { token, stamp }: Caller,
  action: string,
  account: string,
): Promise<void> {
  await owner.query("select set_config('maillage.token', $1, true), set_config('maillage.stamp', $2, true)", [
    token,
    stamp,
  ]);
  await owner.query("select audit.record($1, null, null, 'account', $2)", [action, account]);
}

/** @throws CommandError when the structure or the supervisor named is not there */
async function checkPlace(owner: pg.Client, { structure, supervisor }: UserAddOptions): Promise<void> {
  const { rows } = await owner.query<{ codes: string; structure: boolean; supervisor: boolean }>(
    `select (select string_agg(code, ', ' order by code) from network.structure) as codes,
            $1::text is null or exists (select from network.structure where code = $1) as structure,
            $2::text is null or exists (select from access.assignment g join access.account a on a.id = g.account_id
              where a.email = lower($2) and a.disabled_at is null and g.role <> 'trainee' and g.valid @> current_date) as supervisor`,
    [structure ?? null, supervisor ?? null],
  );
  if (!rows[0]?.structure) {
    throw new CommandError(
      `La structure « ${structure} » n’existe pas. Aucun compte n’a été créé. Structures : ${rows[0]?.codes ?? ""}.`,
    );
  }
  if (!rows[0].supervisor) {
    throw new CommandError(
      `Personne en fonction n’a l’adresse ${supervisor}. Aucun compte n’a été créé. Créez d’abord le compte du responsable.`,
    );
  }
}

function checkRole(role: string): Role {
  const known = roleSchema.exclude(["console"]).safeParse(role);
  if (known.success) return known.data;
  throw new CommandError(
    `Le rôle « ${role} » n’existe pas. Aucun compte n’a été créé. Rôles : ${roleSchema.exclude(["console"]).options.join(", ")}.`,
    2,
  );
}
