/** Under which the screen’s query is kept. */
export const RETENTION_KEY = ["retention"];
