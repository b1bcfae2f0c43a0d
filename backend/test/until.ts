/** Resolves when `holds` gives true; fails after `withinMs`, naming what was waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000, everyMs = 50): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
