import { candleIntervals } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';
import { bucketStart, intervalMinutes, type Candle } from '../domain/candle';
import { exactSum, onlyGrows } from './candle-sql';

/** Candles of one series. */
export interface SeriesCandles {
  marketId: number;
  candles: readonly Candle[];
}

/** A span of a series in which candles have changed; both times are bucket starts, inclusive, epoch ms. */
export interface TouchedSpan {
  marketId: number;
  fromAt: number;
  toAt: number;
}

/** Stores candles of `minutes` length; a stored bucket is replaced only by one with at least its volume. */
export async function upsertCandles(tx: Transaction, minutes: number, series: readonly SeriesCandles[]): Promise<void> {
  const rows = series.flatMap(({ marketId, candles }) => candles.map((candle) => ({ marketId, candle })));
  if (rows.length === 0) return;
  const columns = [
    rows.map((row) => row.marketId),
    rows.map((row) => row.candle.openAt),
    rows.map((row) => row.candle.open),
    rows.map((row) => row.candle.high),
    rows.map((row) => row.candle.low),
    rows.map((row) => row.candle.close),
    rows.map((row) => row.candle.volume),
  ];
  const source = `unnest($1::smallint[], $2::bigint[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[])
    AS b (market_id, open_at, open, high, low, close, volume)`;
  if (minutes === 1) {
    await tx.query(
      `INSERT INTO minute_candles SELECT b.* FROM ${source} ON CONFLICT (market_id, open_at) ${onlyGrows('minute_candles')}`,
      columns,
    );
    return;
  }
  await tx.query(
    `INSERT INTO candles (market_id, minutes, open_at, open, high, low, close, volume)
     SELECT b.market_id, $8::smallint, b.open_at, b.open, b.high, b.low, b.close, b.volume FROM ${source}
     ON CONFLICT (market_id, minutes, open_at) ${onlyGrows('candles')}`,
    [...columns, minutes],
  );
}

/** Makes the candles coarser than `fromMinutes` again, each from those one step finer, where the spans say that something changed. */
export async function rollUp(tx: Transaction, touched: readonly TouchedSpan[], fromMinutes = 1): Promise<void> {
  if (touched.length === 0) return;
  const spans = onePerSeries(touched);
  const ladder = candleIntervals.map((interval) => intervalMinutes[interval]);
  for (const [index, minutes] of ladder.entries()) {
    const finer = ladder[index - 1];
    if (finer === undefined || finer < fromMinutes) continue;
    const starts = spans.map((span) => bucketStart(span.fromAt, minutes));
    const ends = spans.map((span) => bucketStart(span.toAt, minutes) + minutes * 60_000);
    await tx.query(rollUpSql(minutes, finer), [
      spans.map((span) => span.marketId),
      starts,
      ends,
      starts.reduce((least, at) => Math.min(least, at), Infinity),
      ends.reduce((most, at) => Math.max(most, at), -Infinity),
    ]);
  }
}

/** Spans of one series that meet would count a candle twice. */
function onePerSeries(touched: readonly TouchedSpan[]): TouchedSpan[] {
  const spans = new Map<number, TouchedSpan>();
  for (const span of touched) {
    const known = spans.get(span.marketId) ?? span;
    spans.set(span.marketId, {
      marketId: span.marketId,
      fromAt: Math.min(known.fromAt, span.fromAt),
      toAt: Math.max(known.toAt, span.toAt),
    });
  }
  return [...spans.values()];
}

function rollUpSql(minutes: number, finer: number): string {
  const length = minutes * 60_000;
  /** Weeks do not begin where the epoch does. */
  const shift = bucketStart(7 * 24 * 3_600_000, minutes) % length;
  const source = finer === 1 ? 'minute_candles f ON true' : `candles f ON f.minutes = ${finer}`;
  return `
    INSERT INTO candles (market_id, minutes, open_at, open, high, low, close, volume)
    SELECT f.market_id, ${minutes}, (f.open_at - ${shift}) / ${length} * ${length} + ${shift} AS bucket,
      (array_agg(f.open ORDER BY f.open_at))[1], max(f.high), min(f.low), (array_agg(f.close ORDER BY f.open_at DESC))[1],
      ${exactSum('f.volume')}
    FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS s (market_id, from_at, to_at)
    JOIN ${source} AND f.market_id = s.market_id AND f.open_at >= s.from_at AND f.open_at < s.to_at
      AND f.open_at >= $4::bigint AND f.open_at < $5::bigint
    GROUP BY f.market_id, bucket
    ON CONFLICT (market_id, minutes, open_at) ${onlyGrows('candles')}`;
}
