/** News between processes may be lost, so what is remembered is read again after this. */
const believedMs = 15_000;
const capacity = 50_000;

/**
 * Remembers for 15 s what was read of the credentials in use, so that a request costs no query. Forgotten the moment that news comes,
 * and what was being read when it came is read again and not remembered. What was not found is never remembered: strangers who guess
 * push nothing out.
 */
export class Believed<T> {
  private readonly entries = new Map<string, { value: T; readAt: number }>();
  /** Counts news. */
  private heard = 0;

  /** Gives what is remembered under `id`. */
  recall(id: string): T | null {
    const remembered = this.entries.get(id);
    return remembered !== undefined && performance.now() - remembered.readAt < believedMs ? remembered.value : null;
  }

  /** Gives what is remembered under `id`, or what `read` gives. */
  async find(id: string, read: () => Promise<T | null>): Promise<T | null> {
    const remembered = this.recall(id);
    if (remembered !== null) return remembered;
    const at = performance.now();
    const before = this.heard;
    const value = await read();
    if (before !== this.heard) return read();
    this.entries.delete(id);
    if (value === null) return null;
    this.dropOldest();
    this.entries.set(id, { value, readAt: at });
    return value;
  }

  /** Forgets those that news concerns. */
  forget(concerned: (value: T) => boolean): void {
    this.heard += 1;
    for (const [id, { value }] of this.entries) if (concerned(value)) this.entries.delete(id);
  }

  private dropOldest(): void {
    const oldest = this.entries.size < capacity ? undefined : this.entries.keys().next().value;
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
