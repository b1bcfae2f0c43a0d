import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long (ms) the event loop is held up at most while this process has nothing to do for `ms`: what others on the machine take. */
export async function longestOfIdle(ms: number): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, ms));
  delay.disable();
  return delay.max / 1e6;
}
