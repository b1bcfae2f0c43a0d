const hourMs = 3_600_000;
/** Longer than any file of tests takes. */
const neededMs = 120_000;

/**
 * When the present hour began, epoch ms. Near its end it waits for the next one, so that neither an hour nor a day passes between what a
 * test stores and what it asks for.
 */
export function presentHour(): number {
  const leftMs = hourMs - (Date.now() % hourMs);
  if (leftMs < neededMs) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leftMs + 50);
  return Math.floor(Date.now() / hourMs) * hourMs;
}
