import type { CandleRow } from '@tideline/contracts';

/** Puts a forming or just closed candle into an ascending series: replaces the one of its bucket or goes where it belongs. */
export function withCandle(candles: readonly CandleRow[], candle: CandleRow): readonly CandleRow[] {
  const last = candles.at(-1);
  if (last === undefined || candle[0] > last[0]) return [...candles, candle];
  const at = candles.findLastIndex(([openAt]) => openAt <= candle[0]);
  const next = candles.slice();
  if (at >= 0 && next[at]?.[0] === candle[0]) next[at] = candle;
  else next.splice(at + 1, 0, candle);
  return next;
}

/** Joins two ascending series; where both have a bucket, the one of `newer` stands. */
export function joined(older: readonly CandleRow[], newer: readonly CandleRow[]): readonly CandleRow[] {
  if (older.length === 0) return newer;
  const first = newer[0]?.[0];
  if (first === undefined) return older;
  const lastNewer = newer.at(-1)?.[0] ?? first;
  const before = older.filter(([openAt]) => openAt < first);
  const inside = new Set(newer.map(([openAt]) => openAt));
  const between = older.filter(([openAt]) => openAt >= first && openAt <= lastNewer && !inside.has(openAt));
  const after = older.filter(([openAt]) => openAt > lastNewer);
  const middle = between.length === 0 ? newer : [...newer, ...between].sort((a, b) => a[0] - b[0]);
  return [...before, ...middle, ...after];
}
