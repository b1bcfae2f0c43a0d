import { Logger } from '@nestjs/common';
import { FakeBinance } from '../../../../../test/fake-venues/fake-binance';
import { FakeCoinbase } from '../../../../../test/fake-venues/fake-coinbase';
import { IngestRig, until } from '../../../../../test/ingest-rig';
import { openTestDatabase } from '../../../../../test/test-database';
import { presentHour } from '../../../../../test/present-hour';
import type { Database } from '../../../../platform/database/database';
import { BinanceVenue } from '../../venues/binance/binance';
import { CoinbaseVenue } from '../../venues/coinbase/coinbase';
import { createSimulatedMarket } from '../../venues/simulated/simulated-market';

jest.setTimeout(60_000);

const hourMs = 3_600_000;
const thisHour = presentHour();
let binance: FakeBinance;
let coinbase: FakeCoinbase;
let database: Database;
let rig: IngestRig;

beforeAll(async () => {
  binance = await new FakeBinance({ pairs: ['BTC-USDT'] }).start();
  coinbase = await new FakeCoinbase({ pairs: ['BTC-USD', 'USDT-USD'] }).start();
  for (let hour = 24 * 100; hour >= 1; hour--) {
    const at = thisHour - hour * hourMs + 60_000;
    coinbase.market.trade({ pair: 'USDT-USD', price: 0.5, quantity: 100, side: 'buy', at });
    // Volume 1 at 100 USD and volume 3 at 204 USDT, which are 102 USD.
    coinbase.market.trade({ pair: 'BTC-USD', price: 100, quantity: 1, side: 'buy', at });
    binance.market.trade({ pair: 'BTC-USDT', price: 204, quantity: 3, side: 'buy', at });
  }
  database = await openTestDatabase();
  const venues = () => [new BinanceVenue(binance.wsUrl, binance.restUrl), new CoinbaseVenue(coinbase.wsUrl, coinbase.restUrl)];
  rig = new IngestRig(database, venues, ['BTC']);
});

afterAll(async () => {
  await rig.ingestion.stop();
  await Promise.all([binance.stop(), coinbase.stop()]);
});

const candles = (venue: string, minutes: number) =>
  database.query<Record<string, number>>(
    `SELECT open_at AS "openAt", open, high, low, close, volume FROM candles c JOIN markets m ON m.id = c.market_id
     WHERE venue = $1 AND base = 'BTC' AND minutes = $2 AND open_at < $3 ORDER BY open_at`,
    [venue, minutes, thisHour],
  );
const unfinished = (minutes: number) =>
  database.query('SELECT 1 FROM backfill_progress WHERE minutes = $1 AND NOT done', [minutes]).then((rows) => rows.length);

const coveredHours = async (from: Database, venue: string, kind: string) => {
  const [row] = await from.query<{ ms: number }>(
    `SELECT coalesce(sum(upper(s) - lower(s)), 0)::bigint AS ms FROM coverage c JOIN markets m ON m.id = c.market_id, unnest(spans) AS s
     WHERE venue = $1 AND base = 'BTC' AND kind = $2`,
    [venue, kind],
  );
  return Math.floor((row?.ms ?? 0) / hourMs);
};

it('fetches 90 days of hours from each venue, combines them in USD by the rate of their hour and rolls them up', async () => {
  await rig.ingestion.start();
  await until(
    'hours and days',
    async () =>
      (await database.query('SELECT 1 FROM backfill_progress')).length > 0 && (await unfinished(60)) + (await unfinished(1440)) === 0,
    30_000,
  );
  expect(await candles('coinbase', 60)).toHaveLength(90 * 24);
  expect(await candles('binance', 60)).toHaveLength(90 * 24);
  const hours = await candles('consolidated', 60);
  expect(hours).toHaveLength(90 * 24);
  expect(hours.every((hour) => hour['close'] === 101.5 && hour['high'] === 102 && hour['low'] === 100 && hour['volume'] === 4)).toBe(true);
  const [fullDay] = (await candles('consolidated', 1440)).slice(5);
  expect(fullDay).toMatchObject({ open: 101.5, high: 102, low: 100, close: 101.5, volume: 96 });
  const [fullWeek] = (await candles('consolidated', 10_080)).slice(2);
  expect(fullWeek).toMatchObject({ high: 102, low: 100, volume: 96 * 7 });
  expect(await coveredHours(database, 'coinbase', 'candles_only')).toBe(90 * 24);
  expect(rig.of('market.history').some(({ symbols }) => symbols.includes('BTC'))).toBe(true);
});

it('goes on after a restart where it was: the hours are not fetched again', async () => {
  await rig.ingestion.stop();
  const before = await database.query<{ reached: number }>('SELECT min(reached_at) AS reached FROM backfill_progress WHERE minutes = 1');
  for (const venue of [binance, coinbase]) venue.requests.length = 0;
  rig.restart();
  await rig.ingestion.start();
  const further = async () => {
    const [row] = await database.query<{ reached: number }>('SELECT min(reached_at) AS reached FROM backfill_progress WHERE minutes = 1');
    return (row?.reached ?? 0) < (before[0]?.reached ?? 0);
  };
  await until('more minutes', further, 30_000);
  expect([...binance.requests, ...coinbase.requests].filter((request) => /interval=1[hd]|granularity=(3600|86400)/.test(request))).toEqual(
    [],
  );
});

it('counts 90 days of a simulated market as filled in by its hours, because its minutes are computed on read', async () => {
  const simulated = await openTestDatabase();
  const own = new IngestRig(simulated, () => [...createSimulatedMarket({ seed: 'coverage', assets: ['BTC'] }).venues], ['BTC']);
  await own.ingestion.start();
  try {
    await until('90 days of hours', async () => (await coveredHours(simulated, 'sim-alpha', 'backfilled')) >= 90 * 24, 30_000);
  } finally {
    await own.ingestion.stop();
  }
});

it('tells the progress at most every 10 %, and nothing at a start at which nothing is left to do', async () => {
  // It may still be at work, and tell of its own.
  await rig.ingestion.stop();
  const told: string[] = [];
  Logger.overrideLogger({
    log: (text: string, context: string) => void (context === 'Backfill' && told.push(text)),
    warn() {},
    error() {},
  });
  const simulated = await openTestDatabase();
  const own = new IngestRig(simulated, () => [...createSimulatedMarket({ seed: 'told', assets: ['BTC'] }).venues], ['BTC']);
  const finished = async () => {
    await own.ingestion.start();
    const all = async () => simulated.query<{ done: boolean }>('SELECT done FROM backfill_progress');
    await until('all history', async () => ((rows) => rows.length > 0 && rows.every(({ done }) => done))(await all()), 30_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await own.ingestion.stop();
  };
  try {
    await finished();
    const percents = told.map((text) => Number(/^history: (\d+) % of \d+ candles$/.exec(text)?.[1]));
    expect(percents).toEqual([...new Set(percents)]);
    expect(percents.at(-1)).toBe(100);
    expect(percents.every((percent) => percent % 10 === 0)).toBe(true);
    told.length = 0;
    own.restart();
    await finished();
    expect(told).toEqual([]);
  } finally {
    await own.ingestion.stop();
    Logger.overrideLogger(false);
  }
});
