/** Adds to Binance's refusal by region (HTTP 451) where its public data may still be had; other reasons stay as they are. */
export function hintedReason(reason: string): string {
  if (!reason.includes('HTTP 451')) return reason;
  return `${reason}; wss://data-stream.binance.vision may still stream, and https://data-api.binance.vision serve candles`;
}
