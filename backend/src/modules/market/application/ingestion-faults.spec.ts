import { FakeCoinbase } from '../../../../test/fake-venues/fake-coinbase';
import { IngestOracle } from '../../../../test/ingest-oracle';
import { IngestRig, until } from '../../../../test/ingest-rig';
import { TcpGate } from '../../../../test/tcp-gate';
import { openTestDatabase } from '../../../../test/test-database';
import { Database } from '../../../platform/database/database';
import { CoinbaseVenue } from '../venues/coinbase/coinbase';

jest.setTimeout(90_000);

const minuteMs = 60_000;
let coinbase: FakeCoinbase;
let direct: Database & { url: string };
let gate: TcpGate;
let gated: Database;
let oracle: IngestOracle;
let rig: IngestRig;
let diskLow: boolean;

beforeEach(async () => {
  diskLow = false;
  coinbase = await new FakeCoinbase({ pairs: ['BTC-USD'], firstId: 1_000 }).start();
  direct = await openTestDatabase();
  const url = new URL(direct.url);
  gate = await new TcpGate(Number(url.port)).open();
  url.port = String(gate.port);
  gated = new Database({ connectionString: url.href, max: 6 });
  oracle = new IngestOracle(direct);
  rig = new IngestRig(
    gated,
    () => [new CoinbaseVenue(coinbase.wsUrl, coinbase.restUrl)],
    ['BTC'],
    () => diskLow,
  );
});

afterEach(async () => {
  await rig.ingestion.stop();
  await coinbase.stop();
  await gated.close();
  await gate.shut();
});

async function startLive(): Promise<void> {
  await rig.ingestion.start();
  await until(
    'a live venue',
    () =>
      rig
        .of('market.venues')
        .at(-1)
        ?.venues.every((venue) => venue.status === 'live') === true,
  );
  // It is live as soon as the connection is open; what is traded before anybody subscribed, nobody is told.
  await until('the subscription', () => [...coinbase.clients].some(({ subscriptions }) => subscriptions.has('matches:BTC-USD')));
}

function trade(count: number, price = 60_000): void {
  for (let n = 0; n < count; n++)
    coinbase.trade('BTC-USD', price + (n % 20), Number((0.001 * (1 + (n % 7))).toFixed(8)), n % 2 === 0 ? 'buy' : 'sell');
}

const lastPrice = () => rig.of('market.prices').at(-1)?.items[0];

it.each(['shut', 'frozen'])('serves prices as stale while PostgreSQL is %s for 8 s, then stores everything', async (how) => {
  await startLive();
  trade(20);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await until('a fresh price', () => lastPrice()?.stale === false);
  if (how === 'shut') await gate.shut();
  else gate.freeze();
  const announced = rig.of('market.trades').length;
  for (let round = 0; round < 16; round++) {
    trade(25);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(lastPrice()).toMatchObject({ symbol: 'BTC', stale: true });
  expect(lastPrice()?.price).toBeGreaterThan(59_000);
  expect(rig.of('market.trades').length - announced).toBeLessThanOrEqual(1);
  if (how === 'shut') await gate.open();
  else gate.thaw();
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await oracle.expectCandles(coinbase, 'coinbase', 'BTC-USD');
  await until('a fresh price again', () => lastPrice()?.stale === false);
});

it('loses nothing when the process dies 5 times with trades not yet stored', async () => {
  await startLive();
  trade(10);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  for (let life = 0; life < 5; life++) {
    coinbase.faults.dropPercent = 20;
    trade(40);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // What is not stored now never will be: the process can write nothing more.
    await gate.shut();
    trade(40);
    await rig.ingestion.stop();
    trade(40);
    coinbase.faults.dropPercent = 0;
    await gate.open();
    rig.restart();
    await startLive();
  }
  trade(1);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await until('every hole to be settled', async () => (await direct.query("SELECT 1 FROM trade_gaps WHERE status = 'open'")).length === 0);
  await oracle.expectCandles(coinbase, 'coinbase', 'BTC-USD');
  expect(await oracle.minutes('consolidated', 'BTC-USD')).toEqual(await oracle.minutes('coinbase', 'BTC-USD'));
});

it('fills a hole of 100,001 trades with candles, says so, and goes on', async () => {
  await startLive();
  trade(10);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  for (let n = 0; n < 100_001; n++) coinbase.market.trade({ pair: 'BTC-USD', price: 61_000, quantity: 0.001, side: 'buy' });
  trade(5);
  await until('the hole to be settled', async () => {
    const gaps = await direct.query<{ status: string }>('SELECT status, note FROM trade_gaps');
    return gaps[0]?.status === 'candles_only';
  });
  await until('the last trade', async () => (await oracle.ids('coinbase', 'BTC-USD')).length === 15);
  expect(await direct.query("SELECT kind FROM coverage WHERE kind = 'candles_only' AND NOT isempty(spans)")).toHaveLength(1);
  trade(3);
  await until('what came after', async () => (await oracle.ids('coinbase', 'BTC-USD')).length === 18);
});

it('repairs a hole of 40 minutes found after a restart, in minutes no longer held in memory', async () => {
  const now = Date.now();
  await startLive();
  for (let n = 60; n > 50; n--) coinbase.trade('BTC-USD', 60_000 + n, 0.5, 'buy', now - n * minuteMs);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await rig.ingestion.stop();
  for (let n = 100; n > 2; n--) {
    coinbase.market.trade({ pair: 'BTC-USD', price: 60_000 + n, quantity: 0.25, side: 'sell', at: now - 0.4 * n * minuteMs });
  }
  rig.restart();
  await startLive();
  coinbase.trade('BTC-USD', 60_000, 1, 'buy');
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await until('the repair', async () => (await direct.query("SELECT 1 FROM trade_gaps WHERE status = 'open'")).length === 0);
  await oracle.expectCandles(coinbase, 'coinbase', 'BTC-USD');
  const consolidated = await oracle.minutes('consolidated', 'BTC-USD');
  expect(consolidated).toEqual(await oracle.minutes('coinbase', 'BTC-USD'));
});

it('keeps a hole open while the venue answers 503, and repairs it then', async () => {
  await startLive();
  trade(5);
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  coinbase.faults.rest = { status: 503 };
  coinbase.faults.dropPercent = 100;
  trade(30);
  coinbase.faults.dropPercent = 0;
  trade(1);
  await until('an open hole', async () => (await direct.query("SELECT 1 FROM trade_gaps WHERE status = 'open'")).length === 1);
  expect(await oracle.ids('coinbase', 'BTC-USD')).toHaveLength(6);
  coinbase.faults.rest = null;
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD', 30_000);
});

it('folds candles but stores no raw trades while the disk is nearly full, and says why', async () => {
  await startLive();
  diskLow = true;
  trade(10);
  await until('a candle', async () => (await oracle.minutes('coinbase', 'BTC-USD')).length > 0);
  await oracle.expectCandles(coinbase, 'coinbase', 'BTC-USD');
  expect(await oracle.ids('coinbase', 'BTC-USD')).toEqual([]);
  await until('the notice', () => rig.of('market.venues').at(-1)?.venues[0]?.reason?.includes('2 GiB') === true);
});

it('follows an asset soon after its entry, without being told of it, and leaves one that is disabled', async () => {
  await coinbase.stop();
  coinbase = await new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD'], firstId: 1_000 }).start();
  rig.restart();
  await startLive();
  await direct.query("INSERT INTO assets (symbol, name, position) VALUES ('ETH', 'Ethereum', 1)");
  await until(
    'the subscription',
    () => [...coinbase.clients].some((client) => [...client.subscriptions].some((key) => key.includes('ETH'))),
    30_000,
  );
  coinbase.trade('ETH-USD', 3_000, 1, 'buy');
  await until(
    'a price of ETH',
    () =>
      rig
        .of('market.prices')
        .at(-1)
        ?.items.some((item) => item.symbol === 'ETH' && item.price === 3_000) === true,
  );
  await direct.query("UPDATE assets SET enabled = false WHERE symbol = 'ETH'");
  await until(
    'the end of the subscription',
    () => [...coinbase.clients].every((client) => [...client.subscriptions].every((key) => !key.includes('ETH'))),
    30_000,
  );
});
