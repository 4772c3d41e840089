import { CommandError } from "./output.ts";

/** What a command reads facts from. */
export type CommandInput = AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };

/** Exit code of a command given something it cannot use. */
export const UNUSABLE = 2;
/** Facts are a few lines; more is something else. */
const MOST_BYTES = 64 * 1024;

/** How a command speaks of what it reads. */
interface InputWords {
  /** "une situation", "faits". */
  readonly thing: string;
  /** "Rien n’a été estimé." */
  readonly undone: string;
  /** How it is called, as an example. */
  readonly command: string;
}

/** Reads the JSON a command is given. @throws CommandError in French when there is none, or too much of it */
export async function readObject(
  input: CommandInput,
  { thing, undone, command }: InputWords,
): Promise<unknown> {
  if (input.isTTY)
    throw new CommandError(`Donnez ${thing} en JSON sur l’entrée standard\u00a0: ${command}`, UNUSABLE);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of input) {
    parts.push(Buffer.from(part));
    bytes += part.length;
    if (bytes > MOST_BYTES)
      throw new CommandError(`L’entrée est trop longue (64 Ko au plus). ${undone}`, UNUSABLE);
  }
  const text = Buffer.concat(parts)
    .toString("utf8")
    .replace(/^\uFEFF/u, "");
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      text.trim() === ""
        ? `L’entrée standard est vide\u00a0: ${thing} en JSON y est attendu. ${undone}`
        : `L’entrée standard n’est pas du JSON. ${undone}`,
      UNUSABLE,
    );
  }
}
