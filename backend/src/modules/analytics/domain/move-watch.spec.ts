import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeWithShared } from '../../../../test/shared-data';
import { MoveWatch, type WatchedMove } from './move-watch';
import { usualReturns, type UsualByWindow } from './usual-returns';

const minuteMs = 60_000;
const stepMs = 5 * minuteMs;
const threshold = 8;

/** Normal noise from a seed; every minute's log return has the deviation `sigma`. */
function walk(seed: number, minutes: number, sigma: number): number[] {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  let log = 0;
  return Array.from({ length: minutes }, () => {
    log += sigma * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return 100 * Math.exp(log);
  });
}

/** Every fifth minute, as five-minute candles close. */
function stepsOf(prices: readonly number[]): { at: Float64Array; close: Float64Array } {
  const close = Float64Array.from(prices.filter((_, index) => index % 5 === 4));
  return { at: close.map((_, index) => index * stepMs), close };
}

function usualOf(past: readonly number[]): UsualByWindow {
  const steps = stepsOf(past);
  return { 5: usualReturns(steps, 5), 15: usualReturns(steps, 15), 60: usualReturns(steps, 60) };
}

interface Told {
  begun: WatchedMove[];
  strengthened: WatchedMove[];
  ended: number;
}

/** Watches minute after minute; what is usual is that of `past`. */
function watch(past: readonly number[], minutes: readonly number[], resumed: WatchedMove | null = null): Told {
  const watched = new MoveWatch('BTC', threshold);
  watched.usual = usualOf(past);
  if (resumed !== null) watched.resume(resumed);
  const told: Told = { begun: [], strengthened: [], ended: 0 };
  for (const [index, price] of minutes.entries()) {
    const { begun, strengthened, ended } = watched.take(index * minuteMs, price, index * minuteMs + 30_000);
    if (begun !== null) told.begun.push(begun);
    if (strengthened !== null) told.strengthened.push(strengthened);
    told.ended += Number(ended);
  }
  return told;
}

const days = (count: number): number => count * 1440;
const seeds = fc.integer({ min: 1, max: 2 ** 31 });

it('tells one alert of one move that is injected anywhere, up or down, at once or over 12 minutes, and says when it has ended', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(0.06, -0.06), fc.integer({ min: 1, max: 12 }), (seed, size, over) => {
      const prices = walk(seed, days(4), 0.0006);
      const past = prices.slice(0, days(3));
      const moved = prices.slice(days(3)).map((price, index) => price * Math.exp(size * Math.min(1, Math.max(0, (index - 500) / over))));
      const { begun, ended } = watch(past, moved);
      expect(begun.map(({ direction }) => direction)).toEqual([size > 0 ? 'up' : 'down']);
      expect(ended).toBe(1);
      const minute = ((begun[0]?.detectedAt ?? 0) - 30_000) / minuteMs;
      expect(minute).toBeGreaterThan(500);
      expect(minute).toBeLessThanOrEqual(500 + over);
    }),
    { numRuns: 40 },
  );
});

it('tells nothing of noise as it was before, whatever its size', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(0.00001, 0.0006, 0.003), (seed, sigma) => {
      const prices = walk(seed, days(5), sigma);
      expect(watch(prices.slice(0, days(3)), prices.slice(days(3))).begun).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it('tells nothing of a price that never moved and now moves by 0.9 % or falls by 0.996 %, and one alert when it moves by 8 % or falls by 1 %', () => {
  const flat = Array.from({ length: days(2) }, () => 1);
  const then = (price: number): number[] => [...flat.slice(0, 100), ...Array.from({ length: 200 }, () => price)];
  expect(watch(flat, then(1.009)).begun).toEqual([]);
  expect(watch(flat, then(0.99004)).begun).toEqual([]);
  expect(watch(flat, then(0.99)).begun).toHaveLength(1);
  expect(watch(flat, then(1.08)).begun).toHaveLength(1);
});

it('finds the same when all prices are multiplied by the same number', () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (seed, factor) => {
      const prices = walk(seed, days(3), 0.0006);
      const moved = prices.slice(days(2)).map((price, index) => (index < 700 ? price : price * 1.05));
      const found = (by: number) =>
        watch(
          prices.slice(0, days(2)).map((price) => price * by),
          moved.map((price) => price * by),
        ).begun;
      const summary = (moves: WatchedMove[]) =>
        moves.map(({ direction, windowMinutes, detectedAt }) => [direction, windowMinutes, detectedAt]);
      expect(summary(found(factor))).toEqual(summary(found(1)));
    }),
    { numRuns: 20 },
  );
});

it('does not take the price of an hour ago, which was odd for three minutes, for a move of now', () => {
  const prices = walk(3, days(3), 0.0006);
  const spiked = prices.slice(days(2)).map((price, index) => (index >= 300 && index < 303 ? price * 1.08 : price));
  const { begun } = watch(prices.slice(0, days(2)), spiked);
  // Up, and down as soon as five minutes reach from the odd price to this one: nothing more 15 and 60 minutes later.
  expect(begun.map(({ direction, detectedAt }) => [direction, (detectedAt - 30_000) / minuteMs])).toEqual([
    ['up', 300],
    ['down', 305],
  ]);
});

it('takes the figures of the strongest moment and keeps when and at what price it was found', () => {
  const past = walk(7, days(2), 0.0006);
  const flat = Array.from({ length: 100 }, () => 100);
  const { begun, strengthened } = watch(past, [...flat, 102, 104, 108, 107, 106]);
  expect(begun).toHaveLength(1);
  const last = strengthened.at(-1);
  expect(last).toMatchObject({ price: begun[0]?.price, detectedAt: begun[0]?.detectedAt, updatedAt: 102 * minuteMs + 30_000 });
  expect(last?.change).toBeCloseTo(8, 6);
  expect(last?.zScore ?? 0).toBeGreaterThan(begun[0]?.zScore ?? 0);
});

it('goes on with a move that was stored as open: no second alert, and its end is told', () => {
  const past = walk(7, days(2), 0.0006);
  const prices = [...Array.from({ length: 100 }, () => 100), ...Array.from({ length: 90 }, () => 108)];
  const [move] = watch(past, prices).begun;
  const restarted = new MoveWatch('BTC', threshold);
  restarted.resume(move as WatchedMove);
  for (const [index, price] of prices.slice(0, 110).entries()) restarted.closes.take(index * minuteMs, price);
  restarted.usual = usualOf(past);
  const news = prices.slice(110).map((price, index) => restarted.take((110 + index) * minuteMs, price, 0));
  expect(news.filter(({ begun }) => begun !== null)).toEqual([]);
  expect(news.filter(({ ended }) => ended)).toHaveLength(1);
});

it('says nothing before it knows what is usual, nor of an older minute', () => {
  const unknowing = new MoveWatch('BTC', threshold);
  unknowing.take(0, 100, 0);
  expect(unknowing.take(5 * minuteMs, 200, 0)).toEqual({ ended: false, begun: null, strengthened: null });
  const knowing = new MoveWatch('BTC', threshold);
  knowing.usual = usualOf(walk(7, days(2), 0.0006));
  for (let minute = 0; minute <= 60; minute += 1) knowing.take(minute * minuteMs, 100, 0);
  expect(knowing.take(55 * minuteMs, 150, 0).begun).toBeNull();
});

describeWithShared('moves of the recorded market', (root) => {
  it('finds a handful in a week of DASH minutes, and each has ended', () => {
    const text = gunzipSync(readFileSync(join(root, 'data/ohlcv/minute/binance_dashusdt_1m_one_week_2020-09-09.csv.gz'))).toString();
    const prices = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[4]));
    const { begun, ended } = watch(prices, prices);
    process.stdout.write(`market moves: ${begun.length} in a week of DASH\n`);
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.length).toBeLessThan(8);
    expect(ended).toBe(begun.length);
  });
});
