/** SQL for a sum of volumes as ExactSum makes it: whole units and 1e-8 parts apart, so that the order does not matter. */
export function exactSum(column: string): string {
  return `((sum(floor(${column})::bigint) * 100000000 + sum(floor((${column} - floor(${column})) * 1e8 + 0.5)::bigint)) * 0.00000001)::float8`;
}

/** SQL for what to do with a bucket that is stored already. A candle only gains trades: the one with more volume is the more complete. */
export function onlyGrows(table: string): string {
  return `
  DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume
  WHERE excluded.volume >= ${table}.volume`;
}
