/** What the menu says beside its lines: a hundred at most; requests null: this role follows none. */
export interface Counters {
  readonly tasks: number;
  readonly requests: number | null;
}
