import { candleIntervals } from '@tideline/contracts';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import { mergeCandles } from '../../domain/merge-candles';
import type { VenuePair } from '../../domain/market';
import { genesisAt } from './simulated-history';
import { createSimulatedMarket } from './simulated-market';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A Saturday, 20 minutes and 30 seconds past 14:00. */
const now = Date.UTC(2026, 10, 21, 14, 20, 30);
const noon = Date.UTC(2026, 10, 21, 12);
const doge: VenuePair = { venue: 'sim-beta', pair: 'DOGE-USDT', base: 'DOGE', quote: 'USDT', venueSymbol: 'DOGE-USDT' };
const signal = new AbortController().signal;

const market = () => createSimulatedMarket({ seed: 'tideline', assets: [], clock: () => now });
const beta = () => market().venues.find(({ name }) => name === 'sim-beta') ?? fail('sim-beta is missing');

function fail(message: string): never {
  throw new Error(message);
}

describe('history of the simulated market', () => {
  it.each(candleIntervals.slice(1))('gives %s candles that are the merged minutes, over the two newest whole ones', async (interval) => {
    const { history } = market();
    const length = intervalMinutes[interval] * minuteMs;
    const to = bucketStart(now, intervalMinutes[interval]);
    const from = to - 2 * length;
    const minutes = await history.candles(doge, '1m', from, to);
    const merged = [from, from + length].map((at) =>
      mergeCandles(
        at,
        minutes.filter(({ openAt }) => openAt >= at && openAt < at + length),
      ),
    );
    expect(await history.candles(doge, interval, from, to)).toEqual(merged);
  });

  it('ends with the candle that closed last: at 14:20:30 the minute 14:19, the hour 13:00, and no week but the last', async () => {
    const { history } = market();
    const lastOf = async (interval: (typeof candleIntervals)[number]) =>
      (await history.candles(doge, interval, now - 15 * dayMs, now + dayMs)).at(-1);
    expect((await lastOf('1m'))?.openAt).toBe(Date.UTC(2026, 10, 21, 14, 19));
    expect((await lastOf('1h'))?.openAt).toBe(Date.UTC(2026, 10, 21, 13));
    expect((await lastOf('1d'))?.openAt).toBe(Date.UTC(2026, 10, 20));
    expect((await lastOf('1w'))?.openAt).toBe(Date.UTC(2026, 10, 9));
  });

  it('begins with the genesis and has every minute of the first hour', async () => {
    const candles = await market().history.candles(doge, '1m', 0, genesisAt + 60 * minuteMs);
    expect(candles.map(({ openAt }) => (openAt - genesisAt) / minuteMs)).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  it('is nothing for a pair that is not listed', async () => {
    expect(await market().history.candles({ ...doge, pair: 'NOPE-USDT' }, '1h', now - dayMs, now)).toEqual([]);
  });

  it('lets other work run while 90 days of 1m candles (129,600) are computed', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const candles = await market().history.candles(doge, '1m', noon - 90 * dayMs, noon);
    clearInterval(timer);
    expect(candles).toHaveLength(129_600);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('the REST side of a simulated venue', () => {
  it('gives pages of candles backwards: 90 days of 1h in one page, of 1m in pages of 2,500', async () => {
    const { rest } = beta();
    const hours = await rest.candlesBefore(doge, '1h', noon - 90 * dayMs, noon, signal);
    expect(hours).toMatchObject({ reachedAt: noon - 90 * dayMs, exhausted: false });
    expect(hours.candles).toHaveLength(90 * 24);
    const minutes = await rest.candlesBefore(doge, '1m', noon - 90 * dayMs, noon, signal);
    expect(minutes.reachedAt).toBe(noon - 2_500 * minuteMs);
    const before = await rest.candlesBefore(doge, '1m', noon - 90 * dayMs, minutes.reachedAt, signal);
    expect((minutes.candles[0]?.openAt ?? 0) - (before.candles.at(-1)?.openAt ?? 0)).toBe(minuteMs);
  });

  it('says that there is nothing before the genesis', async () => {
    expect(await beta().rest.candlesBefore(doge, '1d', 0, genesisAt + 3 * dayMs, signal)).toMatchObject({
      reachedAt: genesisAt,
      exhausted: true,
    });
  });

  it('fills a hole of 2,300 trades in three pages, ascending, each id once, and none that is not yet made', async () => {
    const { rest } = beta();
    const before = (await rest.tradesBetween(doge, { afterId: 0, beforeId: Number.MAX_SAFE_INTEGER, fromAt: 0, toAt: now }, signal))[0]
      ?.tradeId;
    expect(before).toBeGreaterThan(0);
    const perMinute = (await rest.tradesBetween(doge, { afterId: 0, beforeId: 2 ** 40, fromAt: 0, toAt: now }, signal)).filter(
      ({ tradedAt }) => tradedAt < genesisAt + minuteMs,
    ).length;
    const afterId = Math.floor(now / minuteMs - 100) * perMinute + 7;
    const hole = { afterId, beforeId: afterId + 2_301, fromAt: now - 100 * minuteMs, toAt: now };
    const ids: number[] = [];
    const pages: number[] = [];
    for (let page = 0; page < 5; page++) {
      const trades = await rest.tradesBetween(doge, { ...hole, afterId: ids.at(-1) ?? afterId }, signal);
      if (trades.length === 0) break;
      pages.push(trades.length);
      ids.push(...trades.map(({ tradeId }) => tradeId));
    }
    expect(pages).toEqual([1_000, 1_000, 300]);
    expect(ids).toEqual(Array.from({ length: 2_300 }, (_, n) => afterId + 1 + n));
    const newest = await rest.tradesBetween(doge, { ...hole, afterId: Math.floor(now / minuteMs) * perMinute, beforeId: 2 ** 52 }, signal);
    expect(newest.length).toBeLessThan(perMinute);
    expect(Math.max(...newest.map(({ tradedAt }) => tradedAt))).toBeLessThanOrEqual(now);
  });

  it('tells its time without delay', async () => {
    expect(await beta().rest.serverTime(signal)).toEqual({ venueTime: now, roundTripMs: 0 });
  });
});
