import { openTestDatabase } from '../../../../test/test-database';
import type { Database } from '../../../platform/database/database';
import { MarketRegistry } from './market-registry';
import { insertTrades, noTrades } from './trade-store';

const at = Date.UTC(2026, 0, 5, 12);
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});

beforeEach(async () => {
  await database.query('TRUNCATE trades');
});

function columns(trades: { id: number; at: number; market?: number; usd?: number | null }[]) {
  const result = noTrades();
  for (const trade of trades) {
    result.marketIds.push(trade.market ?? 1);
    result.tradeIds.push(trade.id);
    result.tradedAts.push(trade.at);
    result.prices.push(60_000.1);
    result.quantities.push(1e-8);
    result.isBuys.push(true);
    result.usdPrices.push(trade.usd === undefined ? 60_000.1 : trade.usd);
  }
  return result;
}

it('stores 3 trades once, however often they are given', async () => {
  const trades = [1, 2, 3].map((id) => ({ id, at: at + id }));
  expect(await insertTrades(database, columns(trades))).toBe(3);
  expect(await insertTrades(database, columns(trades))).toBe(0);
  expect(await insertTrades(database, columns([...trades, { id: 4, at }]))).toBe(1);
});

it('takes the same id as the same trade within ± 1 s, and as another one beyond it or in another market', async () => {
  await insertTrades(database, columns([{ id: 7, at }]));
  expect(await insertTrades(database, columns([{ id: 7, at: at + 1_000 }]))).toBe(0);
  expect(await insertTrades(database, columns([{ id: 7, at: at - 1_000 }]))).toBe(0);
  expect(await insertTrades(database, columns([{ id: 7, at: at + 1_001 }]))).toBe(1);
  expect(await insertTrades(database, columns([{ id: 7, at, market: 2 }]))).toBe(1);
});

it('keeps every digit: 60000.1 at 1e-8, and a null value', async () => {
  await insertTrades(database, columns([{ id: 1, at, usd: null }]));
  expect(await database.query('SELECT price, quantity, usd_price FROM trades')).toEqual([
    { price: 60_000.1, quantity: 1e-8, usd_price: null },
  ]);
});

it('gives what was stored already the value at which it is folded now, and leaves the rest of the row', async () => {
  const values = () => database.query('SELECT trade_id, traded_at, price, usd_price FROM trades ORDER BY trade_id');
  await insertTrades(
    database,
    columns([
      { id: 1, at, usd: 59_970 },
      { id: 2, at, usd: 59_970 },
      { id: 3, at, usd: null },
    ]),
  );
  const again = columns([
    { id: 1, at: at + 1, usd: 59_980 },
    { id: 2, at, usd: null },
    { id: 3, at, usd: 59_980 },
    { id: 4, at, usd: 59_980 },
  ]);
  expect(await insertTrades(database, again)).toBe(1);
  expect(await values()).toEqual([
    { trade_id: 1, traded_at: at, price: 60_000.1, usd_price: 59_980 },
    { trade_id: 2, traded_at: at, price: 60_000.1, usd_price: null },
    { trade_id: 3, traded_at: at, price: 60_000.1, usd_price: 59_980 },
    { trade_id: 4, traded_at: at, price: 60_000.1, usd_price: 59_980 },
  ]);
});

it('stores 25,000 in one call', async () => {
  const trades = Array.from({ length: 25_000 }, (_, index) => ({ id: index, at: at + index }));
  expect(await insertTrades(database, columns(trades))).toBe(25_000);
});

describe('MarketRegistry', () => {
  it('seeds the assets of a first start only, with names and CoinGecko ids where known', async () => {
    const registry = new MarketRegistry(database);
    await registry.seedAssets(['BTC', 'XYZ9']);
    await registry.seedAssets(['ETH']);
    expect(await registry.trackedAssets()).toEqual(['BTC', 'XYZ9']);
    expect(await database.query('SELECT name, coingecko_id FROM assets ORDER BY position')).toEqual([
      { name: 'Bitcoin', coingecko_id: 'bitcoin' },
      { name: 'XYZ9', coingecko_id: null },
    ]);
  });

  it('enters each pair and its consolidated series once and does not use up numbers on the next 100 starts', async () => {
    const registry = new MarketRegistry(database);
    const pair = { venue: 'kraken', pair: 'BTC-USD', base: 'BTC', quote: 'USD', venueSymbol: 'BTC/USD' };
    const first = await registry.enter([pair]);
    for (let start = 0; start < 100; start++) await registry.enter([pair]);
    const [other] = (await registry.enter([{ ...pair, venue: 'coinbase' }])).filter((market) => market.venue === 'coinbase');
    expect(first.map((market) => market.venue).sort()).toEqual(['consolidated', 'kraken']);
    expect(other?.id).toBe(Math.max(...first.map((market) => market.id)) + 1);
  });

  it('remembers what a venue lists no longer, and how it spells the rest', async () => {
    const registry = new MarketRegistry(database);
    const pair = (name: string) => ({ venue: 'v', pair: name, base: name.slice(0, 3), quote: 'USD', venueSymbol: name });
    await registry.enter([pair('AAA-USD'), pair('BBB-USD')]);
    await registry.noteListing('v', [{ ...pair('AAA-USD'), venueSymbol: 'AAAUSD' }]);
    expect((await registry.listedPairs('v')).map((one) => [one.pair, one.venueSymbol])).toEqual([['AAA-USD', 'AAAUSD']]);
  });
});
