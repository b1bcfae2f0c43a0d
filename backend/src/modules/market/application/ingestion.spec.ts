import { FakeBinance } from '../../../../test/fake-venues/fake-binance';
import { FakeCoinbase } from '../../../../test/fake-venues/fake-coinbase';
import type { FakeVenue } from '../../../../test/fake-venues/fake-venue';
import { IngestOracle } from '../../../../test/ingest-oracle';
import { IngestRig, until } from '../../../../test/ingest-rig';
import { openTestDatabase } from '../../../../test/test-database';
import type { Database } from '../../../platform/database/database';
import { BinanceVenue } from '../venues/binance/binance';
import { CoinbaseVenue } from '../venues/coinbase/coinbase';

jest.setTimeout(60_000);

let binance: FakeBinance;
let coinbase: FakeCoinbase;
let database: Database;
let oracle: IngestOracle;
let rig: IngestRig;

beforeEach(async () => {
  binance = await new FakeBinance({ pairs: ['BTC-USDT', 'ETH-USDT'], firstId: 5_000 }).start();
  coinbase = await new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD', 'USDT-USD'], firstId: 700 }).start();
  database = await openTestDatabase();
  oracle = new IngestOracle(database);
  rig = new IngestRig(
    database,
    () => [new BinanceVenue(binance.wsUrl, binance.restUrl), new CoinbaseVenue(coinbase.wsUrl, coinbase.restUrl)],
    ['BTC', 'ETH'],
  );
  await rig.ingestion.start();
  await until(
    'two live venues',
    () =>
      rig
        .of('market.venues')
        .at(-1)
        ?.venues.every((venue) => venue.status === 'live') === true,
  );
  // They are live as soon as the connections are open; what is traded before anybody subscribed, nobody is told.
  const told = ({ clients }: FakeVenue, pairs: number) => [...clients].some(({ subscriptions }) => subscriptions.size >= 2 * pairs);
  await until('every subscription', () => told(binance, 2) && told(coinbase, 3));
  coinbase.trade('USDT-USD', 0.999, 10_000, 'buy');
  await until('a rate', async () => (await oracle.ids('coinbase', 'USDT-USD')).length > 0);
});

afterEach(async () => {
  await rig.ingestion.stop();
  await Promise.all([binance.stop(), coinbase.stop()]);
});

function trade(venue: FakeVenue, pair: string, count: number, price = 60_000): void {
  for (let n = 0; n < count; n++)
    venue.trade(pair, price + (n % 20), Number((0.001 * (1 + (n % 7))).toFixed(8)), n % 2 === 0 ? 'buy' : 'sell');
}

it('stores every trade of 200 once, tripled and shuffled within 20, and folds them as sent', async () => {
  Object.assign(binance.faults, { repeat: 3, shuffleWithin: 20 });
  Object.assign(coinbase.faults, { repeat: 3, shuffleWithin: 20 });
  trade(binance, 'BTC-USDT', 200);
  trade(coinbase, 'BTC-USD', 200);
  await oracle.expectWhole(binance, 'binance', 'BTC-USDT');
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await oracle.expectCandles(binance, 'binance', 'BTC-USDT');
  await oracle.expectCandles(coinbase, 'coinbase', 'BTC-USD');
});

it('repairs 30 % dropped trades by id', async () => {
  trade(binance, 'BTC-USDT', 5);
  trade(coinbase, 'BTC-USD', 5);
  await oracle.expectWhole(binance, 'binance', 'BTC-USDT');
  binance.faults.dropPercent = 30;
  coinbase.faults.dropPercent = 30;
  for (let round = 0; round < 10; round++) {
    trade(binance, 'BTC-USDT', 20);
    trade(coinbase, 'BTC-USD', 20);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  binance.faults.dropPercent = 0;
  coinbase.faults.dropPercent = 0;
  trade(binance, 'BTC-USDT', 1);
  trade(coinbase, 'BTC-USD', 1);
  await oracle.expectWhole(binance, 'binance', 'BTC-USDT');
  await oracle.expectWhole(coinbase, 'coinbase', 'BTC-USD');
  await oracle.expectCandles(binance, 'binance', 'BTC-USDT');
  await oracle.expectCandles(coinbase, 'coinbase', 'BTC-USD');
  const open = await database.query(`SELECT * FROM trade_gaps WHERE status = 'open'`);
  expect(open).toEqual([]);
  const venues = rig.ingestion.figures()?.venues ?? [];
  expect(venues.map((venue) => venue.gapsFound > 0 && venue.gapsFound === venue.gapsRepaired)).toEqual([true, true]);
});

it('finds after a restart what was traded meanwhile', async () => {
  trade(coinbase, 'ETH-USD', 40, 3_000);
  trade(binance, 'ETH-USDT', 40, 3_000);
  await oracle.expectWhole(coinbase, 'coinbase', 'ETH-USD');
  await rig.ingestion.stop();
  trade(coinbase, 'ETH-USD', 150, 3_010);
  trade(binance, 'ETH-USDT', 150, 3_010);
  rig.restart();
  await rig.ingestion.start();
  await oracle.expectWhole(coinbase, 'coinbase', 'ETH-USD');
  trade(binance, 'ETH-USDT', 1, 3_010);
  await oracle.expectWhole(binance, 'binance', 'ETH-USDT');
  await oracle.expectCandles(coinbase, 'coinbase', 'ETH-USD');
  await oracle.expectCandles(binance, 'binance', 'ETH-USDT');
});

it('leaves a 1000-fold spike of one venue out of the consolidated price and candle', async () => {
  trade(coinbase, 'BTC-USD', 3);
  trade(binance, 'BTC-USDT', 3);
  await oracle.expectWhole(binance, 'binance', 'BTC-USDT');
  binance.spike('BTC-USDT', 1000);
  await oracle.expectWhole(binance, 'binance', 'BTC-USDT');
  await until('the exclusion', () => {
    const items = rig.of('market.prices').at(-1)?.items ?? [];
    return items.some((item) => item.symbol === 'BTC' && item.sources.some((source) => source.excluded === 'outlier'));
  });
  const btc = rig
    .of('market.prices')
    .at(-1)
    ?.items.find((item) => item.symbol === 'BTC');
  expect(btc?.price).toBeCloseTo(60_002, 6);
  const [candle] = await database.query<{ high: number }>(
    `SELECT max(high) AS high FROM minute_candles c JOIN markets m ON m.id = c.market_id WHERE venue = 'consolidated' AND pair = 'BTC-USD'`,
  );
  expect(candle?.high).toBeLessThan(61_000);
});
