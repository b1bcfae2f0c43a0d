/** What an asset's price is compared with, read from our own candles; null where the candles do not reach. */
export interface PriceReferences {
  symbol: string;
  price1h: number | null;
  price24h: number | null;
  price7d: number | null;
  high24h: number | null;
  low24h: number | null;
  /** The newest stored price and its time (epoch ms): shown, marked stale, until somebody quotes one. */
  lastPrice: number | null;
  lastAt: number | null;
  /** Hourly closes of the last seven days, oldest first. */
  sparkline7d: number[];
}

/** Gives the change from `then` to `now` in percent, to four decimals; null when either is unknown. */
export function percentChange(then: number | null | undefined, now: number | null): number | null {
  if (then === null || then === undefined || now === null || then <= 0) return null;
  return Math.round((now / then - 1) * 1e6) / 1e4;
}

/** Gives a 24 h high or low, widened by what has happened since it was read; null while it is unknown. */
export function widened(pick: (...figures: number[]) => number, known: number | null | undefined, ...since: (number | null | undefined)[]) {
  if (known === null || known === undefined) return null;
  return pick(known, ...since.filter((figure) => figure !== null && figure !== undefined));
}
