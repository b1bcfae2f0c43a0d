import { candleIntervals } from '@tideline/contracts';
import fc from 'fast-check';
import { bucketStart, intervalMinutes, type Candle } from './candle';
import { CoarseFold } from './coarse-fold';
import { mergeCandles } from './merge-candles';

const monday = Date.UTC(2026, 0, 5);
const minuteMs = 60_000;

const candle = (openAt: number, price: number, volume: number): Candle => ({
  openAt,
  open: price,
  high: price * 1.01,
  low: price * 0.99,
  close: price * 1.001,
  volume,
});

/** Minutes with holes, ascending, over some hours. */
const minutes = fc
  .array(
    fc.record({ step: fc.integer({ min: 1, max: 9 }), price: fc.integer({ min: 1, max: 999 }), parts: fc.integer({ min: 1, max: 1e9 }) }),
    {
      minLength: 1,
      maxLength: 150,
    },
  )
  .map((steps) => {
    let openAt = monday;
    return steps.map(({ step, price, parts }) => candle((openAt += step * minuteMs), price, parts / 1e8));
  });

it('forms at every interval what merging all its minutes gives', () => {
  fc.assert(
    fc.property(minutes, (series) => {
      const fold = new CoarseFold();
      for (const minute of series) fold.update(minute);
      const newest = series.at(-1)?.openAt ?? 0;
      for (const interval of candleIntervals) {
        const openAt = bucketStart(newest, intervalMinutes[interval]);
        const expected = mergeCandles(
          openAt,
          series.filter((one) => bucketStart(one.openAt, intervalMinutes[interval]) === openAt),
        );
        expect(fold.at(interval, openAt)).toEqual(expected);
      }
    }),
  );
});

it('carries a late trade of the minute before up into the hour', () => {
  const fold = new CoarseFold();
  fold.update(candle(monday, 100, 1));
  fold.update(candle(monday + minuteMs, 101, 1));
  fold.update({ ...candle(monday, 100, 1.5), high: 500 });
  expect(fold.at('1h', monday)).toMatchObject({ open: 100, high: 500, close: 101 * 1.001, volume: 2.5 });
});

it('tells the minute first and then each coarser bucket that changed', () => {
  const changes = new CoarseFold().update(candle(monday + 61 * minuteMs, 100, 1));
  expect(changes.map((change) => [change.interval, change.candle.openAt - monday])).toEqual([
    ['1m', 61 * minuteMs],
    ['5m', 60 * minuteMs],
    ['15m', 60 * minuteMs],
    ['30m', 60 * minuteMs],
    ['1h', 60 * minuteMs],
    ['4h', 0],
    ['1d', 0],
    ['1w', 0],
  ]);
});

it('goes on from stored hours: the day counts those before the start', () => {
  const fold = new CoarseFold();
  fold.load('1h', [candle(monday, 90, 10)]);
  fold.load('4h', []);
  fold.update(candle(monday + 60 * minuteMs, 100, 1));
  expect(fold.at('1d', monday)).toMatchObject({ open: 90, volume: 11 });
});

it('keeps a stored bucket that holds more than what was folded here: 10 against 1', () => {
  const fold = new CoarseFold();
  fold.load('1m', [candle(monday, 90, 10)]);
  expect(fold.update(candle(monday, 100, 1))[0]?.candle.volume).toBe(10);
});
