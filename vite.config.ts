import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown } from "vite";

/** React Aria's own words, in the 34 languages it carries: `../intl/menu/fr-FR.mjs`. */
const WORDS = /\/intl\/.+\/[a-z]{2}-[A-Z]{2}\.mjs$/;
const NO_WORDS = "\0no-words";
/**
 * What stands for the files by which React Aria finds out the reader's language and the way it is written. Asking the
 * browser loads its tables of all the languages of the world, before anything is drawn.
 */
const FRENCH: readonly (readonly [file: RegExp, code: string])[] = [
  [
    /\/i18n\/useDefaultLocale\.mjs$/,
    `const french = { locale: "fr-FR", direction: "ltr" };
     export const getDefaultLocale = () => french;
     export const useDefaultLocale = () => french;`,
  ],
  [/\/i18n\/utils\.mjs$/, "export const isRTL = () => false;"],
];

/**
 * React Aria speaks French: the page never speaks another language, and each of its words would be loaded in all, and
 * the browser asked which one to take.
 */
function frenchOnly(): Plugin {
  return {
    name: "french-only",
    enforce: "pre",
    resolveId(source, importer) {
      const ofReactAria = importer !== undefined && /[\\/]react-(aria|stately)/.test(importer);
      return ofReactAria && WORDS.test(source) && !source.endsWith("/fr-FR.mjs") ? NO_WORDS : null;
    },
    load(id) {
      if (id === NO_WORDS) return "export default {};";
      return /[\\/]react-aria[\\/]/.test(id) ? FRENCH.find(([file]) => file.test(id))?.[1] : null;
    },
  };
}

/**
 * Lets the build leave out the schemas a screen does not use, and zod itself where it uses none: browser and server share
 * files that declare schemas beside labels and types, and a schema is built as soon as its file is run. Each declaration
 * of such a file (a schema, or the fields several share) is made one call said to have no effect but its value.
 */
function schemasOnDemand(): Plugin {
  return {
    name: "schemas-on-demand",
    transform: {
      filter: { id: /\/src\/.+\.tsx?$/, code: /from "zod"/ },
      handler(code) {
        let wrapped = code;
        for (const statement of [...this.parse(code).body].reverse()) {
          const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
          if (declared?.type !== "VariableDeclaration") continue;
          for (const { init } of [...declared.declarations].reverse()) {
            if (init?.type !== "CallExpression" && init?.type !== "ObjectExpression") continue;
            const value = wrapped.slice(init.start, init.end);
            wrapped = `${wrapped.slice(0, init.start)}/* @__PURE__ */ (() => (${value}))()${wrapped.slice(init.end)}`;
          }
        }
        return { code: wrapped, map: null };
      },
    },
  };
}

const inWeb = (file: string) => fileURLToPath(new URL(`src/web/${file}`, import.meta.url));
/** The shell of whoever is signed in: what it imports comes with it. */
const SHELL = inWeb("app.tsx");
/** Screens of people who have no account yet, or never will: they carry nothing of the shell but what they use. */
const OUTSIDE = [
  inWeb("../access/pages/invitation-page.tsx"),
  inWeb("../admission/pages/link-page.tsx"),
  inWeb("../access/pages/set-up/set-up-page.tsx"),
];

/**
 * What always comes together is one file: the door, and the shell. Cut by who else uses each part they came as twenty,
 * each asked for, checked and started by itself before anything is drawn.
 */
function loadedTogether(): Rolldown.CodeSplittingGroup[] {
  let outside: ReadonlySet<string> | null = null;
  let shell: ReadonlySet<string> | null = null;
  return [
    { name: "door", tags: ["$initial"], priority: 3 },
    {
      name(id, graph) {
        outside ??= importedBy(OUTSIDE, graph);
        return outside.has(id) && !OUTSIDE.includes(id) ? "outside" : null;
      },
      debugName: "outside",
      // As many files as it takes for each screen to have what it uses and no more.
      entriesAware: true,
      priority: 2,
    },
    {
      name(id, graph) {
        shell ??= importedBy([SHELL], graph);
        // The shell's own entry stays apart, for the server finds it by its name.
        return shell.has(id) && id !== SHELL ? "shell" : null;
      },
      debugName: "shell",
      priority: 1,
    },
  ];
}

/**
 * Tells Chromium, by the first line of a file, to compile the whole of the door and of the shell as they arrive, beside the
 * page: most of it runs before the first drawing, and was compiled function by function while the page waited.
 */
function compiledAsTheyArrive(): Plugin {
  return {
    name: "compiled-as-they-arrive",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === "chunk" && (file.name === "index" || file.name === "shell"))
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      },
    },
  };
}

/** These files and all that they import at once, lazy screens left out. */
function importedBy(files: readonly string[], graph: Rolldown.ChunkingContext): Set<string> {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.add(id);
    graph.getModuleInfo(id)?.importedIds.forEach(visit);
  };
  files.forEach(visit);
  return found;
}

/**
 * The browser's part of the program. The content security policy allows scripts and styles from the same origin
 * only, without inline code and without `data:` addresses: hence no inlined asset and no preload helper in the page.
 * Screens are split by the router's lazy routes. The manifest lets a test weigh what each page loads.
 */
export default defineConfig({
  root: fileURLToPath(new URL("src/web/", import.meta.url)),
  base: "/",
  plugins: [frenchOnly(), schemasOnDemand(), react(), compiledAsTheyArrive()],
  build: {
    target: "es2022",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
    emptyOutDir: true,
    rolldownOptions: { output: { codeSplitting: { groups: loadedTogether() } } },
  },
});
