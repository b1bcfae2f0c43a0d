import { candleIntervals } from '@tideline/contracts';
import { openTestDatabase } from '../../../../test/test-database';
import type { Database } from '../../../platform/database/database';
import { bucketStart, intervalMinutes, type Candle } from '../domain/candle';
import type { Market } from '../domain/market';
import { mergeCandles } from '../domain/merge-candles';
import { MinuteFold } from '../domain/minute-fold';
import { readCandles } from './candle-reader';
import { rollUp, upsertCandles } from './candle-store';
import { MarketRegistry } from './market-registry';
import { refoldMinutes } from './refold-minutes';
import { insertTrades, noTrades } from './trade-store';

const monday = Date.UTC(2026, 0, 5);
const minuteMs = 60_000;
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});

beforeEach(async () => {
  await database.query('TRUNCATE trades, minute_candles, candles');
});

/** The same numbers each time: a small congruential sequence. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

function minutes(count: number, random: () => number): Candle[] {
  let openAt = monday - 3 * 24 * 60 * minuteMs;
  return Array.from({ length: count }, () => {
    openAt += Math.ceil(random() * 20) * minuteMs;
    const price = 100 + random() * 10;
    return {
      openAt,
      open: price,
      high: price + random(),
      low: price - random(),
      close: price + random() / 2,
      volume: Math.ceil(random() * 1e10) / 1e8,
    };
  });
}

async function stored(marketId: number, interval: (typeof candleIntervals)[number]): Promise<Candle[]> {
  const rows = await readCandles(database, [marketId], intervalMinutes[interval], 0, Number.MAX_SAFE_INTEGER);
  return rows.map(({ openAt, open, high, low, close, volume }) => ({ openAt, open, high, low, close, volume }));
}

it('rolls 1000 minutes over 10 days and a week boundary up to every interval exactly as merging them does', async () => {
  const series = minutes(1_000, sequence(7));
  await upsertCandles(database, 1, [{ marketId: 1, candles: series }]);
  await rollUp(database, [{ marketId: 1, fromAt: series[0]?.openAt ?? 0, toAt: series.at(-1)?.openAt ?? 0 }]);
  for (const interval of candleIntervals) {
    const buckets = new Map<number, Candle[]>();
    for (const minute of series) {
      const openAt = bucketStart(minute.openAt, intervalMinutes[interval]);
      buckets.set(openAt, [...(buckets.get(openAt) ?? []), minute]);
    }
    expect(await stored(1, interval)).toEqual([...buckets].map(([openAt, parts]) => mergeCandles(openAt, parts)));
  }
});

it('counts a minute once when two touched spans of a series meet in one hour', async () => {
  const series = minutes(20, sequence(3));
  await upsertCandles(database, 1, [{ marketId: 1, candles: series }]);
  await rollUp(
    database,
    series.map((minute) => ({ marketId: 1, fromAt: minute.openAt, toAt: minute.openAt })),
  );
  const volume = (candles: Candle[]) => mergeCandles(0, candles)?.volume;
  expect(volume(await stored(1, '1h'))).toBe(volume(series));
});

it('replaces a stored candle only by one with at least its volume: 5 by 5 and by 6, not by 4', async () => {
  const candle = { openAt: monday, open: 1, high: 1, low: 1, close: 1, volume: 5 };
  for (const length of [1, 60]) {
    await upsertCandles(database, length, [{ marketId: 1, candles: [candle] }]);
    await upsertCandles(database, length, [{ marketId: 1, candles: [{ ...candle, close: 4, volume: 4 }] }]);
    expect(await readCandles(database, [1], length, monday, monday + 1)).toMatchObject([{ close: 1, volume: 5 }]);
    await upsertCandles(database, length, [{ marketId: 1, candles: [{ ...candle, close: 5 }] }]);
    await upsertCandles(database, length, [{ marketId: 1, candles: [{ ...candle, close: 6, volume: 6 }] }]);
    expect(await readCandles(database, [1], length, monday, monday + 1)).toMatchObject([{ close: 6, volume: 6 }]);
  }
});

it('keeps an hour from the venue over the sum of the few minutes we have of it', async () => {
  const hour = { openAt: monday, open: 90, high: 120, low: 80, close: 110, volume: 1_000 };
  await upsertCandles(database, 60, [{ marketId: 1, candles: [hour] }]);
  await upsertCandles(database, 1, [{ marketId: 1, candles: [{ openAt: monday, open: 1, high: 1, low: 1, close: 1, volume: 3 }] }]);
  await rollUp(database, [{ marketId: 1, fromAt: monday, toAt: monday }]);
  expect(await stored(1, '1h')).toEqual([hour]);
  expect(await stored(1, '1d')).toEqual([hour]);
});

describe('refoldMinutes', () => {
  let kraken: Market;
  let binance: Market;
  let series: Market;

  beforeAll(async () => {
    const pair = { base: 'BTC', quote: 'USD', pair: 'BTC-USD', venueSymbol: 'BTCUSD' };
    const markets = await new MarketRegistry(database).enter([
      { ...pair, venue: 'kraken' },
      { ...pair, venue: 'binance', pair: 'BTC-USDT', quote: 'USDT' },
    ]);
    const of = (venue: string) => markets.find((market) => market.venue === venue) as Market;
    [kraken, binance, series] = [of('kraken'), of('binance'), of('consolidated')];
  });

  it('folds 400 stored trades to the last bit as memory does, per venue and consolidated without the excluded ones', async () => {
    const random = sequence(11);
    const columns = noTrades();
    const folds = new Map<string, MinuteFold>();
    const add = (marketId: number, openAt: number, ...trade: [number, string, number, number, number]) => {
      const key = `${marketId} ${openAt}`;
      const fold = folds.get(key) ?? new MinuteFold(openAt);
      folds.set(key, fold);
      fold.add(...trade);
    };
    for (let id = 1; id <= 400; id++) {
      const market = random() < 0.5 ? kraken : binance;
      const tradedAt = monday + Math.floor(random() * 60) * 3_000;
      const quantity = Math.ceil(random() * 1e11) / 1e8;
      const price = 60_000 + random() * 100;
      const usd = random() < 0.1 ? null : price * 0.9991;
      columns.marketIds.push(market.id);
      columns.tradeIds.push(id);
      columns.tradedAts.push(tradedAt);
      columns.prices.push(price);
      columns.quantities.push(quantity);
      columns.isBuys.push(true);
      columns.usdPrices.push(usd);
      const openAt = bucketStart(tradedAt, 1);
      add(market.id, openAt, tradedAt, market.venue, id, price, quantity);
      if (usd !== null) add(series.id, openAt, tradedAt, market.venue, id, usd, quantity);
    }
    await insertTrades(database, columns);
    const wanted = [...folds.keys()].map((key) => ({ marketId: Number(key.split(' ')[0]), openAt: Number(key.split(' ')[1]) }));
    await refoldMinutes(database, [...wanted, ...wanted]);
    for (const market of [kraken, binance, series]) {
      const expected = [...folds].filter(([key]) => key.startsWith(`${market.id} `)).map(([, fold]) => fold.candle);
      expect(await stored(market.id, '1m')).toEqual(expected.sort((a, b) => a.openAt - b.openAt));
    }
  });
});
