import type pg from "pg";
import { PAPER_KEYS, paperBox } from "../papers/box.ts";
import { wrapPapersAgain } from "../papers/wrap-again.ts";
import { NUMBER_KEYS, numberBox } from "../people/number/box.ts";
import { encryptAgain } from "../people/number/encrypt-again.ts";
import type { EncryptedAgain } from "../platform/encrypted-again.ts";
import { addKey, type KeyRing, openKeyRing } from "../platform/key-ring.ts";
import { asConsole } from "./console.ts";
import type { CommandAnswer } from "./output.ts";

/** What is encrypted under a ring of its own, and how it is encrypted again. */
const KINDS = [
  {
    name: "numbers",
    ring: NUMBER_KEYS,
    act: "number.rekey",
    again: (owner: pg.Client, ring: KeyRing) => encryptAgain(owner, numberBox(ring)),
  },
  {
    name: "documents",
    ring: PAPER_KEYS,
    act: "paper.rekey",
    // Attestations sent with referrals that are nobody's record yet are kept as documents are.
    again: async (owner: pg.Client, ring: KeyRing) => {
      const box = paperBox(ring);
      const filed = await wrapPapersAgain(owner, box);
      const sent = await wrapPapersAgain(owner, box, "admission.attestation");
      return { count: filed.count + sent.count, unreadable: filed.unreadable + sent.unreadable };
    },
  },
] as const;

/**
 * `maillage rotate-keys`: a new key for social security numbers and one for documents, and all that is kept encrypted again under
 * them, each in one transaction. Servers at work go on: they read the new keys when they meet them. The former ones are
 * kept in the files, for the backups made before.
 */
export function rotateKeysCommand(): Promise<CommandAnswer> {
  return asConsole(async ({ installation, caller }) => {
    const { keys } = installation.folder;
    const done: Partial<Record<(typeof KINDS)[number]["name"], { version: number } & EncryptedAgain>> = {};
    const owner = await installation.connectOwner();
    try {
      for (const kind of KINDS) {
        const ring = openKeyRing(keys, kind.ring);
        // Made now if it was not: the version added must not be the first.
        ring.keys();
        const version = addKey(keys, kind.ring);
        await owner.query("begin");
        const { token, stamp } = caller();
        await owner.query("select access.enter($1, $2, $3), audit.record($4)", [
          token,
          stamp,
          ["console"],
          kind.act,
        ]);
        const again = await kind.again(owner, ring);
        await owner.query("commit");
        done[kind.name] = { version, ...again };
      }
    } finally {
      await owner.end();
    }
    const { numbers, documents } = done;
    const unreadable = (numbers?.unreadable ?? 0) + (documents?.unreadable ?? 0);
    return {
      data: done,
      text: [
        `Numéros de sécurité sociale\u00a0: clé n°\u00a0${numbers?.version}, ${numbers?.count} chiffrés de nouveau.`,
        `Documents\u00a0: clé n°\u00a0${documents?.version}, ${documents?.count} clés chiffrées de nouveau.`,
        ...(unreadable === 0
          ? []
          : [
              `${unreadable} ne s’ouvrent plus et restent tels quels\u00a0: la base a été changée hors de Maillage, ou il manque une clé. Lancez maillage audit verify.`,
            ]),
        "Les prochaines sauvegardes emportent ces clés. Pensez aussi à la clé de récupération\u00a0: maillage recovery-key --new.",
      ].join("\n"),
    };
  });
}
