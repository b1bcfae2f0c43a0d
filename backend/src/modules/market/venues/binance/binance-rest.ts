import type { CandleInterval } from '@tideline/contracts';
import { canonicalAsset } from '@tideline/contracts';
import { bucketStart, intervalMinutes, type Candle } from '../../domain/candle';
import type { VenuePair } from '../../domain/market';
import type { Trade } from '../../domain/trade';
import { rowsOf, soundCandle, soundRows } from '../rest-rows';
import { fields, positive, timeFault, wholeId, type Fields } from '../untrusted';
import { VenueRefusal, type TradeHole, type VenueRest } from '../venue';
import type { VenueClock } from '../venue-clock';
import { hintedReason } from './region-hint';
import { VenueHttp, type BodyFault, type VenueAnswer, type VenueRequest } from '../venue-http';

const venue = 'binance';
const pageRows = 1000;
/** Request weights as documented; an address may use 6000 a minute, shared with whatever else runs behind it. */
const weights = { time: 1, klines: 2, exchangeInfo: 20, historicalTrades: 25 };
const weightCeiling = 5400;
/** The market-data host of the venue serves everything we need except old trades. */
const hostWithoutHistory = 'data-api.binance.vision';
const historyRetryMs = 15 * 60_000;

/** Binance's spot REST API. */
export class BinanceRest implements VenueRest {
  readonly candleIntervals: readonly CandleInterval[] = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'];
  private readonly http: VenueHttp;
  /** Why old trades cannot be had here, and until when not to ask again (epoch ms). */
  private noHistory: { reason: string; until: number };

  constructor(
    baseUrl: string,
    private readonly clock: VenueClock,
  ) {
    const never = new URL(baseUrl).hostname === hostWithoutHistory;
    this.noHistory = { reason: `${hostWithoutHistory} does not serve old trades`, until: never ? Infinity : 0 };
    this.http = new VenueHttp({ venue, baseUrl, rate: { capacity: 600, perSecond: 80 }, faultIn });
  }

  async listPairs(signal: AbortSignal): Promise<VenuePair[]> {
    // Without these two the answer is several times larger and mostly about permissions.
    const query = { symbolStatus: 'TRADING', showPermissionSets: 'false' };
    const { body } = await this.get('/api/v3/exchangeInfo', query, { signal, cost: weights.exchangeInfo });
    return soundRows(rowsOf(fields(body)?.symbols, venue, 'symbols'), symbolRow, venue, 'symbols')
      .filter((row) => row.trading)
      .flatMap((row) => row.pair ?? []);
  }

  async tradesBetween(pair: VenuePair, hole: TradeHole, signal: AbortSignal): Promise<Trade[]> {
    if (Date.now() < this.noHistory.until) throw new VenueRefusal(venue, this.noHistory.reason, null);
    const limit = Math.max(1, Math.min(pageRows, hole.beforeId - hole.afterId - 1));
    const query = { symbol: pair.venueSymbol, fromId: hole.afterId + 1, limit };
    const { body } = await this.history(query, { signal, cost: weights.historicalTrades, priority: 'repair' });
    const clock = { receivedAt: Date.now(), clockOffsetMs: this.clock.offsetMs };
    return soundRows(rowsOf(body, venue, 'trades'), (row) => tradeRow(row, pair.pair, clock), venue, 'trades')
      .filter(({ tradeId }) => tradeId > hole.afterId && tradeId < hole.beforeId)
      .sort((a, b) => a.tradeId - b.tradeId);
  }

  async candlesBefore(pair: VenuePair, interval: CandleInterval, fromAt: number, toAt: number, signal: AbortSignal) {
    const minutes = intervalMinutes[interval];
    // With a start the venue counts its page upwards, so the start decides which page it is.
    const pageFrom = bucketStart(toAt - 1, minutes) - (pageRows - 1) * minutes * 60_000;
    const startTime = Math.max(fromAt, pageFrom);
    const query = { symbol: pair.venueSymbol, interval, startTime, endTime: toAt - 1, limit: pageRows };
    const { body } = await this.get('/api/v3/klines', query, { signal, cost: weights.klines });
    const rows = rowsOf(body, venue, 'candles');
    const closedBefore = Date.now() + this.clock.offsetMs - minutes * 60_000;
    const candles = soundRows(rows, candleRow, venue, 'candles')
      .filter(({ openAt, volume }) => openAt >= startTime && openAt < toAt && openAt <= closedBefore && volume > 0)
      .sort((a, b) => a.openAt - b.openAt);
    // Quiet minutes are printed too, flat and with no volume: a page without rows lies before the listing.
    return { candles, reachedAt: startTime, exhausted: startTime <= fromAt || rows.length === 0 };
  }

  async serverTime(signal: AbortSignal): Promise<{ venueTime: number; roundTripMs: number }> {
    return this.clock.measure(venue, async () => {
      const { body } = await this.get('/api/v3/time', {}, { signal, cost: weights.time });
      const at = fields(body)?.serverTime;
      return typeof at === 'number' ? at : null;
    });
  }

  private async history(query: Record<string, string | number>, request: VenueRequest): Promise<VenueAnswer> {
    try {
      return await this.get('/api/v3/historicalTrades', query, request);
    } catch (error) {
      // Aggregated trades have other ids, so they are no substitute: the hole is filled by candles instead.
      if (!(error instanceof VenueRefusal) || !/HTTP (401|403|404)/.test(error.reason)) throw error;
      this.noHistory = { reason: `old trades are not served here: ${error.reason}`, until: Date.now() + historyRetryMs };
      throw new VenueRefusal(venue, this.noHistory.reason, null);
    }
  }

  private async get(path: string, query: Record<string, string | number>, request: VenueRequest): Promise<VenueAnswer> {
    try {
      const answer = await this.http.get(path, query, request);
      if (Number(answer.headers.get('x-mbx-used-weight-1m')) > weightCeiling) this.http.hold(60_000 - (Date.now() % 60_000));
      return answer;
    } catch (error) {
      throw error instanceof VenueRefusal ? new VenueRefusal(venue, hintedReason(error.reason), error.retryAfterMs) : error;
    }
  }
}

/** Errors are `{code, msg}`; those about the address (401, 403, 404) keep their status as the reason. */
function faultIn(body: unknown, status: number): BodyFault | null {
  const fault = fields(body);
  if (status < 400 || status === 401 || status === 404 || typeof fault?.msg !== 'string') return null;
  const reason = `${fault.msg.slice(0, 200)} (HTTP ${status})`;
  return fault.code === -1003 ? { kind: 'wait', reason, waitMs: 60_000 } : { kind: 'refused', reason };
}

/** `pair` is null for symbols that we cannot spell. */
function symbolRow(row: unknown): { trading: boolean; pair: VenuePair | null } | null {
  const symbol = fields(row);
  if (typeof symbol?.symbol !== 'string' || typeof symbol.baseAsset !== 'string' || typeof symbol.quoteAsset !== 'string') return null;
  const base = canonicalAsset(symbol.baseAsset);
  const quote = canonicalAsset(symbol.quoteAsset);
  // The request asks for nothing else, so an absent status says the same.
  const isTrading = symbol.status === undefined || symbol.status === 'TRADING';
  const trading = isTrading && symbol.isSpotTradingAllowed !== false && /^[A-Z0-9]{2,40}$/.test(symbol.symbol);
  const pair = base === null || quote === null ? null : { venue, pair: `${base}-${quote}`, base, quote, venueSymbol: symbol.symbol };
  return { trading, pair };
}

function tradeRow(row: unknown, pair: string, clock: { receivedAt: number; clockOffsetMs: number }): Trade | null {
  const printed: Fields = fields(row) ?? {};
  const tradeId = wholeId(printed.id);
  const price = positive(printed.price);
  const quantity = positive(printed.qty);
  const tradedAt = typeof printed.time === 'number' ? printed.time : null;
  if (tradeId === null || price === null || quantity === null || typeof printed.isBuyerMaker !== 'boolean') return null;
  if (tradedAt === null || timeFault(tradedAt, clock) !== null) return null;
  return { venue, pair, tradeId, price, quantity, side: printed.isBuyerMaker ? 'sell' : 'buy', tradedAt };
}

/** `[openTime, open, high, low, close, volume, closeTime, …]`. */
function candleRow(row: unknown): Candle | null {
  if (!Array.isArray(row)) return null;
  const [openAt, open, high, low, close, volume] = row as unknown[];
  return soundCandle(openAt, { open, high, low, close, volume });
}
