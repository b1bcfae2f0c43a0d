import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usualReturns, type AlertWindow } from './usual-returns';

const stepMs = 5 * 60_000;

function closesOf(prices: readonly number[]): { at: Float64Array; close: Float64Array } {
  return { at: Float64Array.from(prices, (_, index) => index * stepMs), close: Float64Array.from(prices) };
}

it('gives the median and 1.4826 × MAD of the log returns over 5 minutes, computed by hand for 300 returns', () => {
  // Returns 1 % × (−1, 0, 1, 2, 3) over and over: median 1 %, deviations 2, 1, 0, 1, 2 %: MAD 1 %.
  const prices = [100];
  for (let index = 0; index < 300; index += 1) prices.push((prices.at(-1) as number) * Math.exp(0.01 * ((index % 5) - 1)));
  const usual = usualReturns(closesOf(prices), 5);
  expect(usual?.median).toBeCloseTo(0.01, 12);
  expect(usual?.scale).toBeCloseTo(0.014826, 12);
  expect(usual?.observations).toBe(300);
});

it('knows nothing of 287 returns, and something of 288', () => {
  const prices = Array.from({ length: 289 }, (_, index) => 100 + (index % 2));
  expect(usualReturns(closesOf(prices.slice(1)), 5)).toBeNull();
  expect(usualReturns(closesOf(prices), 5)?.observations).toBe(288);
  expect(usualReturns(closesOf(prices), 60)).toBeNull();
});

it('takes 0.125 % for one unit where a price never moves, and the mean deviation where it seldom does', () => {
  expect(usualReturns(closesOf(Array.from({ length: 400 }, () => 1)), 15)).toMatchObject({ median: 0, scale: 0.00125 });
  const seldom = Array.from({ length: 400 }, (_, index) => (index % 8 === 0 ? 1.02 : 1));
  // Two of eight returns are ± ln 1.02, the others 0: the median deviation is 0, the mean one a quarter of that.
  expect(usualReturns(closesOf(seldom), 5)?.scale).toBeCloseTo((1.2533 * Math.log(1.02)) / 4, 3);
});

it('leaves out returns whose beginning nobody knows: a hole of an hour costs those across it', () => {
  const { at, close } = closesOf(Array.from({ length: 600 }, (_, index) => 100 + (index % 3)));
  const later = at.map((one, index) => (index < 300 ? one : one + 3_600_000));
  const count = (times: Float64Array, window: AlertWindow) => usualReturns({ at: times, close }, window)?.observations;
  // The last price before the hole stands for ten minutes more.
  expect([count(at, 5), count(later, 5)]).toEqual([599, 598]);
  expect([count(at, 60), count(later, 60)]).toEqual([588, 578]);
});

it('does not change when all prices are multiplied by the same number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 301, maxLength: 400 }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (prices, factor) => {
        const plain = usualReturns(closesOf(prices), 15);
        const scaled = usualReturns(closesOf(prices.map((price) => price * factor)), 15);
        expect(scaled?.median).toBeCloseTo(plain?.median ?? NaN, 9);
        expect(scaled?.scale).toBeCloseTo(plain?.scale ?? NaN, 9);
      },
    ),
    { numRuns: 50 },
  );
});
