import type { CandleInterval } from '@tideline/contracts';
import type { Database, Transaction } from '../../../../platform/database/database';
import { readCandles, type StoredCandle } from '../../db/candle-reader';
import { rollUp, upsertCandles } from '../../db/candle-store';
import { intervalMinutes, type Candle } from '../../domain/candle';
import { combineCandles } from '../../domain/combine-candles';
import { rateCurrencies } from '../../domain/pick-pairs';
import { RateHistory } from '../../domain/rate-history';
import type { AssetState, MarketBook, MarketState } from './market-book';
import type { OneWriter } from './one-writer';

const dayMs = 24 * 3_600_000;

/** Stores candles that a venue gave for the past, and combines the venues' candles into the consolidated series. */
export class CandleHistory {
  constructor(
    private readonly database: Database,
    private readonly writer: OneWriter,
    private readonly book: MarketBook,
  ) {}

  /** Stores one venue's candles; `note` runs in the same transaction. */
  async store(
    state: MarketState,
    interval: CandleInterval,
    candles: readonly Candle[],
    note: (tx: Transaction) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const minutes = intervalMinutes[interval];
    if (minutes === 1) {
      await this.writer.prepare(
        'minute_candles',
        candles.map((candle) => candle.openAt),
      );
    }
    await this.writer.write(async (tx) => {
      await upsertCandles(tx, minutes, [{ marketId: state.market.id, candles }]);
      await note(tx);
    });
  }

  /** Makes the asset's consolidated candles of `[fromAt, toAt)` from the stored ones of its venues, and the coarser ones of both. */
  async combine(asset: AssetState, interval: CandleInterval, fromAt: number, toAt: number): Promise<void> {
    const minutes = intervalMinutes[interval];
    const markets = new Map(asset.markets.map((state) => [state.market.id, state]));
    const rows = await readCandles(this.database, [...markets.keys()], minutes, fromAt, toAt);
    if (rows.length === 0) return;
    const rates = await this.rates(minutes, fromAt, toAt);
    let reference: number | null = null;
    const candles: Candle[] = [];
    for (const bucket of byBucket(rows)) {
      const combined = combineCandles(
        bucket.map((candle) => {
          const quote = markets.get(candle.marketId)?.market.quote ?? '';
          return { candle, rate: quote === 'USD' ? 1 : (rates.get(quote)?.at(candle.openAt, minutes) ?? null) };
        }),
        reference,
      );
      if (combined === null) continue;
      reference = combined.close;
      candles.push(combined);
    }
    const marketIds = [asset.series.marketId, ...markets.keys()];
    await this.writer.write(async (tx) => {
      await upsertCandles(tx, minutes, [{ marketId: asset.series.marketId, candles }]);
      const spans = marketIds.map((marketId) => ({ marketId, fromAt, toAt: toAt - 1 }));
      await rollUp(tx, spans, minutes);
    });
  }

  private async rates(minutes: number, fromAt: number, toAt: number): Promise<Map<string, RateHistory>> {
    const rates = new Map<string, RateHistory>();
    for (const currency of rateCurrencies) {
      const asset = this.book.assetOf(currency);
      if (asset === null) continue;
      const history = new RateHistory();
      for (const length of new Set([minutes, 60, 1440])) {
        history.add(length, await readCandles(this.database, [asset.series.marketId], length, fromAt - dayMs, toAt));
      }
      rates.set(currency, history);
    }
    return rates;
  }
}

function byBucket(rows: readonly StoredCandle[]): StoredCandle[][] {
  const buckets = new Map<number, StoredCandle[]>();
  for (const row of rows) {
    const bucket = buckets.get(row.openAt);
    if (bucket === undefined) buckets.set(row.openAt, [row]);
    else bucket.push(row);
  }
  return [...buckets.values()];
}
