import type { AssetPrice, PriceSource, VenueStatus } from '@tideline/contracts';
import type { ConsolidatedPrice, MarketPricesFrame } from '../src/modules/market/application/market-events';
import type { Database } from '../src/platform/database/database';

const minuteMs = 60_000;

/** Three assets; BTC trades at two venues, in USD and USDT. Gives the ids of the markets by `venue pair`. */
export async function insertMarkets(database: Database): Promise<Map<string, number>> {
  await database.query(`INSERT INTO assets (symbol, name, coingecko_id, position) VALUES
    ('BTC', 'Bitcoin', 'bitcoin', 0), ('ETH', 'Ethereum', 'ethereum', 1), ('DOGE', 'Dogecoin', NULL, 2)`);
  const rows = await database.query<{ id: number; venue: string; pair: string }>(`
    INSERT INTO markets (venue, pair, base, quote, venue_symbol) VALUES
      ('consolidated', 'BTC-USD', 'BTC', 'USD', 'BTC-USD'), ('kraken', 'BTC-USD', 'BTC', 'USD', 'BTC/USD'),
      ('coinbase', 'BTC-USD', 'BTC', 'USD', 'BTC-USD'), ('binance', 'BTC-USDT', 'BTC', 'USDT', 'BTCUSDT'),
      ('consolidated', 'ETH-USD', 'ETH', 'USD', 'ETH-USD'), ('kraken', 'ETH-USD', 'ETH', 'USD', 'ETH/USD')
    RETURNING id, venue, pair`);
  return new Map(rows.map(({ id, venue, pair }) => [`${venue} ${pair}`, id]));
}

/** `count` candles from `openAt` on, close = 100, 101, 102 …, volume 2. */
export async function insertCandles(database: Database, marketId: number, minutes: number, openAt: number, count: number): Promise<void> {
  const columns = 'market_id, open_at, open, high, low, close, volume';
  const figures = '100 + n, 101 + n, 99 + n, 100 + n, 2 FROM generate_series(0, $4::integer - 1) AS n';
  if (minutes === 1) {
    await database.query(`INSERT INTO minute_candles (${columns}) SELECT $1::smallint, $2::bigint + n * $3::bigint, ${figures}`, [
      marketId,
      openAt,
      minuteMs,
      count,
    ]);
    return;
  }
  await database.query(
    `INSERT INTO candles (${columns}, minutes) SELECT $1::smallint, $2::bigint + n * $3::bigint, ${figures.replace(' FROM', ', $5::smallint FROM')}`,
    [marketId, openAt, minutes * minuteMs, count, minutes],
  );
}

/** `count` trades, the n-th `n` seconds after `from`, ids counting up from 1. */
export async function insertTrades(database: Database, marketId: number, from: number, count: number): Promise<void> {
  await database.query(
    `INSERT INTO trades (market_id, trade_id, traded_at, price, quantity, is_buy, usd_price)
     SELECT $1::smallint, n, $2::bigint + n * 1000, 100 + n, 0.5, n % 2 = 0, 100 + n FROM generate_series(1, $3::integer) AS n`,
    [marketId, from, count],
  );
}

export function priceSource(change: Partial<PriceSource> = {}): PriceSource {
  return {
    venue: 'kraken',
    pair: 'BTC-USD',
    price: 110,
    quotePrice: 110,
    volume24h: 1000,
    ageMs: 20,
    weight: 1,
    excluded: null,
    ...change,
  };
}

export function consolidatedPrice(symbol: string, price: number, change: Partial<ConsolidatedPrice> = {}): ConsolidatedPrice {
  const sources = [priceSource({ pair: `${symbol}-USD`, price, quotePrice: price })];
  return { symbol, price, volume24h: 1_000_000, sources, asOf: new Date().toISOString(), stale: false, ...change };
}

export function pricesFrame(items: ConsolidatedPrice[]): MarketPricesFrame {
  return { frameAt: Date.now(), complete: true, dataMode: 'live', items };
}

export function venueStatus(venue: string, change: Partial<VenueStatus> = {}): VenueStatus {
  return {
    venue,
    status: 'live',
    reason: null,
    lastMessageAt: new Date().toISOString(),
    lagMs: 40,
    clockOffsetMs: 2,
    tradesReceived: 10,
    reconnects: 0,
    gapsFound: 0,
    gapsRepaired: 0,
    rejectedMessages: 0,
    ...change,
  };
}

export type PriceBySymbol = Record<string, AssetPrice>;
