import { setTimeout as pause } from 'node:timers/promises';
import { FakeCoinbase } from '../../../../test/fake-venues/fake-coinbase';
import { IngestOracle } from '../../../../test/ingest-oracle';
import { IngestRig, until } from '../../../../test/ingest-rig';
import { openTestDatabase } from '../../../../test/test-database';
import type { Database } from '../../../platform/database/database';
import { CoverageReader } from '../db/coverage-reader.repository';
import { CoinbaseVenue } from '../venues/coinbase/coinbase';

jest.setTimeout(60_000);

let coinbase: FakeCoinbase;
let database: Database;
let oracle: IngestOracle;
let rig: IngestRig;

beforeEach(async () => {
  coinbase = await new FakeCoinbase({ pairs: ['BTC-USD'], firstId: 700 }).start();
  database = await openTestDatabase();
  oracle = new IngestOracle(database);
  rig = new IngestRig(database, () => [new CoinbaseVenue(coinbase.wsUrl, coinbase.restUrl)], ['BTC']);
});

afterEach(async () => {
  await rig.ingestion.stop();
  await coinbase.stop();
});

function trade(count: number): void {
  for (let n = 0; n < count; n++) coinbase.trade('BTC-USD', 60_000 + n, 0.01, 'buy');
}

/** Gives the time from which on every moment should be observed. */
async function startAndTrade(): Promise<number> {
  await rig.ingestion.start();
  await until('a live venue', () => rig.of('market.venues').at(-1)?.venues[0]?.status === 'live');
  // It is live as soon as the connection is open; what is traded before anybody subscribed, nobody is told.
  await until('the subscription', () => [...coinbase.clients].some(({ subscriptions }) => subscriptions.has('matches:BTC-USD')));
  trade(3);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  return coinbase.market.of('BTC-USD')[0]?.at ?? 0;
}

async function restart(): Promise<number> {
  rig.restart();
  await rig.ingestion.start();
  return Date.now();
}

async function coverage(from: number, to: number) {
  const [market] = await database.query<{ id: number }>("SELECT id FROM markets WHERE venue = 'coinbase' AND pair = 'BTC-USD'");
  return new CoverageReader(database).coverage([market?.id ?? 0], { from, to });
}

/** Watched time is stored every ten seconds. */
async function observed(from: number, to: number): Promise<void> {
  await until('every moment to be observed', async () => (await coverage(from, to)).observedMs === to - from, 15_000);
}

it('has stored at a stop, 2 s after the start, that the time up to it was watched', async () => {
  const from = await startAndTrade();
  await pause(1_500);
  const stoppedAt = Date.now();
  await rig.ingestion.stop();
  expect((await coverage(from, stoppedAt - 50)).missing).toEqual([]);
});

it('counts the time of a restart as observed once the venue says that nobody traded meanwhile', async () => {
  const from = await startAndTrade();
  await rig.ingestion.stop();
  await pause(1_500);
  await observed(from, await restart());
});

it('counts the time of a restart as observed when the next 100 trades come without a hole, repeated and shuffled', async () => {
  const from = await startAndTrade();
  await rig.ingestion.stop();
  await pause(1_500);
  Object.assign(coinbase.faults, { repeat: 2, shuffleWithin: 20 });
  const to = await restart();
  trade(100);
  await observed(from, to);
});

it('counts the time of a restart as observed once the 40 trades made meanwhile are fetched by id', async () => {
  const from = await startAndTrade();
  await rig.ingestion.stop();
  trade(40);
  await pause(1_500);
  const to = await restart();
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await observed(from, to);
});

it('tells the time of a restart as missing where the 40 trades made meanwhile cannot be had', async () => {
  const from = await startAndTrade();
  const lastAt = coinbase.market.lastOf('BTC-USD')?.at ?? 0;
  await pause(500);
  await rig.ingestion.stop();
  trade(40);
  const missedAt = coinbase.market.lastOf('BTC-USD')?.at ?? 0;
  coinbase.faults.rest = { status: 451 };
  await pause(1_500);
  await restart();
  await until('the hole to be given up', async () => {
    const gaps = await database.query<{ status: string }>('SELECT status FROM trade_gaps');
    return gaps.length === 1 && gaps[0]?.status !== 'open';
  });
  trade(3);
  const after = Date.now() + 1_000;
  await until('later time to be stored', async () => (await coverage(after, after + 1)).observedMs === 1, 20_000);
  const { missing } = await coverage(from, after);
  expect(missing).toHaveLength(1);
  expect(missing[0]?.[0]).toBe(lastAt);
  // The venue tells the last of them when it is subscribed to; after it nothing was missed.
  expect(missing[0]?.[1]).toBe(missedAt);
});
