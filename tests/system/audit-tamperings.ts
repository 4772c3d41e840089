import { DIGEST_SQL } from "../../src/access/audit/canonical.ts";
import type { FaultKind } from "../../src/access/audit/verify-audit.ts";

/** The identifier is `generated always`: an owner who edits it first drops that. */
const unlock = "alter table audit.entry alter column id drop identity";

/** Adds an entry as a copy of the first, with this stamp. */
export const insertByHand = (changes = "uuidv7(), stamp_mac") =>
  `insert into audit.entry (stamp_id, stamp_mac, session_id, account_id, role, action, person_id)
   select ${changes}, session_id, account_id, role, action, uuidv7() from audit.entry order by id limit 1`;

/** The entry sealed at this number. */
export const entryAt = (seq: number) => `(select entry_id from audit.seal where seq = ${seq})`;

/** What an owner can do to a trail, and the kind it must be told as. */
export const tamperings: [string, FaultKind, string][] = [
  [
    "an entry's person changes",
    "edited",
    `update audit.entry set person_id = uuidv7() where id = ${entryAt(4)}`,
  ],
  [
    "an entry's moment changes",
    "edited",
    `update audit.entry set at = at + interval '1 microsecond' where id = ${entryAt(7)}`,
  ],
  ["an entry's detail changes", "edited", `update audit.entry set detail = 'null' where id = ${entryAt(1)}`],
  [
    "an entry's moment becomes another era's",
    "edited",
    `update audit.entry set at = '4000-01-01 BC' where id = ${entryAt(1)}`,
  ],
  ["an entry goes", "deleted", `delete from audit.entry where id = ${entryAt(5)}`],
  ["the last entry goes", "deleted", `delete from audit.entry where id = ${entryAt(12)}`],
  [
    "an entry and its seal go",
    "deleted",
    `delete from audit.entry where id = ${entryAt(6)}; delete from audit.seal where seq = 6`,
  ],
  ["all entries go", "deleted", "truncate audit.entry"],
  ["an entry is added", "inserted", insertByHand()],
  ["an entry is added with a stamp that served", "inserted", insertByHand("stamp_id, stamp_mac")],
  [
    "an entry is added with its seal",
    "inserted",
    `${insertByHand()}; insert into audit.seal
       select s.seq + 1, e.id, n.digest, sha256(s.hash || n.digest)
         from (select * from audit.seal order by seq desc limit 1) s, (select * from audit.entry order by id desc limit 1) e,
              lateral (select decode(${DIGEST_SQL}, 'hex') as digest) n`,
  ],
  [
    "two entries exchange their content",
    "swapped",
    `update audit.entry e set person_id = o.person_id, at = o.at, xid = o.xid, stamp_id = o.stamp_id, stamp_mac = o.stamp_mac
       from audit.entry o where e.id in (${entryAt(3)}, ${entryAt(9)}) and o.id in (${entryAt(3)}, ${entryAt(9)}) and o.id <> e.id`,
  ],
  [
    "two entries exchange their persons only",
    "swapped",
    `update audit.entry e set person_id = o.person_id
       from audit.entry o where e.id in (${entryAt(3)}, ${entryAt(4)}) and o.id in (${entryAt(3)}, ${entryAt(4)}) and o.id <> e.id`,
  ],
  [
    "two entries exchange their identifiers",
    "swapped",
    `${unlock}; update audit.entry set id = -1 where id = ${entryAt(3)}; update audit.entry set id = ${entryAt(3)} where id = ${entryAt(8)};
     update audit.entry set id = ${entryAt(8)} where id = -1`,
  ],
  [
    "two seals exchange their numbers",
    "swapped",
    "update audit.seal set seq = -1 where seq = 3; update audit.seal set seq = 3 where seq = 4; update audit.seal set seq = 4 where seq = -1",
  ],
  [
    "the end is cut",
    "truncated",
    `delete from audit.entry where id in (select entry_id from audit.seal where seq > 8);
     delete from audit.seal where seq > 8; delete from audit.head where seq > 8`,
  ],
  [
    "the last entry goes with its seal",
    "truncated",
    `delete from audit.entry where id = ${entryAt(12)}; delete from audit.seal where seq = 12`,
  ],
  ["everything goes", "truncated", "truncate audit.entry, audit.seal, audit.head"],
  ["the last head goes", "truncated", "delete from audit.head where seq = 12"],
  ["a seal is rewritten", "broken_chain", "update audit.seal set hash = sha256('autre') where seq = 5"],
  [
    "a head is rewritten",
    "bad_signature",
    "update audit.head set signed_at = signed_at - interval '1 microsecond' where seq = 8",
  ],
  ["the declared key changes", "wrong_key", "update audit.signing_key set public_key_pem = 'autre'"],
];
