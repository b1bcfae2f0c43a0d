import { z } from 'zod';

/** Names that venues use for an asset which everybody else calls something else. */
const assetAliases: Record<string, string> = {
  XBT: 'BTC',
  XXBT: 'BTC',
  XDG: 'DOGE',
  XXDG: 'DOGE',
  XETH: 'ETH',
  XXRP: 'XRP',
  XLTC: 'LTC',
  XXLM: 'XLM',
  XETC: 'ETC',
  ZUSD: 'USD',
  ZEUR: 'EUR',
};

/** Quote currencies, longest first, so that `BTCUSDT` splits as BTC and USDT. */
const quotes = ['USDT', 'USDC', 'ZUSD', 'USD', 'EUR', 'BTC', 'ETH'];

/** Gives the canonical asset symbol (`BTC`) for any spelling (`btc`, `XBT`, `XXBT`), or null when it is no symbol at all. */
export function canonicalAsset(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (!/^[A-Z0-9]{1,15}$/.test(upper)) return null;
  return Object.hasOwn(assetAliases, upper) ? (assetAliases[upper] ?? null) : upper;
}

/** Gives the canonical pair (`BTC-USD`) for `BTC-USD`, `XBT/USD`, `XXBTZUSD` or `BTCUSDT`; null when it cannot be read as a pair. */
export function canonicalPair(text: string): string | null {
  const upper = text.trim().toUpperCase();
  const parts = upper.split(/[-/_]/);
  if (parts.length === 2) return joined(parts[0] ?? '', parts[1] ?? '');
  if (parts.length > 2) return null;
  for (const quote of quotes) {
    if (upper.length > quote.length && upper.endsWith(quote)) return joined(upper.slice(0, -quote.length), quote);
  }
  return null;
}

function joined(base: string, quote: string): string | null {
  const b = canonicalAsset(base);
  const q = canonicalAsset(quote);
  return b !== null && q !== null ? `${b}-${q}` : null;
}

export const assetSymbol = z
  .string()
  .transform(
    (text, ctx) => canonicalAsset(text) ?? (ctx.addIssue({ code: 'custom', message: 'not an asset symbol; an example is BTC' }), z.NEVER),
  )
  .describe('Asset symbol; `btc` and `XBT` are read as `BTC`');

export const pairSymbol = z
  .string()
  .transform(
    (text, ctx) => canonicalPair(text) ?? (ctx.addIssue({ code: 'custom', message: 'not a pair; an example is BTC-USD' }), z.NEVER),
  )
  .describe('Pair; `XBT/USD`, `XXBTZUSD` and `BTCUSDT` are read as well');
