import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, CandleRow, CandleSeries, Period, PriceHistory, PublicTrade, TickerRow } from '@tideline/contracts';
import { CandleReader } from '../db/candle-reader.repository';
import { TickerReader } from '../db/ticker-reader.repository';
import { TradeReader } from '../db/trade-reader.repository';
import { intervalMinutes } from '../domain/candle';
import type { Market } from '../domain/market';
import { BadRange, bucketsIn, intervalFor, readRange, type TimeRange } from '../domain/time-range';
import { ComputedCandles } from './computed-candles';
import { readCursor, writeCursor } from './cursor';
import { MARKET_SOURCES, type MarketSources } from './market-sources';
import { badRange, unknownPair, unknownSymbol } from './market.errors';
import { MarketView } from './market-view';
import type { LatestCandle } from './open-candles';

const maxCandles = 5000;
const defaultCandles = 1000;

interface Asked {
  period?: Period;
  from?: number;
  to?: number;
}

/** A page of a list, and where the next one starts. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Candles and whether nothing in them can change by the passing of time any more. */
export interface ReadCandles {
  series: CandleSeries;
  settled: boolean;
}

/** Reads history: candles with the forming one on top, prices over time, trades and tickers. */
@Injectable()
export class ReadSeries {
  private readonly computed: ComputedCandles | null;

  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(CandleReader) private readonly candles: CandleReader,
    @Inject(TradeReader) private readonly trades: TradeReader,
    @Inject(TickerReader) private readonly tickers: TickerReader,
    @Inject(MARKET_SOURCES) { history }: MarketSources,
  ) {
    this.computed = history === null ? null : new ComputedCandles(history, view.catalog);
  }

  /** `limit` (or 1000) newest candles, or all of a range that holds at most `limit` (or 5000). */
  async candleSeries(
    symbol: string,
    asked: { interval: CandleInterval; from?: number; to?: number; limit?: number; venue?: string },
  ): Promise<ReadCandles> {
    const now = Date.now();
    const { interval } = asked;
    const range = this.rangeOf(asked, now);
    if (range !== null) refuseTooMany(range, interval, asked.limit ?? maxCandles);
    const { from, to } = range ?? { from: 0, to: asked.to ?? Number.MAX_SAFE_INTEGER };
    const { market, latest } = this.seriesOf(symbol, interval, asked.venue);
    const limit = range === null ? (asked.limit ?? defaultCandles) : maxCandles;
    const past = market === undefined ? [] : await this.past(market, interval, { from, to: Math.min(to, now) }, limit);
    const rows = overlaid(past, latest, { from, to }, limit);
    const ends = (rows.at(-1)?.[0] ?? 0) + intervalMinutes[interval] * 60_000;
    return { series: { symbol, interval, candles: rows, lastIsOpen: rows.length > 0 && ends > now }, settled: to <= now };
  }

  /** Closes and volumes over a span (a day when none is asked for). */
  async priceHistory(symbol: string, asked: Asked & { interval?: CandleInterval }): Promise<{ history: PriceHistory; settled: boolean }> {
    const now = Date.now();
    const range = this.rangeOf(asked, now) ?? { from: (asked.to ?? now) - 86_400_000, to: asked.to ?? now };
    const interval = asked.interval ?? intervalFor(range);
    const { series, settled } = await this.candleSeries(symbol, { interval, ...range });
    const points = series.candles.map(([at, , , , close, volume]): [number, number, number] => [at, close, volume]);
    return { history: { symbol, interval, points }, settled: settled && asked.period === undefined && asked.to !== undefined };
  }

  async tradePage(
    pair: string,
    asked: { venue?: string; from?: number; to?: number; limit: number; cursor?: string },
  ): Promise<Page<PublicTrade>> {
    const range = this.openRangeOf(asked);
    const [tradedAt, tradeId, marketId] = readCursor(asked.cursor, 3) ?? [];
    const after = tradedAt === undefined ? null : { tradedAt, tradeId: tradeId ?? 0, marketId: marketId ?? 0 };
    const { trades, last } = await this.trades.page(this.marketIds(pair, asked.venue), range, asked.limit, after);
    return { items: trades, nextCursor: last && writeCursor([last.tradedAt, last.tradeId, last.marketId]) };
  }

  async tickerPage(pair: string, asked: Asked & { limit: number; cursor?: string }): Promise<Page<TickerRow>> {
    const range = this.rangeOf(asked, Date.now()) ?? this.openRangeOf(asked);
    const [at, marketId] = readCursor(asked.cursor, 2) ?? [];
    const after = at === undefined ? null : { at, marketId: marketId ?? 0 };
    const { rows, last } = await this.tickers.page(this.marketIds(pair, undefined), range, asked.limit, after);
    return { items: rows, nextCursor: last && writeCursor([last.at, last.marketId]) };
  }

  /** What is stored, and before it what the market computes on read. */
  private async past(market: Market, interval: CandleInterval, { from, to }: TimeRange, limit: number): Promise<CandleRow[]> {
    const stored = await this.candles.range(market.id, interval, from, to, limit);
    if (this.computed === null || stored.length === limit) return stored;
    const end = stored[0]?.[0] ?? to;
    const start = Math.max(from, end - (limit - stored.length) * intervalMinutes[interval] * 60_000);
    return [...(await this.computed.range(market, interval, start, end)), ...stored];
  }

  private marketIds(pair: string, venue: string | undefined): number[] {
    const markets = this.view.catalog.marketsOf(pair).filter((market) => venue === undefined || market.venue === venue);
    if (markets.length === 0) throw unknownPair(pair, venue);
    return markets.map(({ id }) => id);
  }

  private seriesOf(
    symbol: string,
    interval: CandleInterval,
    venue: string | undefined,
  ): { market: Market | undefined; latest: LatestCandle | null } {
    const { catalog } = this.view;
    if (!this.view.knowsAsset(symbol)) throw unknownSymbol(symbol);
    if (venue === undefined) {
      return { market: catalog.consolidatedOf(symbol), latest: this.view.openCandle(symbol, interval) };
    }
    const market = catalog.venueMarketsOf(symbol).find((one) => one.venue === venue);
    if (market === undefined) throw unknownPair(symbol, venue);
    return { market, latest: this.view.venueCandle(venue, market.pair, interval) };
  }

  private rangeOf(asked: Asked, now: number): TimeRange | null {
    try {
      return readRange(asked, now);
    } catch (error) {
      throw error instanceof BadRange ? badRange(error.message) : error;
    }
  }

  private openRangeOf({ from, to }: { from?: number; to?: number }): TimeRange {
    const range = this.rangeOf({ from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER }, 0);
    return range ?? { from: 0, to: Number.MAX_SAFE_INTEGER };
  }
}

function refuseTooMany(range: TimeRange, interval: CandleInterval, allowed: number): void {
  const asked = bucketsIn(range, interval);
  if (asked <= allowed) return;
  const advice = allowed < maxCandles ? `a limit up to ${maxCandles}, ` : '';
  throw badRange(
    `this range holds ${asked} candles of ${interval}, at most ${allowed} are given: ask for ${advice}a shorter range or a coarser interval`,
  );
}

/** The forming candle replaces its stored row, or follows the last one. */
function overlaid(stored: CandleRow[], latest: LatestCandle | null, { from, to }: TimeRange, limit: number): CandleRow[] {
  if (latest === null || latest.candle[0] < from || latest.candle[0] >= to) return stored;
  const last = stored.at(-1)?.[0] ?? -1;
  if (last > latest.candle[0]) return stored;
  const before = last === latest.candle[0] ? stored.slice(0, -1) : stored;
  return [...before, latest.candle].slice(-limit);
}
