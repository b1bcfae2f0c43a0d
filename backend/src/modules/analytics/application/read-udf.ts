import { Inject, Injectable } from '@nestjs/common';
import {
  canonicalAsset,
  canonicalPair,
  type UdfHistory,
  type UdfResolution,
  type UdfSearchResult,
  type UdfSymbol,
} from '@tideline/contracts';
import type { CandleColumns } from '@tideline/indicators';
import { MarketView, ReadColumns } from '../../market';
import { intervalMs } from '../domain/interval-ms';
import { intervalByResolution, isOurs, udfSearchResultOf, udfSymbolOf, withoutExchange, type UdfAsset } from '../domain/udf-symbols';

/** The most bars of one answer: the newest ones of a longer range. */
export const mostBars = 5_000;

export interface AskedBars {
  symbol: string;
  resolution: UdfResolution;
  /** Unix seconds, `from ≤ t < to`. */
  from: number;
  to: number;
  /** So many bars before `to`, whatever `from` says. */
  countback?: number;
}

export interface AskedSearch {
  query: string;
  type: string;
  exchange: string;
  limit: number;
}

/** What TradingView's charting library asks over UDF, of the consolidated USD series. */
@Injectable()
export class ReadUdf {
  constructor(
    @Inject(MarketView) private readonly market: MarketView,
    @Inject(ReadColumns) private readonly columns: ReadColumns,
  ) {}

  /** Describes `BTCUSD`, `Tideline:BTCUSD` or `BTC`; null when it is not followed here. */
  symbol(text: string): UdfSymbol | null {
    const symbol = this.read(text);
    return symbol === null ? null : udfSymbolOf(this.assetOf(symbol));
  }

  /** Assets whose symbol or name holds the text, those whose symbol begins with it first. */
  search({ query, type, exchange, limit }: AskedSearch): UdfSearchResult[] {
    if ((exchange !== '' && !isOurs(exchange)) || (type !== '' && type !== 'crypto')) return [];
    const wanted = (withoutExchange(query) ?? query).trim().toUpperCase();
    const rank = (asset: UdfAsset): number => {
      if (`${asset.symbol}USD`.startsWith(wanted)) return 0;
      return `${asset.symbol}/USD ${asset.name.toUpperCase()}`.includes(wanted) ? 1 : 2;
    };
    const found = this.market.catalog.assets().map(({ symbol }) => this.assetOf(symbol));
    const matching = found.filter((asset) => rank(asset) < 2).sort((a, b) => rank(a) - rank(b));
    return matching.slice(0, limit).map(udfSearchResultOf);
  }

  /** The bars of a range; null for a symbol that is not followed here. Without bars, where older ones are. */
  async history({ symbol: text, resolution, from, to, countback }: AskedBars): Promise<UdfHistory | null> {
    const symbol = this.read(text);
    if (symbol === null) return null;
    const interval = intervalByResolution[resolution];
    // One more than the range holds: without bars in it, that one tells where the next older ones are.
    const wanted = countback ?? Math.ceil(((to - from) * 1000) / intervalMs[interval]) + 1;
    const limit = Math.min(wanted, mostBars);
    const { candles } = await this.columns.series(symbol, { interval, to: Math.max(0, to * 1000), limit });
    const first = countback === undefined ? candles.at.findIndex((at) => at >= from * 1000) : 0;
    if (candles.length > 0 && first >= 0) return barsOf(candles, first);
    const newest = candles.at[candles.length - 1];
    return newest === undefined ? { s: 'no_data' } : { s: 'no_data', nextTime: newest / 1000 };
  }

  private read(text: string): string | null {
    const bare = withoutExchange(text);
    if (bare === null) return null;
    const asset = canonicalAsset(bare);
    if (asset !== null && this.market.knowsAsset(asset)) return asset;
    const [base = '', quote] = canonicalPair(bare)?.split('-') ?? [];
    return quote === 'USD' && this.market.knowsAsset(base) ? base : null;
  }

  private assetOf(symbol: string): UdfAsset {
    const name = this.market.catalog.asset(symbol)?.name ?? symbol;
    return { symbol, name, price: this.market.price(symbol)?.price ?? null };
  }
}

function barsOf({ at, open, high, low, close, volume }: CandleColumns, first: number): UdfHistory {
  const column = (figures: Float64Array): number[] => Array.from(figures.subarray(first));
  const t = column(at).map((ms) => ms / 1000);
  return { s: 'ok', t, o: column(open), h: column(high), l: column(low), c: column(close), v: column(volume) };
}
