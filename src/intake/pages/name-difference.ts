/**
 * What is alike at both ends of two spellings of a name, and what differs between, capitals and accents apart.
 * @returns start, middle and end of `name`, as written
 */
export function difference(name: string, other: string): [string, string, string] {
  const [mine, theirs] = [Array.from(name), Array.from(other)];
  const [here, there] = [mine.map(plain), theirs.map(plain)];
  const most = Math.min(here.length, there.length);
  let start = 0;
  while (start < most && here[start] === there[start]) start++;
  let end = 0;
  while (end < most - start && here.at(-1 - end) === there.at(-1 - end)) end++;
  const middle = mine.length - end;
  return [mine.slice(0, start).join(""), mine.slice(start, middle).join(""), mine.slice(middle).join("")];
}

function plain(letter: string): string {
  return letter.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replace("ı", "i");
}
