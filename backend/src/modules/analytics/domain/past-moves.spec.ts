import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeardTime } from './heard-time';
import { findPastMoves, type PastMove } from './past-moves';
import { usualReturns, type StepCloses } from './usual-returns';

const stepMs = 5 * 60_000;
const start = Date.UTC(2026, 0, 1);
const seeds = fc.integer({ min: 1, max: 2 ** 31 });

/** Even noise from a seed, up to 0.15 % a step. */
function walk(seed: number, steps: number): number[] {
  let state = seed >>> 0;
  let log = 0;
  return Array.from({ length: steps }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    log += 0.003 * (state / 2 ** 32 - 0.5);
    return 100 * Math.exp(log);
  });
}

/** The closes with a jump of `size` over `over` steps, the first of them at `at`. */
function jumping(closes: readonly number[], at: number, size: number, over: number): number[] {
  return closes.map((close, index) => close * Math.exp(size * Math.min(1, Math.max(0, (index - at + 1) / over))));
}

function stepsOf(close: readonly number[]): StepCloses {
  return { at: Float64Array.from(close, (_, index) => start + index * stepMs), close: Float64Array.from(close) };
}

function find(closes: StepCloses, now = Infinity): PastMove[] {
  const usual = { 5: usualReturns(closes, 5), 15: usualReturns(closes, 15), 60: usualReturns(closes, 60) };
  const search = findPastMoves(closes, { symbol: 'BTC', usual, threshold: 8, now });
  let step = search.next();
  while (step.done !== true) step = search.next();
  return step.value;
}

const times = (moves: readonly PastMove[]): (string | number)[][] =>
  moves.map(({ direction, detectedAt, endedAt }) => [direction, (detectedAt - start) / stepMs, (endedAt - start) / stepMs]);

it('finds exactly the one jump of 6 % in 15 minutes, when its first close beyond the threshold was, and ended within 75 minutes', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(0.06, -0.06), fc.integer({ min: 20, max: 2_000 }), (seed, size, at) => {
      const [move, ...others] = find(stepsOf(jumping(walk(seed, 2_200), at, size, 3)));
      expect(others).toEqual([]);
      // The candle of step `at` closes a step after it opened; its 2 % are beyond the threshold already.
      expect(move).toMatchObject({
        symbol: 'BTC',
        direction: size > 0 ? 'up' : 'down',
        threshold: 8,
        detectedAt: start + (at + 1) * stepMs,
      });
      expect(Math.abs(move?.change ?? 0)).toBeGreaterThan(5);
      expect(((move?.endedAt ?? 0) - (move?.detectedAt ?? 0)) / 60_000).toBeGreaterThan(10);
      expect(((move?.endedAt ?? 0) - (move?.detectedAt ?? 0)) / 60_000).toBeLessThanOrEqual(75);
      expect(move?.startedAt).toBeLessThanOrEqual(start + at * stepMs);
    }),
    { numRuns: 60 },
  );
});

it('finds nothing in noise, nor in 287 closes with a jump of 6 %', () => {
  fc.assert(
    fc.property(seeds, (seed) => expect(find(stepsOf(walk(seed, 2_000)))).toEqual([])),
    { numRuns: 20 },
  );
  expect(find(stepsOf(jumping(walk(1, 287), 200, 0.06, 3)))).toEqual([]);
  expect(find(stepsOf(jumping(walk(1, 400), 200, 0.06, 3)))).toHaveLength(1);
});

it('finds a jump and the way back as two moves, one after the other', () => {
  const there = jumping(walk(5, 1_000), 500, 0.06, 1);
  const moves = times(find(stepsOf(jumping(there, 506, -0.06, 1))));
  expect(moves.map(([direction, at]) => [direction, at])).toEqual([
    ['up', 501],
    ['down', 507],
  ]);
  expect(moves[0]?.[2]).toBe(507);
});

it('leaves out a move that still goes on at the last close, and closes that are yet to come', () => {
  const closes = stepsOf(jumping(walk(5, 1_000), 995, 0.06, 1));
  expect(find(closes)).toEqual([]);
  const over = stepsOf(jumping(walk(5, 1_000), 900, 0.06, 1));
  expect(find(over, start + 900 * stepMs)).toEqual([]);
  expect(find(over, start + 1_000 * stepMs)).toHaveLength(1);
});

it('ends a move where a hole of six hours begins, and takes the price after it for no move', () => {
  const { at, close } = stepsOf(jumping(jumping(walk(5, 1_000), 500, 0.06, 1), 504, 0.2, 1));
  const later = at.map((one, index) => (index < 504 ? one : one + 6 * 3_600_000));
  expect(times(find({ at: later, close }))).toEqual([['up', 501, 504]]);
});

it('has heard what came within 10 minutes of each other, and nothing of the half hour in which nothing came', () => {
  const heard = new HeardTime();
  const minute = (n: number): number => start + n * 60_000;
  for (const n of [0, 9, 18, 48, 50]) heard.hear(minute(n));
  expect([-2, 0, 5, 18, 25, 45, 49, 52].filter((n) => heard.includes(minute(n)))).toEqual([0, 5, 18, 49]);
});
