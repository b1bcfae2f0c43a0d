import { readFileSync } from 'node:fs';
import { priceGrid } from '@tideline/indicators';
import { correlate } from '../../modules/analytics/application/correlate';
import { Metrics } from '../observability/metrics';
import { serveTasks } from './serve-tasks';
import { defineTask, ownBuffers } from './thread-task';
import { Threads } from './threads';

/** Prices that wander; enough of them keep a thread busy for a while. */
function wandering(series: number, slots: number) {
  const at = Array.from({ length: slots }, (_, n) => n);
  const closes = Array.from({ length: series }, (_, s) => ({ at, close: at.map((n) => 100 + Math.sin(n * (s + 1)) * (1 + (n % 7))) }));
  return priceGrid(closes, { from: 0, step: 1, slots });
}
const long = { prices: wandering(400, 2000), method: 'spearman' } as const;
const short = { prices: wandering(2, 5), method: 'pearson' } as const;

describe('threads', () => {
  let threads: Threads;
  beforeEach(() => {
    threads = new Threads(new Metrics());
    threads.onModuleInit();
  });
  afterEach(() => threads.onApplicationShutdown());

  it('run a task elsewhere: the same result as here, and the event loop goes on meanwhile', async () => {
    const input = { ...long, prices: { ...long.prices, closes: long.prices.closes.slice() } };
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { values } = await threads.run(correlate, input);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
    expect(Array.from(values)).toEqual(Array.from(correlate.run(long).values));
  });

  it('move the buffers in `transfer`: 40 bytes here become 0', async () => {
    const prices = wandering(1, 5);
    expect(prices.closes.byteLength).toBe(40);
    await threads.run(correlate, { prices, method: 'pearson' }, { transfer: [prices.closes.buffer as ArrayBuffer] });
    expect(prices.closes.byteLength).toBe(0);
  });

  it('throw what the task throws', async () => {
    const wrong = { prices: { series: 2, slots: 9, closes: new Float64Array(3) }, method: 'pearson' } as const;
    await expect(threads.run(correlate, wrong)).rejects.toThrow('a grid of 2 × 9 has no 3 closes');
    await expect(
      threads.run(
        defineTask('nothing', () => 1),
        null,
      ),
    ).rejects.toThrow('no thread task is called nothing');
  });

  it('end a task in the middle when it is aborted, and work on', async () => {
    const abort = new AbortController();
    const longest = { prices: wandering(900, 4000), method: 'spearman' } as const;
    const started = performance.now();
    const run = threads.run(correlate, longest, { signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - started).toBeLessThan(1000);
    expect(Array.from((await threads.run(correlate, short)).observations)).toEqual([4, 4, 4, 4]);
  });

  it('refuse with 503 and Retry-After what comes when 32 tasks wait', async () => {
    const runs = Array.from({ length: 60 }, () => threads.run(correlate, long).catch((error: unknown) => error));
    await expect(threads.run(correlate, short)).rejects.toMatchObject({
      code: 'HTTP.BUSY',
      status: 503,
      more: { retryAfterSeconds: 2 },
    });
    await threads.onApplicationShutdown();
    const refused = (await Promise.all(runs)).filter((error) => (error as { code?: string }).code === 'HTTP.BUSY');
    expect(refused.length).toBeGreaterThanOrEqual(60 - 32 - 4);
  });

  it('load no framework and no database driver', () => {
    const imported = [...readFileSync('dist/backend/thread.js', 'utf8').matchAll(/^import .*from "([^"]+)";$/gm)].map(([, name]) => name);
    expect(imported).toEqual(['piscina']);
  });
});

describe('the table of thread tasks', () => {
  it('has no two tasks of one name', () => {
    expect(() => serveTasks([defineTask('a', () => 1), defineTask('a', () => 2)])).toThrow('two thread tasks have one name: a, a');
  });

  it('moves whole buffers of a result, not parts of larger ones', () => {
    const whole = new Float64Array(2);
    expect(ownBuffers({ whole, again: whole, part: new Float64Array(4).subarray(1), text: 'x' })).toEqual([whole.buffer]);
    expect(ownBuffers(whole)).toEqual([whole.buffer]);
    expect(ownBuffers('text')).toEqual([]);
  });
});
