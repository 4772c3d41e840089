import type { Nature, Role } from "../../src/access/model.ts";

/**
 * The access matrix of the handbook (section 2.2, with its line "Role → cells"), copied by hand and not from the
 * program: R reads, W writes, c only with the person's traced consent, s a summary alone, o what one wrote oneself.
 * A blank denies. Its first line says of the telephone desk "RW (name, birth, phone, commune)": identity_detail is the rest of
 * that line (full address, languages, e-mail, places where a message is left, social security number).
 */
export const handbookMatrix: Readonly<Record<Role, Partial<Record<Nature, string>>>> = {
  doctor: {
    identity: "RW",
    identity_detail: "RW",
    cover: "R",
    right_requests: "R",
    social_situation: "s",
    social_notes: "Rc",
    clinical: "RW",
    useful: "W",
    appointments: "RW",
    money: "s",
  },
  medical_director: {
    identity: "RW",
    identity_detail: "RW",
    cover: "R",
    right_requests: "R",
    social_situation: "s",
    social_notes: "Rc",
    clinical: "RW",
    useful: "W",
    appointments: "RW",
    money: "s",
  },
  nurse: {
    identity: "RW",
    identity_detail: "RW",
    cover: "RW",
    right_requests: "RW",
    social_situation: "R",
    social_notes: "Rc",
    clinical: "RW",
    useful: "W",
    appointments: "RW",
  },
  coordinating_nurse: {
    identity: "RW",
    identity_detail: "RW",
    cover: "RW",
    right_requests: "RW",
    social_situation: "R",
    social_notes: "Rc",
    clinical: "RW",
    useful: "W",
    appointments: "RW",
    money: "W",
  },
  paramedic: {
    identity: "R",
    identity_detail: "R",
    cover: "R",
    right_requests: "s",
    // "own part RW, essentials R": the essentials are the summary of the block.
    clinical: "osW",
    appointments: "RW",
  },
  social_worker: {
    identity: "RW",
    identity_detail: "RW",
    cover: "RW",
    right_requests: "RW",
    social_situation: "RW",
    social_notes: "oW",
    useful: "R",
    appointments: "RW",
    money: "s",
  },
  outside_social_worker: {
    identity: "RWc",
    identity_detail: "RWc",
    cover: "RWc",
    right_requests: "RWc",
    social_situation: "RWc",
    social_notes: "Rc",
    useful: "Rc",
    appointments: "RWc",
  },
  prescriber: { identity: "RWc", identity_detail: "RWc", cover: "RWc", appointments: "Rc" },
  administrative_officer: {
    identity: "RW",
    identity_detail: "RW",
    cover: "RW",
    right_requests: "RW",
    social_situation: "s",
    appointments: "RW",
  },
  mediator: {
    identity: "R",
    identity_detail: "R",
    cover: "R",
    right_requests: "R",
    social_situation: "R",
    useful: "s",
    appointments: "RW",
  },
  reception: { identity: "RW", identity_detail: "RW", cover: "RW", right_requests: "s", appointments: "RW" },
  telephone_desk: { identity: "RW", appointments: "RW" },
  imprest_manager: { money: "RW" },
  public_accountant: { money: "R" },
  // The supervisor's column, read only: nothing of their own.
  trainee: {},
  network_manager: {},
  auditor: {},
  data_protection_officer: {},
  technical_administrator: {},
  console: {},
};

/*
 * One cell is left blank: "W if mandated" of the outside social worker on vouchers. A mandate is recorded nowhere yet, and a
 * blank denies.
 */

/**
 * Where the program departs from the matrix, and why.
 * "useful": whoever writes the line that is useful to the social path reads those of their colleagues, which are
 * drawn from the clinical record they read whole: a line written twice would help nobody.
 */
const DEPARTURES: Readonly<Partial<Record<Nature, Readonly<Record<string, string>>>>> = {
  useful: { W: "RW" },
};

/** The cell a role has for a nature, "" when it has none. */
export function cellOf(role: Role, nature: Nature): string {
  const cell = handbookMatrix[role][nature] ?? "";
  return DEPARTURES[nature]?.[cell] ?? cell;
}
