import { runGenerator } from "./build/generator.mjs";

/**
 * `npm run schemas`: writes the JSON schemas published in docs/ from those the program reads with.
 * `npm run schemas -- --verify`: fails when they are not those of the repository.
 */
await runGenerator("schemas");
