import { Inject, Injectable } from '@nestjs/common';
import { periodMs, type CandleInterval } from '@tideline/contracts';
import type { PriceGrid } from '@tideline/indicators';
import { CatalogReader } from '../db/catalog-reader.repository';
import { CloseReader, type Slots } from '../db/close-reader.repository';
import { bucketStart, intervalMinutes } from '../domain/candle';
import { consolidated, type Market } from '../domain/market';
import type { TimeRange } from '../domain/time-range';
import { askedRange, type Asked } from './asked-range';
import { COMPUTED_CANDLES, type ComputedCandles } from './computed-candles';
import { unknownSymbol } from './market.errors';
import { MarketView } from './market-view';
import { maxCandles, refuseTooMany } from './wanted-candles';

/** Several series together are read in portions of this many closes: unpacking one takes a millisecond or two. */
const closesPerRead = 15_000;
const readsAtOnce = 2;
/** What is looked at when nothing bounds the beginning. */
const usualPeriod = '30d';

/** Closes of the consolidated series of these symbols on one grid of times; they have their buffer to themselves. */
export interface SymbolCloses {
  symbols: string[];
  prices: PriceGrid;
}

/** Reads the closes of many series at once. Only closed candles: what was told of a stretch of time does not change with the next trade. */
@Injectable()
export class ReadCloses {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(CloseReader) private readonly stored: CloseReader,
    @Inject(CatalogReader) private readonly catalog: CatalogReader,
    @Inject(COMPUTED_CANDLES) private readonly computed: ComputedCandles | null,
  ) {}

  /**
   * Gives which buckets a question means, up to the last one that has closed; 30 days when it has no beginning. Throws a 400 for a bad
   * range, or one of more than 5000 buckets.
   */
  slots(asked: Asked & { interval: CandleInterval }, now = Date.now()): Slots {
    const { interval } = asked;
    const lastEnd = bucketStart(now, intervalMinutes[interval]);
    const period = asked.period ?? (asked.from === undefined && asked.to === undefined ? usualPeriod : undefined);
    const start = asked.from ?? (asked.to ?? now) - periodMs[usualPeriod];
    // Counted from the last bucket's end: by the clock a period would begin in the middle of a bucket.
    const range = period === undefined ? askedRange({ from: start, to: asked.to }, now) : askedRange({ ...asked, period }, lastEnd);
    const { from, to } = range ?? { from: start, to: now };
    refuseTooMany({ from, to }, interval, maxCandles);
    return slotsOf({ from, to: Math.min(to, lastEnd) }, interval);
  }

  /** The closes of these symbols, in their order. Throws a 404 that names the first that is not followed. */
  async ofSymbols(symbols: readonly string[], interval: CandleInterval, slots: Slots): Promise<SymbolCloses> {
    const markets = symbols.map((symbol) => {
      if (!this.view.knowsAsset(symbol)) throw unknownSymbol(symbol);
      return this.view.catalog.consolidatedOf(symbol);
    });
    return { symbols: [...symbols], prices: await this.grid(markets, interval, slots) };
  }

  /** The closes of everything that is tracked, in the operator's order; asks the database, so that it works in every process. */
  async ofTracked(interval: CandleInterval, slots: Slots): Promise<SymbolCloses> {
    const [assets, markets] = await Promise.all([this.catalog.assets(), this.catalog.markets()]);
    const series = new Map(markets.flatMap((market) => (market.venue === consolidated ? [[market.base, market] as const] : [])));
    const symbols = assets.map(({ symbol }) => symbol);
    return {
      symbols,
      prices: await this.grid(
        symbols.map((symbol) => series.get(symbol)),
        interval,
        slots,
      ),
    };
  }

  private async grid(markets: readonly (Market | undefined)[], interval: CandleInterval, slots: Slots): Promise<PriceGrid> {
    const closes = new Float64Array(markets.length * slots.slots).fill(NaN);
    const perRead = Math.max(1, Math.floor(closesPerRead / Math.max(1, slots.slots)));
    const read = (first: number): Promise<void> => {
      const ids = markets.slice(first, first + perRead).map((market) => market?.id ?? null);
      return this.stored.into(closes, ids, interval, slots, first * slots.slots);
    };
    for (let first = 0; first < markets.length; first += perRead * readsAtOnce) {
      await Promise.all(Array.from({ length: readsAtOnce }, (_, n) => read(first + n * perRead)));
    }
    const prices = { series: markets.length, slots: slots.slots, closes };
    if (this.computed !== null) await this.reachBack(this.computed, prices, markets, interval, slots);
    return prices;
  }

  /** Puts what the market computes on read before what is stored. */
  private async reachBack(
    computed: ComputedCandles,
    { closes }: PriceGrid,
    markets: readonly (Market | undefined)[],
    interval: CandleInterval,
    { from, stepMs, slots }: Slots,
  ): Promise<void> {
    for (const [index, market] of markets.entries()) {
      const own = closes.subarray(index * slots, (index + 1) * slots);
      const known = own.findIndex((close) => !Number.isNaN(close));
      if (market === undefined || known === 0) continue;
      const end = from + (known === -1 ? slots : known) * stepMs;
      for (const [at, , , , close] of await computed.range(market, interval, from, end)) own[(at - from) / stepMs] = close;
    }
  }
}

/** The buckets that open in a range. */
function slotsOf({ from, to }: TimeRange, interval: CandleInterval): Slots {
  const minutes = intervalMinutes[interval];
  const stepMs = minutes * 60_000;
  const first = bucketStart(from + stepMs - 1, minutes);
  const last = bucketStart(to - 1, minutes);
  return { from: first, stepMs, slots: Math.max(0, Math.round((last - first) / stepMs) + 1) };
}
