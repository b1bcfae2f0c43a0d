/** (high + low + close) ÷ 3: the one price that stands for a candle where volume weighs it. */
export function typicalPrice({ high, low, close }: { high: number; low: number; close: number }): number {
  return (high + low + close) / 3;
}
