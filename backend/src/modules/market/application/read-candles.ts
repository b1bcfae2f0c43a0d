import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { CandleReader, type RowShape } from '../db/candle-reader.repository';
import { intervalMinutes } from '../domain/candle';
import type { Market } from '../domain/market';
import { joinRows, toSeriesRows, type SeriesRows } from '../domain/series-rows';
import { intervalFor, type TimeRange } from '../domain/time-range';
import { askedRange, type Asked } from './asked-range';
import { COMPUTED_CANDLES, type ComputedCandles } from './computed-candles';
import { venuesOf } from './market-catalog';
import { unknownPair, unknownSymbol } from './market.errors';
import { MarketView } from './market-view';
import { maxCandles, refuseTooMany, wantedCandles } from './wanted-candles';

const dayMs = 86_400_000;

/** An answer as the JSON text that is sent. */
export interface SeriesAnswer {
  body: string;
  /** Time of the newest row, epoch ms; null when there is none. */
  lastAt: number | null;
  /** Nothing in it changes by the mere passing of time. */
  settled: boolean;
}

interface Wanted extends TimeRange {
  limit: number;
  shape: RowShape;
}

/** Reads candles and prices over time: stored ones, before them what the market computes on read, the forming one last. */
@Injectable()
export class ReadCandles {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(CandleReader) private readonly candles: CandleReader,
    @Inject(COMPUTED_CANDLES) private readonly computed: ComputedCandles | null,
  ) {}

  /** `CandleSeries`: the `limit` (or 1000) newest candles, or all of a range that holds at most `limit` (or 5000). */
  async candleSeries(symbol: string, asked: Asked & { interval: CandleInterval; limit?: number; venue?: string }): Promise<SeriesAnswer> {
    const now = Date.now();
    const { interval } = asked;
    const { from, to, limit } = wantedCandles(asked, now);
    const { json, lastAt } = await this.rows(symbol, interval, asked.venue, { from, to, limit, shape: 'candle' });
    const lastIsOpen = lastAt !== null && lastAt + intervalMinutes[interval] * 60_000 > now;
    const body = `{"symbol":${JSON.stringify(symbol)},"interval":"${interval}","candles":[${json}],"lastIsOpen":${lastIsOpen}}`;
    return { body, lastAt, settled: asked.period === undefined && to <= now && !lastIsOpen };
  }

  /** `PriceHistory`: closes and volumes over a span (a day when none is asked for), or the `limit` newest. */
  async priceHistory(symbol: string, asked: Asked & { interval?: CandleInterval; limit?: number }): Promise<SeriesAnswer> {
    const now = Date.now();
    const { to = now, limit = maxCandles } = asked;
    const range = askedRange(asked, now) ?? (asked.limit === undefined ? { from: to - dayMs, to } : null);
    const interval = asked.interval ?? (range === null ? '1h' : intervalFor(range));
    if (range !== null) refuseTooMany(range, interval, limit);
    const wanted: Wanted = { from: 0, to, ...range, limit: range === null ? limit : maxCandles, shape: 'point' };
    const { json, lastAt } = await this.rows(symbol, interval, undefined, wanted);
    const body = `{"symbol":${JSON.stringify(symbol)},"interval":"${interval}","points":[${json}]}`;
    return { body, lastAt, settled: asked.to !== undefined && asked.to <= now };
  }

  private async rows(symbol: string, interval: CandleInterval, venue: string | undefined, wanted: Wanted): Promise<SeriesRows> {
    const { market, latest } = this.seriesOf(symbol, interval, venue);
    const onTop = latest !== null && !this.view.silent && latest[0] >= wanted.from && latest[0] < wanted.to ? latest : null;
    if (onTop === null) return this.past(market, interval, wanted);
    const before = await this.past(market, interval, { ...wanted, to: onTop[0], limit: wanted.limit - 1 });
    const [at, , , , close, volume] = onTop;
    return joinRows(before, toSeriesRows([wanted.shape === 'candle' ? onTop : [at, close, volume]]));
  }

  private async past(market: Market | undefined, interval: CandleInterval, wanted: Wanted): Promise<SeriesRows> {
    if (market === undefined) return toSeriesRows([]);
    const { from, limit, shape } = wanted;
    const to = Math.min(wanted.to, Date.now());
    const stored = await this.candles.range(market.id, interval, { from, to, limit, shape });
    if (this.computed === null || stored.count >= limit) return stored;
    const end = stored.firstAt ?? to;
    const start = Math.max(from, end - (limit - stored.count) * intervalMinutes[interval] * 60_000);
    const computed = await this.computed.range(market, interval, start, end);
    const rows = shape === 'candle' ? computed : computed.map(([at, , , , close, volume]) => [at, close, volume]);
    return joinRows(toSeriesRows(rows), stored);
  }

  /** The series, and its newest candle as long as ingestion tells of it. */
  private seriesOf(
    symbol: string,
    interval: CandleInterval,
    venue: string | undefined,
  ): { market: Market | undefined; latest: CandleRow | null } {
    const { catalog } = this.view;
    if (!this.view.knowsAsset(symbol)) throw unknownSymbol(symbol);
    if (venue === undefined) {
      return { market: catalog.consolidatedOf(symbol), latest: this.view.openCandle(symbol, interval)?.candle ?? null };
    }
    const followed = catalog.venueMarketsOf(symbol);
    const market = followed.find((one) => one.venue === venue);
    if (market === undefined) throw unknownPair(symbol, venue, venuesOf(followed));
    return { market, latest: this.view.venueCandle(venue, market.pair, interval)?.candle ?? null };
  }
}
