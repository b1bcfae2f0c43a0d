/** Asks until the answer is neither false, null nor undefined, and gives it; fails after `withinMs`, naming what was waited for. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 30_000,
  everyMs = 50,
): Promise<Exclude<T, false | null | undefined>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer as Exclude<T, false | null | undefined>;
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Tries assertions on a page that is still at work until all of them hold at once; after `withinMs` fails as they last did. */
export async function holds(assertions: () => Promise<void>, withinMs = 30_000, everyMs = 50): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await assertions();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
