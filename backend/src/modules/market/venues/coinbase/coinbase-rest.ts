import type { CandleInterval } from '@tideline/contracts';
import { canonicalAsset } from '@tideline/contracts';
import { bucketStart, intervalMinutes, type Candle } from '../../domain/candle';
import type { VenuePair } from '../../domain/market';
import type { Trade } from '../../domain/trade';
import { rowsOf, soundCandle, soundRows } from '../rest-rows';
import { fields } from '../untrusted';
import { VenueRefusal, type TradeHole, type VenueRest } from '../venue';
import type { VenueClock } from '../venue-clock';
import { VenueHttp, type BodyFault } from '../venue-http';
import { readCoinbaseTrade } from './to-events';

const venue = 'coinbase';
const tradesPerPage = 1000;
const candlesPerPage = 300;

/** Coinbase Exchange's REST API. */
export class CoinbaseRest implements VenueRest {
  /** It also serves 6 hours, which we have no use for. */
  readonly candleIntervals: readonly CandleInterval[] = ['1m', '5m', '15m', '1h', '1d'];
  private readonly http: VenueHttp;

  constructor(
    baseUrl: string,
    private readonly clock: VenueClock,
  ) {
    // 10 requests a second and address are allowed; others may share the address.
    this.http = new VenueHttp({ venue, baseUrl, rate: { capacity: 6, perSecond: 6 }, faultIn });
  }

  async listPairs(signal: AbortSignal): Promise<VenuePair[]> {
    const { body } = await this.http.get('/products', {}, { signal });
    return soundRows(rowsOf(body, venue, 'products'), productRow, venue, 'products')
      .filter((row) => row.trading)
      .flatMap((row) => row.pair ?? []);
  }

  async tradesBetween(pair: VenuePair, hole: TradeHole, signal: AbortSignal): Promise<Trade[]> {
    // A page holds the newest trades older than `after`. Ids count up by one, so this is the oldest page of the hole.
    const after = Math.min(hole.beforeId, hole.afterId + tradesPerPage + 1);
    const query = { limit: Math.max(1, after - hole.afterId - 1), after };
    const { body } = await this.http.get(`/products/${pair.venueSymbol}/trades`, query, { signal, priority: 'repair' });
    const clock = { receivedAt: Date.now(), clockOffsetMs: this.clock.offsetMs };
    const read = (row: unknown) => {
      const trade = readCoinbaseTrade(fields(row) ?? {}, '', pair.pair, clock);
      return 'kind' in trade ? null : trade;
    };
    return soundRows(rowsOf(body, venue, 'trades'), read, venue, 'trades')
      .filter(({ tradeId }) => tradeId > hole.afterId && tradeId < hole.beforeId)
      .sort((a, b) => a.tradeId - b.tradeId);
  }

  async candlesBefore(pair: VenuePair, interval: CandleInterval, fromAt: number, toAt: number, signal: AbortSignal) {
    if (!this.candleIntervals.includes(interval)) throw new VenueRefusal(venue, `has no candles of ${interval}`, null);
    const stepMs = intervalMinutes[interval] * 60_000;
    const last = bucketStart(toAt - 1, intervalMinutes[interval]);
    const first = Math.max(fromAt, last - (candlesPerPage - 1) * stepMs);
    const query = { granularity: stepMs / 1000, start: new Date(first).toISOString(), end: new Date(last).toISOString() };
    const { body } = await this.http.get(`/products/${pair.venueSymbol}/candles`, query, { signal });
    const closedBefore = Date.now() + this.clock.offsetMs - stepMs;
    const candles = soundRows(rowsOf(body, venue, 'candles'), candleRow, venue, 'candles')
      .filter(({ openAt, volume }) => openAt >= first && openAt < toAt && openAt <= closedBefore && volume > 0)
      .sort((a, b) => a.openAt - b.openAt);
    // Quiet buckets are left out, so an empty page says nothing about older ones.
    return { candles, reachedAt: first, exhausted: first <= fromAt };
  }

  async serverTime(signal: AbortSignal): Promise<{ venueTime: number; roundTripMs: number }> {
    return this.clock.measure(venue, async () => {
      const { body } = await this.http.get('/time', {}, { signal });
      const seconds = fields(body)?.epoch;
      return typeof seconds === 'number' ? Math.round(seconds * 1000) : null;
    });
  }
}

function faultIn(body: unknown, status: number): BodyFault | null {
  const message = fields(body)?.message;
  return status >= 400 && typeof message === 'string' ? { kind: 'refused', reason: `${message.slice(0, 200)} (HTTP ${status})` } : null;
}

/** A product is followed while orders can match on it; `pair` is null when we cannot spell it. */
function productRow(row: unknown): { trading: boolean; pair: VenuePair | null } | null {
  const product = fields(row);
  if (typeof product?.id !== 'string' || typeof product.base_currency !== 'string' || typeof product.quote_currency !== 'string')
    return null;
  const stopped = [product.trading_disabled, product.cancel_only, product.post_only].includes(true);
  const base = canonicalAsset(product.base_currency);
  const quote = canonicalAsset(product.quote_currency);
  const isOnline = product.status === undefined || product.status === 'online';
  const trading = isOnline && !stopped && /^[A-Z0-9]{1,15}-[A-Z0-9]{1,15}$/.test(product.id);
  const pair = base === null || quote === null ? null : { venue, pair: `${base}-${quote}`, base, quote, venueSymbol: product.id };
  return { trading, pair };
}

/** `[time in s, LOW, HIGH, OPEN, CLOSE, volume]`. */
function candleRow(row: unknown): Candle | null {
  if (!Array.isArray(row)) return null;
  const [seconds, low, high, open, close, volume] = row as unknown[];
  return soundCandle(typeof seconds === 'number' ? seconds * 1000 : null, { open, high, low, close, volume });
}
