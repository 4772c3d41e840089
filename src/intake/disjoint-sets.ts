/** Sets that only ever merge: which items belong together, in near-constant time. */
export class DisjointSets {
  readonly #parent: number[] = [];

  /** Adds a set of one item and returns the item's number (0, 1, 2…). */
  add(): number {
    this.#parent.push(this.#parent.length);
    return this.#parent.length - 1;
  }

  /** Number standing for the item's set. */
  find(item: number): number {
    let root = item;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    for (let at = item; at !== root; ) {
      const next = this.#parent[at] ?? root;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  /** Merges the sets of two items; the lower number stands for both. */
  merge(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined) this.#parent[high] = low;
  }
}
