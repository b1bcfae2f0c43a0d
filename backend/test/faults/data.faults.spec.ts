import { until } from '../until';
import { storedCandles, storedTrades } from './fault-oracle';
import { FaultStage, tell } from './fault-stage';
import { garbageOf } from './garbage';

jest.setTimeout(600_000);

const minuteMs = 60_000;
let stages: FaultStage[] = [];

async function openStage(at?: number, options = {}): Promise<FaultStage> {
  const stage = new FaultStage(options);
  stages.push(stage);
  return stage.open(at);
}

afterEach(async () => {
  for (const stage of stages) await stage.close();
  stages = [];
});

/** Four minutes of trades at given times, and everything that is stored of them as text. */
async function dumpOf(startAt: number, faults: { repeat: number; shuffleWithin: number }): Promise<string> {
  const stage = await openStage(startAt, { repeatable: true });
  for (const venue of stage.all) Object.assign(venue.faults, faults);
  for (let at = startAt + 500; at < startAt + 4 * minuteMs; at += 700) {
    stage.traffic.trade(1, at);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  for (const venue of stage.all) Object.assign(venue.faults, { repeat: 1, shuffleWithin: 1 });
  const trades = await stage.settled(startAt + 5 * minuteMs);
  expect(trades.filter(({ usd }) => usd === null)).toEqual([]);
  const candles = [...(await storedCandles(stage.db))].sort(([a], [b]) => (a < b ? -1 : 1));
  await stage.close();
  return [...trades, ...candles].map((row) => JSON.stringify(row)).join('\n');
}

it('stores, of trades that come tripled and shuffled within 30, the very bytes of the clean run', async () => {
  const startAt = Math.floor(Date.now() / minuteMs) * minuteMs - 6 * minuteMs;
  const clean = await dumpOf(startAt, { repeat: 1, shuffleWithin: 1 });
  const began = performance.now();
  const faulty = await dumpOf(startAt, { repeat: 3, shuffleWithin: 30 });
  expect(faulty).toEqual(clean);
  const rows = clean.split('\n').length;
  tell(`tripled and shuffled: ${rows} rows of trades and candles, the same bytes; ${((performance.now() - began) / 1000).toFixed(1)} s`);
});

it('counts garbage of every kind, stores none of it, and goes on', async () => {
  const stage = await openStage();
  for (const [name, venue] of Object.entries(stage.venues)) venue.faults.garbage = garbageOf(name);
  stage.traffic.begin(200);
  const wanted = Object.keys(stage.venues).map((name) => garbageOf(name).length);
  await until(
    'every piece',
    () => stage.all.every(({ market, clients }, n) => clients.size > 0 && market.of(market.pairs[0] ?? '').length > 2 * (wanted[n] ?? 0)),
    60_000,
  );
  for (const venue of stage.all) venue.faults.garbage = [];
  const rejected = (await stage.statuses()).map(({ rejectedMessages }) => rejectedMessages);
  expect(Math.min(...rejected)).toBeGreaterThan(15);
  // What ends the connection: a frame of 5 MB, and bytes that are no frame.
  for (const venue of stage.all) venue.inject(`{"channel":"trade","type":"${'x'.repeat(5_000_000)}"}`);
  await until('the reconnects', async () => (await stage.statuses()).every(({ reconnects }) => reconnects > 0), 30_000);
  await stage.live();
  for (const venue of stage.all) venue.injectBytes(Buffer.from('ffffffffffffffff00ff', 'hex'));
  await stage.recovered('garbage of every kind');
  expect(stage.app.isRunning).toBe(true);
});

it('leaves a price 1000 times too high out, says so, and keeps it out of the candles', async () => {
  const stage = await openStage();
  stage.traffic.begin();
  await until(
    'a price from three venues',
    async () => {
      const { sources } = await stage.price('BTC');
      return sources.length === 3 && sources.every(({ excluded }) => excluded === null);
    },
    30_000,
  );
  stage.traffic.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { price: before } = await stage.price('BTC');
  stage.kraken.spike('BTC-USD', 1000);
  await until('the exclusion', async () => (await stage.price('BTC')).sources.some(({ excluded }) => excluded === 'outlier'));
  const { price, sources } = await stage.price('BTC');
  expect(sources.filter(({ excluded }) => excluded !== null)).toMatchObject([{ venue: 'kraken', excluded: 'outlier', weight: 0 }]);
  expect(Math.abs((price ?? 0) / (before ?? 0) - 1)).toBeLessThan(0.001);
  await stage.recovered('a price 1000 times too high');
  await until('kraken to count again', async () => (await stage.price('BTC')).sources.every(({ excluded }) => excluded === null));
  const spiked = (await storedTrades(stage.db)).filter(({ usd }) => usd === null);
  expect(spiked).toMatchObject([{ venue: 'kraken', pair: 'BTC-USD' }]);
  for (const [key, [, , high]] of await storedCandles(stage.db)) if (key.startsWith('consolidated BTC')) expect(high).toBeLessThan(70_000);
});
