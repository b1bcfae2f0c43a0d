import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { toColumns, type CandleColumns } from '@tideline/indicators';
import { inTurns, Turn } from '../../../platform/turns/turn';
import { intervalMinutes, type Candle } from '../domain/candle';
import { joinPiecewise } from '../domain/candle-columns';
import { combineCandles } from '../domain/combine-candles';
import { consolidated, type Market } from '../domain/market';
import type { ComputedHistory } from '../venues/venue';
import type { MarketCatalog } from './market-catalog';

const chunkBuckets = 500;
const keptChunks = 400;
/** Chunks of a quote currency's rates; who reads the same stretch of several assets needs the same ones again. */
const keptRates = 40;
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
  private readonly keptRates = new Map<string, Map<number, number>>();

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

  /** The same as columns, before those that follow at `to`. */
  async columns(
    market: Market,
    interval: CandleInterval,
    { from, to }: { from: number; to: number },
    ...following: CandleColumns[]
  ): Promise<CandleColumns> {
    const parts: CandleColumns[] = [];
    for await (const stretch of this.stretches(market, interval, from, to)) parts.push(toColumns(stretch));
    return inTurns(joinPiecewise([...parts, ...following]));
  }

  /** Chunk by chunk, with pauses. */
  private async *stretches(market: Market, interval: CandleInterval, from: number, to: number): AsyncGenerator<CandleRow[]> {
    if (intervalMinutes[interval] >= storedFromMinutes) return;
    const length = intervalMinutes[interval] * 60_000 * chunkBuckets;
    const turn = new Turn();
    for (let start = Math.floor(from / length) * length; start < to; start += length) {
      if (turn.isOver) await turn.next();
      const rows = await this.chunk(market, interval, start, start + length);
      yield start >= from && start + length <= to ? rows : rows.filter(([at]) => at >= from && at < to);
    }
  }

  private async chunk(market: Market, interval: CandleInterval, from: number, to: number): Promise<CandleRow[]> {
    const key = `${market.id} ${interval} ${from}`;
    const kept = this.chunks.get(key);
    const rows = kept ?? (await this.compute(market, interval, from, to)).map(toRow);
    if (to <= Date.now()) keepNewest(this.chunks, keptChunks, key, rows);
    return rows;
  }

  private async compute(market: Market, interval: CandleInterval, from: number, to: number): Promise<Candle[]> {
    if (market.venue !== consolidated) return this.history.candles(market, interval, from, to);
    const buckets = new Map<number, { candle: Candle; rate: number | null }[]>();
    for (const one of this.catalog.venueMarketsOf(market.base)) {
      const rate = await this.rates(one.quote, interval, from, to);
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
  private async rates(quote: string, interval: CandleInterval, from: number, to: number): Promise<Map<number, number>> {
    const market = this.catalog.marketsOf(`${quote}-USD`)[0];
    if (market === undefined) return new Map();
    const key = `${market.id} ${interval} ${from}`;
    const kept = this.keptRates.get(key);
    if (kept !== undefined) return kept;
    const candles = await this.history.candles(market, interval, from, to);
    const rates = new Map(candles.map(({ openAt, close }) => [openAt, close]));
    if (to <= Date.now()) keepNewest(this.keptRates, keptRates, key, rates);
    return rates;
  }
}

/** Puts an entry last in the order in which they are given up. */
function keepNewest<T>(kept: Map<string, T>, most: number, key: string, value: T): void {
  kept.delete(key);
  kept.set(key, value);
  const oldest = kept.keys().next().value;
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}

function toRow({ openAt, open, high, low, close, volume }: Candle): CandleRow {
  return [openAt, open, high, low, close, volume];
}
