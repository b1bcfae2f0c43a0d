import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { toColumns, type CandleColumns } from '@tideline/indicators';
import { inTurns } from '../../../platform/turns/turn';
import { ColumnReader } from '../db/column-reader.repository';
import { intervalMinutes } from '../domain/candle';
import { joinColumns, joinPiecewise, noCandles } from '../domain/candle-columns';
import type { Market } from '../domain/market';
import type { TimeRange } from '../domain/time-range';
import type { Asked } from './asked-range';
import { COMPUTED_CANDLES, type ComputedCandles } from './computed-candles';
import { unknownSymbol } from './market.errors';
import { MarketView } from './market-view';
import { wantedCandles } from './wanted-candles';

/** Candles of the consolidated series as columns, ascending. */
export interface SeriesColumns {
  candles: CandleColumns;
  /** Index of the first candle that was asked for; those before it are for warming up. `candles.length` when there is none. */
  start: number;
  /** The last candle still forms. */
  lastIsOpen: boolean;
  /** Nothing in it changes by the mere passing of time. */
  settled: boolean;
}

/** Several series together are read in portions of this many candles. */
const candlesPerRead = 20_000;
/** More are put together piece by piece. */
const mostAtOnce = 20_000;

/** Reads candles as numbers: stored ones, before them what the market computes on read, the forming one last. */
@Injectable()
export class ReadColumns {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(ColumnReader) private readonly stored: ColumnReader,
    @Inject(COMPUTED_CANDLES) private readonly computed: ComputedCandles | null,
  ) {}

  /**
   * The candles that `GET /market/candles/{symbol}` gives for the same question, and up to `before` older ones. Throws its errors:
   * 404 for a symbol that is not followed, 400 for a range that is malformed or holds too much.
   */
  async series(
    symbol: string,
    asked: Asked & { interval: CandleInterval; limit?: number },
    before = 0,
    now = Date.now(),
  ): Promise<SeriesColumns> {
    if (!this.view.knowsAsset(symbol)) throw unknownSymbol(symbol);
    const { interval } = asked;
    const { limit, bounded, ...range } = wantedCandles(asked, now);
    const market = this.view.catalog.consolidatedOf(symbol);
    const onTop = this.forming(symbol, interval, range);
    const to = Math.min(onTop?.at[0] ?? range.to, now);
    const count = limit - (onTop?.length ?? 0);
    const [older, answer] = bounded
      ? await Promise.all([
          this.past(market, interval, { from: 0, to: Math.min(range.from, to), limit: before }),
          this.past(market, interval, { from: range.from, to, limit: count }, onTop),
        ])
      : [noCandles, await this.past(market, interval, { from: 0, to, limit: count + before }, onTop)];
    const candles = await joined(older, answer);
    const start = bounded ? older.length : Math.max(0, candles.length - limit);
    const lastIsOpen = candles.length > start && endsAfter(candles, interval, now);
    return { candles, start, lastIsOpen, settled: asked.period === undefined && range.to <= now && !lastIsOpen };
  }

  /** The newest `count` candles of each symbol, the forming one included; a symbol without candles is left out. */
  async newest(symbols: readonly string[], interval: CandleInterval, count: number): Promise<Map<string, CandleColumns>> {
    const found = new Map<string, CandleColumns>();
    const perRead = Math.max(1, Math.floor(candlesPerRead / count));
    for (let first = 0; first < symbols.length; first += perRead) {
      for (const [symbol, candles] of await this.newestOf(symbols.slice(first, first + perRead), interval, count)) {
        if (candles.length > 0) found.set(symbol, candles);
      }
    }
    return found;
  }

  private async newestOf(symbols: readonly string[], interval: CandleInterval, count: number): Promise<[string, CandleColumns][]> {
    const markets = symbols.map((symbol) => this.view.catalog.consolidatedOf(symbol));
    const ids = markets.flatMap((market) => (market === undefined ? [] : [market.id]));
    const everything = { from: 0, to: Date.now(), limit: count };
    const stored = await this.stored.ofMany(ids, interval, everything);
    const series: [string, CandleColumns][] = [];
    for (const [index, symbol] of symbols.entries()) {
      const market = markets[index];
      if (market === undefined) continue;
      const past = await this.reachBack(market, interval, everything, stored.get(market.id) ?? noCandles);
      series.push([symbol, lastOf(withForming(past, this.forming(symbol, interval, everything)), count)]);
    }
    return series;
  }

  /** The forming candle, if there is one, comes last. */
  private async past(
    market: Market | undefined,
    interval: CandleInterval,
    wanted: TimeRange & { limit: number },
    forming: CandleColumns | null = null,
  ): Promise<CandleColumns> {
    if (market === undefined || wanted.limit <= 0 || wanted.from >= wanted.to) return forming ?? noCandles;
    return this.reachBack(market, interval, wanted, await this.stored.newest(market.id, interval, wanted), forming);
  }

  /** Puts what is computed on read before what is stored, as far as that reaches less than was wanted; and the forming candle last. */
  private async reachBack(
    market: Market,
    interval: CandleInterval,
    { from, to, limit }: TimeRange & { limit: number },
    stored: CandleColumns,
    forming: CandleColumns | null = null,
  ): Promise<CandleColumns> {
    if (this.computed === null || stored.length >= limit) return joined(stored, forming ?? noCandles);
    const end = stored.at[0] ?? to;
    const start = Math.max(from, end - (limit - stored.length) * intervalMinutes[interval] * 60_000);
    return this.computed.columns(market, interval, { from: start, to: end }, stored, forming ?? noCandles);
  }

  /** The newest candle as long as ingestion tells of it and the range holds it. */
  private forming(symbol: string, interval: CandleInterval, { from, to }: TimeRange): CandleColumns | null {
    const latest: CandleRow | null = this.view.silent ? null : (this.view.openCandle(symbol, interval)?.candle ?? null);
    return latest !== null && latest[0] >= from && latest[0] < to ? toColumns([latest]) : null;
  }
}

/** Joins candles that follow one another in time, without holding up others where they are many. */
async function joined(...parts: CandleColumns[]): Promise<CandleColumns> {
  return parts.some(({ length }) => length > mostAtOnce) ? inTurns(joinPiecewise(parts)) : joinColumns(...parts);
}

/** The forming candle in place of what is stored from its opening on. */
function withForming(past: CandleColumns, forming: CandleColumns | null): CandleColumns {
  const at = forming?.at[0];
  if (forming === null || at === undefined) return past;
  let end = past.length;
  while (end > 0 && (past.at[end - 1] ?? 0) >= at) end -= 1;
  return joinColumns(part(past, 0, end), forming);
}

function lastOf(candles: CandleColumns, count: number): CandleColumns {
  return candles.length <= count ? candles : part(candles, candles.length - count, candles.length);
}

function part({ at, open, high, low, close, volume }: CandleColumns, from: number, to: number): CandleColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(from, to);
  return { length: to - from, at: cut(at), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) };
}

function endsAfter(candles: CandleColumns, interval: CandleInterval, now: number): boolean {
  const lastAt = candles.at[candles.length - 1];
  return lastAt !== undefined && lastAt + intervalMinutes[interval] * 60_000 > now;
}
