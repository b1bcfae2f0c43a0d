import type { CandleInterval, CandleRow } from '@tideline/contracts';
import { toColumns, type Candle, type CandleColumns } from '@tideline/indicators';
import { inTurns } from '../../../platform/turns/turn';
import type { ReadColumns } from '../../market';
import { intervalMs } from '../domain/interval-ms';

/** What is kept of one asset's candles, and can be carried on candle by candle. */
export interface Followed {
  /** How many of the newest candles it is loaded from. */
  readonly depth: number;
  /** Stops now and then, so that others may get their turn. */
  load(candles: CandleColumns, lastIsOpen: boolean): Iterable<void>;
  take(candle: Candle, closed: boolean): { outdated: boolean };
}

/** Of several assets together, so that taking them over holds up nothing else for long. */
const candlesPerRead = 5_000;
/** Rounds of reading in one go: what is outdated again by then waits for the next question. */
const rounds = 3;

/** All assets at one interval, each in step with the candles that ingestion tells. What is outdated is read again before it is used. */
export class AssetBoard<F extends Followed> {
  usedAt = 0;
  private readonly assets = new Map<string, F>();
  private readonly outdated = new Set<string>();
  /** What was told of an asset while it was read: the read may hold less. */
  private readonly heard = new Map<string, { candle: Candle; closed: boolean }[]>();
  private reading: Promise<void> | null = null;

  constructor(
    private readonly interval: CandleInterval,
    private readonly columns: Pick<ReadColumns, 'newest'>,
    private readonly begin: () => F,
  ) {}

  of(symbol: string): F | undefined {
    return this.assets.get(symbol);
  }

  /** Changes what is followed of every asset; all are read again. */
  change(change: (followed: F) => void): void {
    for (const [symbol, followed] of this.assets) {
      change(followed);
      this.outdated.add(symbol);
    }
  }

  /** Stored candles of these have changed. */
  forget(symbols: Iterable<string>): void {
    for (const symbol of symbols) if (this.assets.has(symbol)) this.outdated.add(symbol);
  }

  take(symbol: string, [at, open, high, low, close, volume]: CandleRow, closed: boolean): void {
    const followed = this.assets.get(symbol);
    if (followed === undefined) return;
    const candle = { at, open, high, low, close, volume };
    this.heard.get(symbol)?.push({ candle, closed });
    if (followed.take(candle, closed).outdated) this.outdated.add(symbol);
  }

  /** Resolves when every one of these assets is as if computed from all its candles. Rejects when they cannot be read. */
  async ready(symbols: readonly string[]): Promise<void> {
    for (const symbol of symbols) {
      if (this.assets.has(symbol)) continue;
      this.assets.set(symbol, this.begin());
      this.outdated.add(symbol);
    }
    for (let round = 0; round < rounds && this.outdated.size > 0; round += 1) {
      this.reading ??= this.read().finally(() => (this.reading = null));
      await this.reading;
    }
  }

  private async read(): Promise<void> {
    const waiting = [...this.outdated];
    const depth = this.assets.get(waiting[0] ?? '')?.depth ?? 0;
    const perRead = Math.max(1, Math.floor(candlesPerRead / Math.max(1, depth)));
    for (let first = 0; first < waiting.length; first += perRead) await this.readSome(waiting.slice(first, first + perRead), depth);
  }

  private async readSome(symbols: readonly string[], depth: number): Promise<void> {
    for (const symbol of symbols) {
      this.outdated.delete(symbol);
      this.heard.set(symbol, []);
    }
    try {
      const found = await this.columns.newest(symbols, this.interval, depth);
      await inTurns(this.load(symbols, found));
    } catch (error) {
      for (const symbol of symbols) this.outdated.add(symbol);
      throw error;
    } finally {
      for (const symbol of symbols) this.heard.delete(symbol);
    }
  }

  private *load(symbols: readonly string[], found: ReadonlyMap<string, CandleColumns>): Generator<void> {
    for (const symbol of symbols) {
      const followed = this.assets.get(symbol);
      if (followed === undefined) continue;
      const candles = found.get(symbol) ?? toColumns([]);
      const lastAt = candles.at[candles.length - 1] ?? 0;
      yield* followed.load(candles, lastAt + intervalMs[this.interval] > Date.now());
      for (const { candle, closed } of this.heard.get(symbol) ?? []) {
        if (followed.take(candle, closed).outdated) this.outdated.add(symbol);
      }
      this.heard.delete(symbol);
    }
  }
}
