const keptAnswers = 64;
/** The longest time that an answer is given again. */
const longestMs = 60_000;
const shortestMs = 1_000;

interface Kept<T> {
  answer: Promise<T>;
  until: number;
}

/**
 * Answers about closed candles, kept for who asks the same again; who asks while one is being computed waits for that one. One about a
 * bucket that has only just closed is soon computed anew, since its last trades may still be on their way: it is kept as long as the
 * bucket has been closed, from a second to a minute. Failures are not kept.
 */
export class RecentAnswers<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(private readonly clock: () => number = Date.now) {}

  /** Gives the kept answer, or computes one about what had closed at `closedAt` (epoch ms). */
  get(key: string, closedAt: number, compute: () => Promise<T>): Promise<T> {
    const now = this.clock();
    const known = this.kept.get(key);
    if (known !== undefined && now < known.until) return known.answer;
    const answer = compute();
    this.kept.delete(key);
    this.kept.set(key, { answer, until: now + Math.min(longestMs, Math.max(shortestMs, now - closedAt)) });
    answer.catch(() => this.kept.get(key)?.answer === answer && this.kept.delete(key));
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > keptAnswers && oldest !== undefined) this.kept.delete(oldest);
    return answer;
  }

  /** Forgets everything: what it rests on has changed. */
  forget(): void {
    this.kept.clear();
  }
}
