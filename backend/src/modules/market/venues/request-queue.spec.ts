import { RequestQueue } from './request-queue';

const never = new AbortController().signal;

describe('RequestQueue', () => {
  it('lets 3 pass at once and the next 2 at 20 a second', async () => {
    const queue = new RequestQueue({ capacity: 3, perSecond: 20 });
    const startedAt = performance.now();
    const passedAt: number[] = [];
    await Promise.all(
      Array.from({ length: 5 }, () => queue.turn(1, 'normal', never).then(() => passedAt.push(performance.now() - startedAt))),
    );
    expect(passedAt[2]).toBeLessThan(40);
    expect(passedAt[3]).toBeGreaterThanOrEqual(48);
    expect(passedAt[4]).toBeGreaterThanOrEqual(98);
  });

  it('lets a repair pass before 3 requests that came earlier', async () => {
    const queue = new RequestQueue({ capacity: 1, perSecond: 50 });
    const order: string[] = [];
    await queue.turn(1, 'normal', never);
    const turns = ['a', 'b', 'c'].map((name) => queue.turn(1, 'normal', never).then(() => order.push(name)));
    turns.push(queue.turn(1, 'repair', never).then(() => order.push('repair')));
    await Promise.all(turns);
    expect(order).toEqual(['repair', 'a', 'b', 'c']);
  });

  it('charges a request of cost 10 like ten of them, and one beyond the capacity as the whole capacity', async () => {
    const queue = new RequestQueue({ capacity: 10, perSecond: 100 });
    const startedAt = performance.now();
    await queue.turn(10, 'normal', never);
    await queue.turn(1_000, 'normal', never);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(98);
  });

  it('holds everything back during a pause of 80 ms', async () => {
    const queue = new RequestQueue({ capacity: 5, perSecond: 5 });
    const startedAt = performance.now();
    queue.pause(80);
    await queue.turn(1, 'repair', never);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
  });

  it('forgets an aborted request, and gives its turn to the next', async () => {
    const queue = new RequestQueue({ capacity: 1, perSecond: 10 });
    await queue.turn(1, 'normal', never);
    const abort = new AbortController();
    const first = queue.turn(1, 'normal', abort.signal);
    const second = queue.turn(1, 'normal', never);
    abort.abort(new Error('changed my mind'));
    await expect(first).rejects.toThrow('changed my mind');
    const startedAt = performance.now();
    await second;
    expect(performance.now() - startedAt).toBeLessThan(150);
    await expect(queue.turn(1, 'normal', abort.signal)).rejects.toThrow('changed my mind');
  });

  it('turns all that wait away with one reason', async () => {
    const queue = new RequestQueue({ capacity: 1, perSecond: 0.001 });
    await queue.turn(1, 'normal', never);
    const waiting = [queue.turn(1, 'normal', never), queue.turn(1, 'repair', never)];
    queue.refuseWaiting(new Error('banned'));
    for (const turn of waiting) await expect(turn).rejects.toThrow('banned');
  });
});
