import { candleIntervals, type CandleInterval, type CandleSeries } from '@tideline/contracts';
import { bucketStart, intervalMinutes } from '../../src/modules/market/domain/candle';
import type { Database } from '../../src/platform/database/database';
import type { FakeVenue } from '../fake-venues/fake-venue';
import type { AppProcess } from './app-process';

/** A stored trade; `usd` is what it adds to the consolidated series. */
export interface TradeRow {
  venue: string;
  pair: string;
  base: string;
  id: number;
  at: number;
  price: number;
  quantity: number;
  buy: boolean;
  usd: number | null;
}

type Candle = [openAt: number, open: number, high: number, low: number, close: number, volume: number];
type Venues = Readonly<Record<string, FakeVenue>>;

/** All stored trades, in the order in which the consolidated series folds them. */
export async function storedTrades(database: Database): Promise<TradeRow[]> {
  return database.query<TradeRow>(
    `SELECT venue, pair, base, trade_id AS id, traded_at AS at, price, quantity, is_buy AS buy, usd_price AS usd
     FROM trades t JOIN markets m ON m.id = t.market_id ORDER BY traded_at, venue COLLATE "C", trade_id, pair`,
  );
}

/** What is not as it should be in the trades: missing, stored twice, or not as issued; empty = the sets are equal. */
export function tradeFaults(trades: readonly TradeRow[], venues: Venues): string[] {
  const stored = new Map<string, string>();
  const faults: string[] = [];
  for (const trade of trades) {
    const key = `${trade.venue} ${trade.pair} ${trade.id}`;
    if (stored.has(key)) faults.push(`${key} is stored twice`);
    stored.set(key, told(trade));
  }
  const issued = Object.entries(venues).flatMap(([venue, { market }]) =>
    market.pairs.flatMap((pair) => market.of(pair).map((trade) => ({ key: `${venue} ${pair} ${trade.id}`, trade }))),
  );
  for (const { key, trade } of issued) {
    const found = stored.get(key);
    if (found === undefined) faults.push(`${key} is missing`);
    else if (found !== told({ ...trade, buy: trade.side === 'buy' })) faults.push(`${key} is stored as ${found}`);
  }
  if (stored.size > issued.length) faults.push(`${stored.size - issued.length} trades are stored that no venue issued`);
  return faults;
}

/** What differs between the stored candles of every series and interval and a plain fold of the stored trades; empty = nothing. */
export async function candleFaults(database: Database, trades: readonly TradeRow[]): Promise<string[]> {
  const faults: string[] = [];
  const expected = foldAll(trades);
  const stored = await storedCandles(database);
  for (const key of new Set([...expected.keys(), ...stored.keys()])) {
    const want = JSON.stringify(expected.get(key) ?? null);
    const have = JSON.stringify(stored.get(key) ?? null);
    if (want !== have) faults.push(`${key}: stored ${have}, its trades give ${want}`);
  }
  return faults;
}

/** What differs between the candles of BTC that the app serves and a plain fold of the stored trades; empty = nothing. */
export async function servedFaults(app: AppProcess, trades: readonly TradeRow[]): Promise<string[]> {
  const faults: string[] = [];
  const expected = [...foldAll(trades)];
  const pairs = new Map(trades.filter(({ base }) => base === 'BTC').map(({ venue, pair }) => [venue, pair]));
  for (const [venue, pair] of [...pairs, ['consolidated', 'BTC-USD']] as const) {
    for (const interval of candleIntervals) {
      const asked = venue === 'consolidated' ? '' : `&venue=${venue}`;
      const { candles } = await app.get<CandleSeries>(`/market/candles/BTC?interval=${interval}${asked}`);
      const have = JSON.stringify(candles);
      const want = JSON.stringify(expected.filter(([key]) => key.startsWith(`${venue} ${pair} ${interval} `)).map(([, candle]) => candle));
      if (have !== want) faults.push(`${venue} ${pair} ${interval}: served ${have}, its trades give ${want}`);
    }
  }
  return faults;
}

/** Every stored candle, by `venue pair interval openAt`. */
export async function storedCandles(database: Database): Promise<Map<string, Candle>> {
  const rows = await database.query<{ venue: string; pair: string; minutes: number; candle: Candle }>(
    `SELECT venue, pair, minutes, json_build_array(open_at, open, high, low, close, volume) AS candle
     FROM (SELECT market_id, 1 AS minutes, open_at, open, high, low, close, volume FROM minute_candles
           UNION ALL SELECT market_id, minutes, open_at, open, high, low, close, volume FROM candles) c
     JOIN markets m ON m.id = c.market_id`,
  );
  const names = new Map(Object.entries(intervalMinutes).map(([name, minutes]) => [minutes, name]));
  return new Map(rows.map(({ venue, pair, minutes, candle }) => [`${venue} ${pair} ${names.get(minutes)} ${candle[0]}`, candle]));
}

/** Every series at every interval as a plain loop over its trades makes it. */
function foldAll(trades: readonly TradeRow[]): Map<string, Candle> {
  const candles = new Map<string, Candle>();
  for (const interval of candleIntervals) {
    for (const trade of trades) {
      add(candles, `${trade.venue} ${trade.pair}`, interval, trade, trade.price);
      if (trade.usd !== null) add(candles, `consolidated ${trade.base}-USD`, interval, trade, trade.usd);
    }
  }
  return new Map(
    [...candles].map(([key, [openAt, open, high, low, close, units]]) => [key, [openAt, open, high, low, close, units / 1e8]]),
  );
}

/** Volumes are summed as whole 1e-8 parts, which no order can change. */
function add(candles: Map<string, Candle>, series: string, interval: CandleInterval, trade: TradeRow, price: number): void {
  const openAt = bucketStart(trade.at, intervalMinutes[interval]);
  const key = `${series} ${interval} ${openAt}`;
  const units = Math.round(trade.quantity * 1e8);
  const candle = candles.get(key);
  if (candle === undefined) {
    candles.set(key, [openAt, price, price, price, price, units]);
    return;
  }
  candle[2] = Math.max(candle[2], price);
  candle[3] = Math.min(candle[3], price);
  candle[4] = price;
  candle[5] += units;
}

function told({ price, quantity, at, buy }: Pick<TradeRow, 'price' | 'quantity' | 'at' | 'buy'>): string {
  return `${quantity} at ${price}, ${buy ? 'bought' : 'sold'} ${new Date(at).toISOString()}`;
}
