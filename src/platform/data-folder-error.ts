/** Something about the data folder that the operator must settle; the message is French and says what to do. */
export class DataFolderError extends Error {
  override name = "DataFolderError";
}
