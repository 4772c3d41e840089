interface ReceivedFile {
  readonly blob: Blob;
  readonly name: string;
}

/** Gives a file received from the server to the browser's downloads, under its name. */
export function saveFile({ blob, name }: ReceivedFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has its own hold on the content once begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
