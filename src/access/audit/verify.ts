import type { KeyObject } from "node:crypto";
import type { ChainSource, UnsealedRow } from "./chain-source.ts";
import { brokenMessage, ChainWalk, editedMessage } from "./chain-walk.ts";
import {
  type KeptHead,
  keptHeadIsGenuine,
  keyIdOf,
  momentOf,
  type PrunedMark,
  prunedIsGenuine,
  readPublicKey,
} from "./head.ts";
import { tellSigned } from "./signed-faults.ts";
import { parseSnapshot, sees } from "./snapshot.ts";
import { stampIsValid } from "./stamp.ts";
import { findSwappedEntries, findSwappedSeals } from "./swaps.ts";
import { type AuditVerdict, FaultList } from "./verdict.ts";

/** How far from the date of the kept head an entry may be unsealed, or the database be ahead of that head. */
const GRACE_MS = 10_000;

export interface VerifyOptions {
  /** Ed25519, SPKI PEM; not the one the database declares. */
  readonly publicKeyPem: string;
  /** The latest head kept outside the database. */
  readonly head?: KeptHead | undefined;
  /** The program's own secret, when at hand: tells its unsealed entries from others. */
  readonly stampSecret?: Buffer | undefined;
}

/**
 * Verifies a whole audit trail: each entry against its seal, each seal against the one before, each head's
 * signature, and the end against the head kept outside. Reads once, in pages; writes nothing.
 * @throws Error when the key is not an Ed25519 public key
 */
export async function verifyChain(source: ChainSource, options: VerifyOptions): Promise<AuditVerdict> {
  const publicKey = readPublicKey(options.publicKeyPem);
  const faults = new FaultList();
  const kept = await checkKeptHead(options.head, publicKey, faults);
  const pruned = await checkPruned(await source.pruned(), publicKey, faults);
  const walk = new ChainWalk(publicKey, keyIdOf(publicKey), faults, kept?.seq ?? 0, pruned);
  for await (const page of source.seals()) await walk.take(page);
  walk.endKept();
  await tellEdits(walk, source, faults);
  tellBrokenLinks(walk, faults);
  await tellLostHeads(walk, source, faults);
  tellUnsigned(walk, kept, faults);
  const end = judgeEnd(walk, kept, options.head !== undefined, faults, pruned);
  const unsealed = await countUnsealed(source, pendingRule(walk, kept, options.stampSecret), faults);
  const notesVerified = await source.notesVisible();
  if (notesVerified) await tellSigned(source, faults);
  await checkDeclaredKeys(source, options.publicKeyPem, publicKey, faults);
  return {
    ok: faults.none && (options.head === undefined || end.verified),
    entries: walk.entries + unsealed.total,
    sealed: walk.sealed,
    pending: unsealed.pending,
    endVerified: end.verified,
    notesVerified,
    pruned:
      pruned &&
      `Le journal a été allégé de ${pruned.entries} entrées d’avant le ${pruned.before.slice(0, 10)}, leur temps étant passé\u00a0: la chaîne reprend, signée, après le scellé n°\u00a0${pruned.seq}.`,
    end: end.message,
    faults: faults.faults,
    faultCounts: faults.counts,
  };
}

async function checkKeptHead(
  head: KeptHead | undefined,
  publicKey: KeyObject,
  faults: FaultList,
): Promise<KeptHead | null> {
  if (head === undefined) return null;
  if (head.keyId !== keyIdOf(publicKey)) {
    faults.add({
      kind: "wrong_key",
      message: `La tête conservée est signée avec une autre clé (${head.keyId}) que celle donnée (${keyIdOf(publicKey)}).`,
    });
    return null;
  }
  if (await keptHeadIsGenuine(head, publicKey)) return head;
  faults.add({
    kind: "bad_signature",
    message: "La signature de la tête conservée est fausse\u00a0: ce fichier a été modifié ou fabriqué.",
  });
  return null;
}

/** A mark that is not ours proves nothing: what it would excuse is then told as missing. */
async function checkPruned(
  mark: PrunedMark | null,
  publicKey: KeyObject,
  faults: FaultList,
): Promise<PrunedMark | null> {
  if (mark === null || (mark.keyId === keyIdOf(publicKey) && (await prunedIsGenuine(mark, publicKey))))
    return mark;
  faults.add({
    kind: "bad_signature",
    seq: mark.seq,
    message: `La marque d’allègement du journal (scellé n°\u00a0${mark.seq}) n’est pas signée par cette clé\u00a0: elle a été modifiée ou fabriquée.`,
  });
  return null;
}

async function tellEdits(walk: ChainWalk, source: ChainSource, faults: FaultList): Promise<void> {
  if (walk.edited.length === 0) return;
  const pieces = await source.pieces(walk.edited.map(({ entryId }) => entryId));
  const swaps = findSwappedEntries(walk.edited, pieces);
  for (const [a, b] of swaps) {
    faults.add({
      kind: "swapped",
      entryId: a.entryId,
      seq: a.seq,
      message: `Les entrées n°\u00a0${a.entryId} et n°\u00a0${b.entryId} ont été échangées\u00a0: chacune porte le contenu scellé de l’autre.`,
    });
  }
  const swapped = new Set(swaps.flat());
  for (const one of walk.edited) {
    if (swapped.has(one)) continue;
    const { entryId, seq } = one;
    faults.add({ kind: "edited", entryId, seq, message: editedMessage(entryId, seq) });
  }
}

function tellBrokenLinks(walk: ChainWalk, faults: FaultList): void {
  const explained = new Set<number>();
  for (const [a, b] of findSwappedSeals(walk.broken)) {
    for (const { seq } of [a, b]) explained.add(seq).add(seq + 1);
    faults.add({
      kind: "swapped",
      entryId: a.entryId,
      seq: a.seq,
      message: `Les scellés n°\u00a0${a.seq} et n°\u00a0${b.seq} ont été échangés\u00a0: l’ordre du journal a été changé.`,
    });
  }
  for (const { seq, entryId } of walk.broken) {
    if (!explained.has(seq)) faults.add({ kind: "broken_chain", entryId, seq, message: brokenMessage(seq) });
  }
  if (walk.remade === null || explained.has(walk.remade.seq)) return;
  faults.add({
    kind: "broken_chain",
    seq: walk.remade.seq,
    message: `La chaîne a été refaite\u00a0: au n°\u00a0${walk.remade.seq} elle n’est plus celle que le programme a signée.`,
  });
}

async function tellLostHeads(walk: ChainWalk, source: ChainSource, faults: FaultList): Promise<void> {
  let furthest = 0;
  for await (const page of source.headsWithoutSeal()) {
    for (const head of page) {
      // One inside the chain stands at a hole already told.
      if (await walk.checkHead(head)) furthest = Math.max(furthest, head.seq);
    }
  }
  if (furthest <= walk.lastSeq) return;
  faults.add({
    kind: "truncated",
    seq: walk.lastSeq,
    message: `La chaîne s’arrête au scellé n°\u00a0${walk.lastSeq}, alors qu’une tête signée de la base atteint le n°\u00a0${furthest}\u00a0: sa fin a été coupée.`,
  });
}

/** Seals after the last head: their head was removed, or they were never ours. */
function tellUnsigned(walk: ChainWalk, kept: KeptHead | null, faults: FaultList): void {
  const first = walk.unsigned[0];
  // What a cut leaves of a batch has no head any more: the cut is told.
  if (first === undefined || faults.has("truncated") || (kept !== null && kept.seq > walk.lastSeq)) return;
  if (kept !== null && kept.seq >= first.seq && kept.hash === walk.hashAtAsked) {
    faults.add({
      kind: "truncated",
      seq: first.seq,
      message: `Les têtes signées manquent dans la base à partir du scellé n°\u00a0${first.seq}\u00a0: elles ont été supprimées.`,
    });
    return;
  }
  for (const { seq, entryId } of walk.unsigned) {
    faults.add({
      kind: "inserted",
      entryId,
      seq,
      message: `Le scellé n°\u00a0${seq} de l’entrée n°\u00a0${entryId} n’est couvert par aucune tête signée\u00a0: il a été ajouté hors du programme, ou sa tête a été supprimée.`,
    });
  }
}

function judgeEnd(
  walk: ChainWalk,
  kept: KeptHead | null,
  given: boolean,
  faults: FaultList,
  pruned: PrunedMark | null,
): { verified: boolean; message: string } {
  if (kept !== null && pruned !== null && kept.seq < pruned.seq) {
    return {
      verified: false,
      message: `La tête donnée atteint le scellé n°\u00a0${kept.seq}, d’avant l’allègement du journal (n°\u00a0${pruned.seq})\u00a0: donnez la plus récente.`,
    };
  }
  if (kept === null) {
    return {
      verified: false,
      message: given
        ? "La fin de la chaîne ne peut pas être vérifiée\u00a0: la tête donnée n’est pas valable."
        : "La fin de la chaîne ne peut pas être vérifiée sans la tête conservée hors de la base.",
    };
  }
  const reach = `la tête conservée atteint le scellé n°\u00a0${kept.seq}`;
  if (kept.seq > walk.lastSeq) {
    faults.add({
      kind: "truncated",
      seq: walk.lastSeq,
      message: `La chaîne s’arrête au scellé n°\u00a0${walk.lastSeq}, alors que ${reach}\u00a0: sa fin a été coupée.`,
    });
    return { verified: false, message: "La fin de la chaîne manque." };
  }
  if (walk.hashAtAsked !== kept.hash) {
    tellOtherChain(walk, kept, faults);
    return { verified: false, message: "La fin de la chaîne n’est pas celle que la tête conservée atteste." };
  }
  const ahead = walk.lastHead === null ? 0 : momentOf(walk.lastHead.signedAt) - momentOf(kept.signedAt);
  if (walk.lastSeq > kept.seq && !(ahead <= GRACE_MS)) {
    return {
      verified: false,
      message:
        `La chaîne va jusqu’au scellé n°\u00a0${walk.lastSeq}, mais ${reach}\u00a0: elle est trop ancienne pour attester la fin. ` +
        "Donnez la plus récente, gardée par le serveur.",
    };
  }
  if (faults.has("truncated")) return { verified: false, message: "La fin de la chaîne est abîmée." };
  return { verified: true, message: `La fin de la chaîne est vérifiée\u00a0: ${reach}.` };
}

/** The chain does not go through the kept head. */
function tellOtherChain(walk: ChainWalk, kept: KeptHead, faults: FaultList): void {
  // Already told: a missing seal, a broken link, a signature that does not fit.
  if (walk.hashAtAsked === null || !faults.none) return;
  faults.add({
    kind: "truncated",
    seq: kept.seq,
    message:
      `Le scellé n°\u00a0${kept.seq} n’est pas celui que la tête conservée atteste\u00a0: la fin de la chaîne a été coupée ` +
      "(ou une ancienne sauvegarde remise), puis le programme a continué.",
  });
}

/** Which entries may still be unsealed. */
function pendingRule(
  walk: ChainWalk,
  kept: KeptHead | null,
  secret: Buffer | undefined,
): (row: UnsealedRow) => boolean {
  // A server killed between its last sealing and its last file left the database a little ahead.
  const ahead = walk.lastHead !== null && kept !== null && walk.lastHead.seq > kept.seq;
  const last = ahead ? walk.lastHead : kept;
  if (kept === null || last === null || (kept.closed && !ahead)) return () => false;
  const snapshot = parseSnapshot(last.snapshot);
  const signedAt = momentOf(last.signedAt);
  return (row) => {
    if (sees(snapshot, row.xid)) return false;
    const near = row.at !== null && Math.abs(momentOf(row.at) - signedAt) <= GRACE_MS;
    if (!near && !snapshot.underWay.includes(row.xid)) return false;
    if (secret === undefined) return true;
    return !row.stampReused && stampIsValid(secret, row.stampId, Buffer.from(row.stampMac, "hex"));
  };
}

async function countUnsealed(
  source: ChainSource,
  isPending: (row: UnsealedRow) => boolean,
  faults: FaultList,
): Promise<{ total: number; pending: number }> {
  const count = { total: 0, pending: 0 };
  for await (const page of source.unsealed()) {
    for (const row of page) {
      count.total += 1;
      if (isPending(row)) count.pending += 1;
      else {
        faults.add({
          kind: "inserted",
          entryId: row.id,
          message: `L’entrée n°\u00a0${row.id} n’est pas dans la chaîne\u00a0: elle a été ajoutée hors du programme, ou son scellé a été supprimé.`,
        });
      }
    }
  }
  return count;
}

async function checkDeclaredKeys(
  source: ChainSource,
  publicKeyPem: string,
  publicKey: KeyObject,
  faults: FaultList,
): Promise<void> {
  for (const declared of await source.keys()) {
    if (declared.keyId === keyIdOf(publicKey) && declared.publicKeyPem.trim() === publicKeyPem.trim())
      continue;
    faults.add({
      kind: "wrong_key",
      message: `La base déclare une autre clé de signature (${declared.keyId}) que celle donnée (${keyIdOf(publicKey)}).`,
    });
  }
}
