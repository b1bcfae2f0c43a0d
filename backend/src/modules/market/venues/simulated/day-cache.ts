/** Keeps the results of the last `capacity` days asked for, the least recently used one leaving first. */
export class DayCache<T> {
  private readonly kept = new Map<number, T>();

  constructor(
    private readonly capacity: number,
    private readonly compute: (day: number) => T,
  ) {}

  get(day: number): T {
    const found = this.kept.get(day);
    if (found !== undefined) {
      this.kept.delete(day);
      this.kept.set(day, found);
      return found;
    }
    const value = this.compute(day);
    this.kept.set(day, value);
    if (this.kept.size > this.capacity) this.kept.delete(this.kept.keys().next().value as number);
    return value;
  }
}
