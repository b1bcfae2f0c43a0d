import { setImmediate as nextRound } from 'node:timers/promises';
import { inTurns, Turn } from './turn';

/** Holds the event loop. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('a turn', () => {
  it('is over before the first slice, goes on for 5 ms, and is over then', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1000);
    const turn = new Turn();
    expect(turn.isOver).toBe(true);
    await turn.next();
    clock.mockReturnValue(1004.9);
    expect(turn.isOver).toBe(false);
    clock.mockReturnValue(1005);
    expect(turn.isOver).toBe(true);
    clock.mockRestore();
  });

  it('comes to one of 20 works in each round of the event loop, to each of them in order', async () => {
    let round = 0;
    let working = true;
    const rounds = (async () => {
      for (; working; round += 1) await nextRound();
    })();
    const slices: [round: number, work: number][] = [];
    const work = async (name: number): Promise<void> => {
      const turn = new Turn();
      for (let piece = 0; piece < 3; piece += 1) {
        await turn.next();
        slices.push([round, name]);
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, name) => work(name)));
    working = false;
    await rounds;
    expect(new Set(slices.map(([at]) => at)).size).toBe(60);
    expect(slices.map(([, name]) => name)).toEqual(Array.from({ length: 60 }, (_, n) => n % 20));
  });

  it('comes to a work that stops after each piece, until it is done: 3 pieces give what it returns', async () => {
    const done: number[] = [];
    const work = function* (): Generator<void, string> {
      for (let piece = 1; piece <= 3; piece += 1) {
        done.push(piece);
        yield;
      }
      return 'all';
    };
    const working = inTurns(work());
    expect(done).toEqual([]);
    expect(await working).toBe('all');
    expect(done).toEqual([1, 2, 3]);
  });

  it('lets a timer fire between the slices of works that never rest', async () => {
    let fired = 0;
    const timer = setInterval(() => (fired += 1), 1);
    const work = async (): Promise<void> => {
      const turn = new Turn();
      for (let piece = 0; piece < 20; piece += 1) {
        if (turn.isOver) await turn.next();
        busy(3);
      }
    };
    await Promise.all([work(), work(), work()]);
    clearInterval(timer);
    expect(fired).toBeGreaterThanOrEqual(20);
  });
});
