import type { CandleInterval } from '@tideline/contracts';
import { canonicalAsset } from '@tideline/contracts';
import { intervalMinutes, type Candle } from '../../domain/candle';
import type { VenuePair } from '../../domain/market';
import type { Trade } from '../../domain/trade';
import { soundCandle, soundRows } from '../rest-rows';
import { fields, positive, timeFault, wholeId, type Fields } from '../untrusted';
import { VenueRefusal, type TradeHole, type VenueRest } from '../venue';
import type { RequestRate } from '../request-queue';
import type { VenueClock } from '../venue-clock';
import { VenueHttp, type BodyFault } from '../venue-http';

const venue = 'kraken';
/** About one call a second and address is allowed. */
const allowance: RequestRate = { capacity: 1, perSecond: 0.95 };
const tradesPerPage = 1000;
/** Times of the two interfaces differ in precision; a page starts this much early. */
const marginMs = 1_000;

/** Kraken's public REST API. */
export class KrakenRest implements VenueRest {
  /** Kraken's weeks begin on Thursdays, so its weekly candles are no use here. */
  readonly candleIntervals: readonly CandleInterval[] = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'];
  private readonly http: VenueHttp;

  constructor(
    baseUrl: string,
    private readonly clock: VenueClock,
    rate = allowance,
  ) {
    this.http = new VenueHttp({ venue, baseUrl: `${baseUrl.replace(/\/+$/, '')}/0/public`, rate, faultIn });
  }

  async listPairs(signal: AbortSignal): Promise<VenuePair[]> {
    const result = resultOf((await this.http.get('/AssetPairs', {}, { signal })).body);
    return soundRows(Object.values(result), listedPair, venue, 'pairs').flatMap(({ pair }) => pair ?? []);
  }

  async tradesBetween(pair: VenuePair, hole: TradeHole, signal: AbortSignal): Promise<Trade[]> {
    let since = BigInt(Math.max(0, hole.fromAt - marginMs)) * 1_000_000n;
    for (;;) {
      const query = { pair: restName(pair), since: since.toString(), count: tradesPerPage };
      const result = resultOf((await this.http.get('/Trades', query, { signal, priority: 'repair' })).body);
      const rows = rowsOfPair(result, 'trades');
      if (rows.length > 0 && rows.every(namesNoTrade)) throw new VenueRefusal(venue, 'its history does not name its trades', null);
      const trades = soundRows(rows, (row) => this.tradeRow(row, pair.pair), venue, 'trades');
      const inside = trades.filter(({ tradeId }) => tradeId > hole.afterId && tradeId < hole.beforeId);
      const isPast = trades.some(({ tradeId, tradedAt }) => tradeId >= hole.beforeId || tradedAt > hole.toAt + marginMs);
      const next = nextPage(result.last, since);
      if (inside.length > 0 || isPast || trades.length === 0 || next === null) return inside.sort((a, b) => a.tradeId - b.tradeId);
      since = next;
    }
  }

  async candlesBefore(pair: VenuePair, interval: CandleInterval, fromAt: number, toAt: number, signal: AbortSignal) {
    if (!this.candleIntervals.includes(interval)) throw new VenueRefusal(venue, `has no candles of ${interval}`, null);
    const query = { pair: restName(pair), interval: intervalMinutes[interval] };
    const result = resultOf((await this.http.get('/OHLC', query, { signal })).body);
    const rows = soundRows(rowsOfPair(result, 'candles'), candleRow, venue, 'candles').sort((a, b) => a.openAt - b.openAt);
    const closedBefore = Date.now() + this.clock.offsetMs - intervalMinutes[interval] * 60_000;
    const candles = rows.filter(({ openAt, volume }) => openAt >= fromAt && openAt < toAt && openAt <= closedBefore && volume > 0);
    // The answer is always the newest 720; there is nothing beyond them.
    const reachedAt = Math.min(toAt, Math.max(fromAt, rows[0]?.openAt ?? toAt));
    return { candles, reachedAt, exhausted: true };
  }

  async serverTime(signal: AbortSignal): Promise<{ venueTime: number; roundTripMs: number }> {
    return this.clock.measure(venue, async () => {
      const seconds = resultOf((await this.http.get('/Time', {}, { signal })).body).unixtime;
      // Whole seconds, truncated: the middle of the second is the best guess.
      return typeof seconds === 'number' ? seconds * 1000 + 500 : null;
    });
  }

  /** `[price, quantity, time in s, b|s, m|l, misc, trade id]`. */
  private tradeRow(row: unknown, pair: string): Trade | null {
    if (!Array.isArray(row)) return null;
    const [printedPrice, printedQuantity, seconds, aggressor, , , id] = row as unknown[];
    const price = positive(printedPrice);
    const quantity = positive(printedQuantity);
    const tradeId = wholeId(id);
    const tradedAt = typeof seconds === 'number' ? truncatedMs(seconds) : null;
    const fault = timeFault(tradedAt, { receivedAt: Date.now(), clockOffsetMs: this.clock.offsetMs });
    if (price === null || quantity === null || tradeId === null || tradedAt === null || fault !== null) return null;
    if (aggressor !== 'b' && aggressor !== 's') return null;
    return { venue, pair, tradeId, price, quantity, side: aggressor === 'b' ? 'buy' : 'sell', tradedAt };
  }
}

/** Kraken's older answers end before the trade id: they cannot fill a hole by id. */
function namesNoTrade(row: unknown): boolean {
  return Array.isArray(row) && row.length < 7;
}

/** Seconds with up to nine decimals as ms, truncated; a double holds them to about 0.2 µs, hence the half microsecond. */
function truncatedMs(seconds: number): number {
  return Math.floor(seconds * 1000 + 0.0005);
}

/** Where the next page starts: just before the last trade of this one, since several may share its time; null when there is no progress. */
function nextPage(last: unknown, since: bigint): bigint | null {
  if (typeof last !== 'string' || !/^\d{1,19}$/.test(last)) return null;
  const next = BigInt(last) - 1n;
  return next > since ? next : null;
}

/** Kraken's REST side still says XBT and XDG where its stream says BTC and DOGE. */
function restName({ base, quote }: VenuePair): string {
  return [base, quote].map((asset) => (asset === 'BTC' ? 'XBT' : asset === 'DOGE' ? 'XDG' : asset)).join('');
}

function resultOf(body: unknown): Fields {
  const result = fields(fields(body)?.result);
  if (result === null) throw new VenueRefusal(venue, 'the answer holds no result', 60_000);
  return result;
}

/** The rows stand under a name of Kraken's choice (`XXBTZUSD`), beside `last`. */
function rowsOfPair(result: Fields, what: string): unknown[] {
  const rows = Object.entries(result).find(([name]) => name !== 'last')?.[1];
  if (Array.isArray(rows)) return rows;
  throw new VenueRefusal(venue, `the answer holds no list of ${what}`, 60_000);
}

/** Errors come with HTTP 200. Strings that begin with W are warnings. */
function faultIn(body: unknown): BodyFault | null {
  const errors = fields(body)?.error;
  const error = Array.isArray(errors) ? (errors as unknown[]).find((item) => typeof item === 'string' && item.startsWith('E')) : undefined;
  if (typeof error !== 'string') return null;
  const reason = error.slice(0, 200);
  if (/Rate limit exceeded|Throttled|Too many requests/i.test(error)) return { kind: 'wait', reason, waitMs: 5_000 };
  if (/Temporary lockout/i.test(error)) return { kind: 'wait', reason, waitMs: 15 * 60_000 };
  if (/^EService:|Internal error/i.test(error)) return { kind: 'wait', reason, waitMs: 2_000 };
  return { kind: 'refused', reason };
}

/** `pair` is null for what is not traded now or has no canonical name; null for what cannot be read at all. */
function listedPair(row: unknown): { pair: VenuePair | null } | null {
  const listed = fields(row);
  if (listed === null || typeof listed.altname !== 'string') return null;
  // Dark-pool pairs have no stream name.
  const [wsBase = '', wsQuote = ''] = typeof listed.wsname === 'string' ? listed.wsname.split('/') : [];
  const base = canonicalAsset(wsBase);
  const quote = canonicalAsset(wsQuote);
  const isOnline = listed.status === undefined || listed.status === 'online';
  if (!isOnline || base === null || quote === null) return { pair: null };
  return { pair: { venue, pair: `${base}-${quote}`, base, quote, venueSymbol: `${streamName(wsBase)}/${streamName(wsQuote)}` } };
}

function streamName(wsName: string): string {
  return wsName === 'XBT' || wsName === 'XDG' ? (canonicalAsset(wsName) ?? wsName) : wsName;
}

/** `[time in s, open, high, low, close, vwap, volume, count]`. */
function candleRow(row: unknown): Candle | null {
  if (!Array.isArray(row)) return null;
  const [seconds, open, high, low, close, , volume] = row as unknown[];
  // Kraken prints a minute without trades as a flat row.
  return soundCandle(typeof seconds === 'number' ? seconds * 1000 : null, { open, high, low, close, volume });
}
