import { setTimeout as delay } from 'node:timers/promises';

/**
 * Lets an answer, good or bad, go only at whole multiples of `stepMs` after `startedAt` (performance.now()): what was done meanwhile
 * cannot be read from how long it took.
 */
export async function untilNextStep(startedAt: number, stepMs: number): Promise<void> {
  const spent = performance.now() - startedAt;
  await delay(Math.ceil(spent / stepMs) * stepMs - spent);
}

/** Does the work and answers at the next whole step. */
export async function inEvenTime<T>(stepMs: number, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    await untilNextStep(startedAt, stepMs);
  }
}
