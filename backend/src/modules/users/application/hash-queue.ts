import { CodedError } from '../../../platform/http/coded-error';

const retryAfterSeconds = 5;

/** Runs at most `atOnce` pieces of work at a time; up to `maxWaiting` wait in order, and who comes then is sent away with a 503. */
export class HashQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes now can take it from who has waited.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.maxWaiting) {
      const detail = `Too many people sign in at the moment; try again in ${retryAfterSeconds} seconds.`;
      throw new CodedError('AUTH.BUSY', 503, detail, { retryAfterSeconds });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
