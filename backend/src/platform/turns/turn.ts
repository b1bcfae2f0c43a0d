/** How long one piece of long work may go on before others get their turn. */
const sliceMs = 5;

const waiting: (() => void)[] = [];

/** One in each round of the event loop, requests and timers come in between. */
function letOneGoOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letOneGoOn);
}

/**
 * Long work on the event loop, done in slices of 5 ms. All of a process's works take turns, so that many of them at once hold up the
 * loop no longer than one. It begins without a turn: `if (turn.isOver) await turn.next()` belongs before each piece.
 */
export class Turn {
  private endsAt = -Infinity;

  /** The slice is used up, or none has been given yet. */
  get isOver(): boolean {
    return performance.now() >= this.endsAt;
  }

  /** Resolves at the beginning of the next slice. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(letOneGoOn);
    });
    this.endsAt = performance.now() + sliceMs;
  }
}

/** Does a work that stops after each of its pieces, in turns with all others, and gives what it returns. */
export async function inTurns<T>(work: Iterator<void, T>): Promise<T> {
  const turn = new Turn();
  for (;;) {
    if (turn.isOver) await turn.next();
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
