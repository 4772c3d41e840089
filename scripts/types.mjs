import { runGenerator } from "./build/generator.mjs";

/**
 * `npm run types`: writes the types of the database from its migrations.
 * `npm run types -- --verify`: fails when they are not those of the repository.
 */
await runGenerator("types");
