import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { toColumns, type CandleColumns } from '@tideline/indicators';
import { intervalMinutes, type Candle } from '../domain/candle';
import { joinColumns } from '../domain/candle-columns';
import { combineCandles } from '../domain/combine-candles';
import { consolidated, type Market } from '../domain/market';
import type { ComputedHistory } from '../venues/venue';
import type { MarketCatalog } from './market-catalog';

const chunkBuckets = 500;
const keptChunks = 400;
/** How long candles are computed before other work of the process gets its turn. */
const sliceMs = 5;
/** From here on candles are stored, in every mode. */
const storedFromMinutes = 60;

/** Injection token of what computes candles on read; null where all of them are stored. */
export const COMPUTED_CANDLES = Symbol('computed candles');

/**
 * History that is computed on read where the database lacks it (the simulated market's minutes). Whole chunks of the past are kept in
 * memory: they never change, and a chart asks for the same ones again.
 */
export class ComputedCandles {
  private readonly chunks = new Map<string, CandleRow[]>();

  constructor(
    private readonly history: ComputedHistory,
    private readonly catalog: MarketCatalog,
  ) {}

  /** Closed candles with `from ≤ open < to` (epoch ms), ascending; none at intervals that are stored anyway. */
  async range(market: Market, interval: CandleInterval, from: number, to: number): Promise<CandleRow[]> {
    const rows: CandleRow[] = [];
    for await (const stretch of this.stretches(market, interval, from, to)) for (const row of stretch) rows.push(row);
    return rows;
  }

  /** The same as columns. */
  async columns(market: Market, interval: CandleInterval, from: number, to: number): Promise<CandleColumns> {
    const parts: CandleColumns[] = [];
    for await (const stretch of this.stretches(market, interval, from, to)) parts.push(toColumns(stretch));
    return joinColumns(...parts);
  }

  /** Chunk by chunk, with pauses. */
  private async *stretches(market: Market, interval: CandleInterval, from: number, to: number): AsyncGenerator<CandleRow[]> {
    if (intervalMinutes[interval] >= storedFromMinutes) return;
    const length = intervalMinutes[interval] * 60_000 * chunkBuckets;
    let since = performance.now();
    for (let start = Math.floor(from / length) * length; start < to; start += length) {
      const rows = await this.chunk(market, interval, start, start + length);
      yield start >= from && start + length <= to ? rows : rows.filter(([at]) => at >= from && at < to);
      if (performance.now() - since < sliceMs) continue;
      await nextTurn();
      since = performance.now();
    }
  }

  private async chunk(market: Market, interval: CandleInterval, from: number, to: number): Promise<CandleRow[]> {
    const key = `${market.id} ${interval} ${from}`;
    const kept = this.chunks.get(key);
    if (kept !== undefined) {
      // Asked for again: last in the order in which chunks are given up.
      this.chunks.delete(key);
      this.chunks.set(key, kept);
      return kept;
    }
    const rows = (await this.compute(market, interval, from, to)).map(toRow);
    if (to <= Date.now()) this.keep(key, rows);
    return rows;
  }

  private keep(key: string, rows: CandleRow[]): void {
    this.chunks.set(key, rows);
    const oldest = this.chunks.keys().next().value;
    if (this.chunks.size > keptChunks && oldest !== undefined) this.chunks.delete(oldest);
  }

  private async compute(market: Market, interval: CandleInterval, from: number, to: number): Promise<Candle[]> {
    if (market.venue !== consolidated) return this.history.candles(market, interval, from, to);
    const rates = new Map<string, Map<number, number>>();
    const buckets = new Map<number, { candle: Candle; rate: number | null }[]>();
    for (const one of this.catalog.venueMarketsOf(market.base)) {
      const rate = await this.rates(one.quote, interval, from, to, rates);
      for (const candle of await this.history.candles(one, interval, from, to)) {
        const bucket = buckets.get(candle.openAt) ?? [];
        bucket.push({ candle, rate: one.quote === 'USD' ? 1 : (rate.get(candle.openAt) ?? null) });
        buckets.set(candle.openAt, bucket);
      }
    }
    let reference: number | null = null;
    const combined: Candle[] = [];
    for (const at of [...buckets.keys()].sort((a, b) => a - b)) {
      const candle: Candle | null = combineCandles(buckets.get(at) ?? [], reference);
      if (candle === null) continue;
      reference = candle.close;
      combined.push(candle);
    }
    return combined;
  }

  /** USD per unit of a quote currency, by bucket: the closes of the first venue that trades it against USD. */
  private async rates(
    quote: string,
    interval: CandleInterval,
    from: number,
    to: number,
    known: Map<string, Map<number, number>>,
  ): Promise<Map<number, number>> {
    const found = known.get(quote);
    if (found !== undefined) return found;
    const market = this.catalog.marketsOf(`${quote}-USD`)[0];
    const candles = market === undefined ? [] : await this.history.candles(market, interval, from, to);
    const rates = new Map(candles.map(({ openAt, close }) => [openAt, close]));
    known.set(quote, rates);
    return rates;
  }
}

function toRow({ openAt, open, high, low, close, volume }: Candle): CandleRow {
  return [openAt, open, high, low, close, volume];
}
