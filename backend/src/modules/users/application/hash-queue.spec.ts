import { HashQueue } from './hash-queue';

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('HashQueue', () => {
  it('runs 2 at once in the order they came, lets 3 wait, and sends the sixth away with a 503', async () => {
    const queue = new HashQueue(2, 3);
    const started: number[] = [];
    const release: (() => void)[] = [];
    const work = (id: number) => () => {
      started.push(id);
      return new Promise<number>((resolve) => release.push(() => resolve(id)));
    };
    const running = [1, 2, 3, 4, 5].map((id) => queue.run(work(id)));
    await expect(queue.run(work(6))).rejects.toMatchObject({ code: 'AUTH.BUSY', status: 503, more: { retryAfterSeconds: 5 } });
    await soon();
    expect(started).toEqual([1, 2]);
    release[0]?.();
    await soon();
    expect(started).toEqual([1, 2, 3]);
    for (let i = 1; i < 5; i += 1) {
      release[i]?.();
      await soon();
    }
    expect(await Promise.all(running)).toEqual([1, 2, 3, 4, 5]);
  });

  it('hands the place on when work fails', async () => {
    const queue = new HashQueue(1, 2);
    const failing = queue.run(() => Promise.reject(new Error('fails on purpose')));
    const next = queue.run(() => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('fails on purpose');
    expect(await next).toBe('done');
    expect(await queue.run(() => Promise.resolve('again'))).toBe('again');
  });
});
