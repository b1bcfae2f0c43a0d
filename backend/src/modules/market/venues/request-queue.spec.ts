import { RequestQueue } from './request-queue';

const never = new AbortController().signal;

/** When a turn came, ms after the beginning of the test. */
async function came(turn: Promise<void>): Promise<number> {
  await turn;
  return performance.now() - startedAt;
}

/** What came of work in two seconds. */
async function inTwoSeconds<T>(work: Promise<T>): Promise<T> {
  await jest.advanceTimersByTimeAsync(2_000);
  return work;
}

let startedAt: number;
beforeEach(() => {
  jest.useFakeTimers();
  startedAt = performance.now();
});
afterEach(() => jest.useRealTimers());

describe('RequestQueue', () => {
  it('lets 3 pass at once and the next 2 at 20 a second', async () => {
    const queue = new RequestQueue({ capacity: 3, perSecond: 20 });
    const passedAt = await inTwoSeconds(Promise.all(Array.from({ length: 5 }, () => came(queue.turn(1, 'normal', never)))));
    expect(passedAt).toEqual([0, 0, 0, 50, 100]);
  });

  it('lets a repair pass before 3 requests that came earlier', async () => {
    const queue = new RequestQueue({ capacity: 1, perSecond: 50 });
    const order: string[] = [];
    await queue.turn(1, 'normal', never);
    const turns = ['a', 'b', 'c'].map((name) => queue.turn(1, 'normal', never).then(() => order.push(name)));
    turns.push(queue.turn(1, 'repair', never).then(() => order.push('repair')));
    await inTwoSeconds(Promise.all(turns));
    expect(order).toEqual(['repair', 'a', 'b', 'c']);
  });

  it('charges a request of cost 10 like ten of them, and one beyond the capacity as the whole capacity', async () => {
    const queue = new RequestQueue({ capacity: 10, perSecond: 100 });
    await queue.turn(10, 'normal', never);
    expect(await inTwoSeconds(came(queue.turn(1_000, 'normal', never)))).toBe(100);
  });

  it('holds everything back during a pause of 80 ms', async () => {
    const queue = new RequestQueue({ capacity: 5, perSecond: 5 });
    queue.pause(80);
    expect(await inTwoSeconds(came(queue.turn(1, 'repair', never)))).toBe(80);
  });

  it('forgets an aborted request, and gives its turn to the next', async () => {
    const queue = new RequestQueue({ capacity: 1, perSecond: 10 });
    await queue.turn(1, 'normal', never);
    const abort = new AbortController();
    const first = queue.turn(1, 'normal', abort.signal);
    const second = queue.turn(1, 'normal', never);
    abort.abort(new Error('changed my mind'));
    await expect(first).rejects.toThrow('changed my mind');
    expect(await inTwoSeconds(came(second))).toBe(100);
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
