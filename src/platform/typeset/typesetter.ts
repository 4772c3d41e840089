import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { programRoot } from "../program-root.ts";
import type { TypesetAnswer, TypesetOrder, TypesetShop } from "./messages.ts";

/** Some characters are in none of our fonts. */
export class UnprintableError extends Error {
  override name = "UnprintableError";
  /** As Typst writes them: `😀`, or `\u{7}` for what has no shape. */
  readonly characters: readonly string[];

  constructor(characters: readonly string[]) {
    super("characters that no font has");
    this.characters = characters;
  }
}

/** Typesets documents out of the event loop. */
export interface Typesetter {
  /**
   * @param template file of `documents/` @param data what it reads
   * @param accessible true: PDF/UA-1 or nothing (title, language, tags, every character with its glyph); tagged in any case
   * @throws UnprintableError, or Error when typesetting fails or takes too long
   */
  pdf(template: string, data: unknown, accessible: boolean): Promise<Buffer>;
  /** Ends the thread; the next document starts another. */
  stop(): Promise<void>;
}

/** Longest time for one document, and after how long without any the thread ends. */
export interface TypesetBounds {
  readonly milliseconds: number;
  readonly idleMilliseconds: number;
}

const BOUNDS: TypesetBounds = { milliseconds: 20_000, idleMilliseconds: 300_000 };

interface Waiting {
  readonly order: TypesetOrder;
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One thread, kept between documents (starting it and reading the fonts costs a hundred times a page), which does one at
 * a time. One that fails or passes its bounds is ended; the next document starts another.
 * @param program where the thread's program is; by default beside the built server
 */
export function startTypesetter(program?: URL, bounds: TypesetBounds = BOUNDS): Typesetter {
  let worker: Worker | null = null;
  let next = 0;
  const queue: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  const settle = (end: (first: Waiting) => void) => {
    clearTimeout(timer);
    const first = queue.shift();
    if (first) end(first);
    work();
  };
  const stop = async () => {
    const ended = worker;
    worker = null;
    clearTimeout(timer);
    await ended?.terminate();
  };
  const fail = (from: Worker, error: Error) => {
    if (worker !== from) return;
    void stop();
    settle(({ reject }) => reject(error));
  };
  const start = () => {
    const made = new Worker(program ?? new URL("./typeset-worker.js", import.meta.url), {
      workerData: shop(),
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    made.on("message", (answer: TypesetAnswer) => {
      if (worker !== made || answer.id !== queue[0]?.order.id) return;
      settle(({ resolve, reject }) => {
        if ("pdf" in answer) resolve(Buffer.from(answer.pdf));
        else
          reject(
            answer.unprintable.length > 0
              ? new UnprintableError(answer.unprintable)
              : new Error(answer.fault),
          );
      });
    });
    made.on("error", (error) => fail(made, error));
    made.on("exit", () => fail(made, new Error("the thread ended without an answer")));
    return made;
  };
  const work = () => {
    const first = queue[0];
    if (!first) {
      // A process that has nothing else to do ends without waiting for it.
      worker?.unref();
      timer = setTimeout(() => void stop(), bounds.idleMilliseconds).unref();
      return;
    }
    try {
      worker ??= start();
    } catch (error) {
      // Those who wait behind are told too, each in turn.
      settle(({ reject }) => reject(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    const busy = worker;
    busy.ref();
    busy.postMessage(first.order);
    timer = setTimeout(() => fail(busy, new Error("the document took too long")), bounds.milliseconds);
  };

  return {
    pdf: (template, data, accessible) =>
      new Promise((resolve, reject) => {
        const order = { id: next++, template, data: JSON.stringify(data), accessible };
        queue.push({ order, resolve, reject });
        if (queue.length > 1) return;
        clearTimeout(timer);
        work();
      }),
    stop,
  };
}

/** Text in the first; letters it lacks (Vietnamese, Cyrillic, Greek names) in the second, Arabic ones in the third. */
const FONTS = [
  "@expo-google-fonts/atkinson-hyperlegible-next",
  "@expo-google-fonts/noto-sans",
  "@expo-google-fonts/noto-sans-arabic",
];

function shop(): TypesetShop {
  const { resolve } = createRequire(import.meta.url);
  return {
    workspace: join(programRoot(), "documents"),
    fonts: FONTS.flatMap((name) => {
      const folder = dirname(resolve(`${name}/package.json`));
      return [join(folder, "400Regular"), join(folder, "700Bold")];
    }),
  };
}
