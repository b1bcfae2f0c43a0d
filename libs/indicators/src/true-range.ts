/** How far the price went in a candle, the way from the close before included: max(high − low, |high − close|, |low − close|). */
export function trueRange(high: number, low: number, closeBefore: number): number {
  return Math.max(high - low, Math.abs(high - closeBefore), Math.abs(low - closeBefore));
}
