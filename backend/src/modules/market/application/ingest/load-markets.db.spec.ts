import { openTestDatabase } from '../../../../../test/test-database';
import { Database, type Transaction } from '../../../../platform/database/database';
import { MarketRegistry } from '../../db/market-registry';
import { insertTrades, noTrades } from '../../db/trade-store';
import { loadMarkets } from './load-markets';
import { MarketBook } from './market-book';

const minute = Date.UTC(2026, 10, 21, 3, 48);
const pair = { venue: 'kraken', pair: 'BTC-USD', base: 'BTC', quote: 'USD', venueSymbol: 'BTC/USD' };

/** A database in which something happens just before the trades of the open minutes are read. */
class Interrupted extends Database {
  interruption: () => Promise<void> = () => Promise.resolve();

  override async query<R>(sql: string, values?: readonly unknown[]): Promise<R[]> {
    await this.interrupt(sql);
    return super.query<R>(sql, values);
  }

  override transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return super.transaction((tx) =>
      work({
        ...tx,
        query: async <R>(sql: string, values?: readonly unknown[]) => {
          await this.interrupt(sql);
          return tx.query<R>(sql, values);
        },
      }),
    );
  }

  private async interrupt(sql: string): Promise<void> {
    if (!/usd_price AS "usdPrice"\s+FROM trades/.test(sql)) return;
    const { interruption } = this;
    this.interruption = () => Promise.resolve();
    await interruption();
  }
}

let other: Database;
let database: Interrupted;

beforeEach(async () => {
  const opened = await openTestDatabase();
  other = opened;
  database = new Interrupted({ connectionString: opened.url, max: 2 });
  await new MarketRegistry(other).enter([pair]);
});

afterEach(() => database.close());

async function markets() {
  return new MarketRegistry(other).markets();
}

/** One BTC each, in one minute. */
async function store(ids: number[]): Promise<void> {
  const market = (await markets()).find(({ venue }) => venue === 'kraken');
  const columns = noTrades();
  for (const id of ids) {
    columns.marketIds.push(market?.id ?? 0);
    columns.tradeIds.push(id);
    columns.tradedAts.push(minute + id);
    columns.prices.push(60_000);
    columns.quantities.push(1);
    columns.isBuys.push(true);
    columns.usdPrices.push(60_000);
  }
  await other.transaction((tx) => insertTrades(tx, columns));
}

it('knows the same trades by id as are in the open minutes, when a batch of an earlier run is committed meanwhile', async () => {
  await store([1, 2, 3]);
  database.interruption = () => store([4, 5]);
  const [state] = await loadMarkets(database, new MarketBook(), await markets());
  const known = [1, 2, 3, 4, 5].filter((id) => state?.ledger.has(id));
  expect(state?.series.takeTouched().map(({ candle }) => candle.volume)).toEqual([known.length]);
  expect(state?.asset.series.takeTouched().map(({ candle }) => candle.volume)).toEqual([known.length]);
});

it('leaves nothing behind when it fails, so that the next try folds every trade once', async () => {
  await store([1, 2, 3]);
  const book = new MarketBook();
  database.interruption = () => Promise.reject(new Error('the database went away'));
  await expect(loadMarkets(database, book, await markets())).rejects.toThrow('the database went away');
  const [state] = await loadMarkets(database, book, await markets());
  expect(state?.series.takeTouched().map(({ candle }) => candle.volume)).toEqual([3]);
  expect(state?.asset.series.takeTouched().map(({ candle }) => candle.volume)).toEqual([3]);
});
