import { Injectable } from '@nestjs/common';
import { consolidated, type Market } from '../domain/market';

/** An asset that is or was followed. `position` is its place in the operator's order. */
export interface CatalogAsset {
  symbol: string;
  name: string;
  coingeckoId: string | null;
  position: number;
  /** A disabled one is followed no more; its history stays. */
  enabled: boolean;
}

/** Which assets and markets there are, in memory; replaced as a whole when the database says otherwise. */
@Injectable()
export class MarketCatalog {
  private followed: CatalogAsset[] = [];
  private bySymbol = new Map<string, CatalogAsset>();
  private byPair = new Map<string, Market[]>();
  private byBase = new Map<string, Market[]>();

  replace(assets: CatalogAsset[], markets: Market[]): void {
    this.followed = assets.filter(({ enabled }) => enabled);
    this.bySymbol = new Map(assets.map((asset) => [asset.symbol, asset]));
    this.byPair = grouped(markets, ({ venue, pair }) => (venue === consolidated ? null : pair));
    this.byBase = grouped(markets, ({ base }) => base);
  }

  /** The followed ones, in the operator's order. */
  assets(): CatalogAsset[] {
    return this.followed;
  }

  /** One that is or was followed. */
  asset(symbol: string): CatalogAsset | undefined {
    return this.bySymbol.get(symbol);
  }

  /** The venues' markets of one pair. */
  marketsOf(pair: string): Market[] {
    return this.byPair.get(pair) ?? [];
  }

  /** The venues' markets of one asset, in whatever currency they are quoted. */
  venueMarketsOf(symbol: string): Market[] {
    return (this.byBase.get(symbol) ?? []).filter(({ venue }) => venue !== consolidated);
  }

  /** Our own USD series of an asset. */
  consolidatedOf(symbol: string): Market | undefined {
    return this.byBase.get(symbol)?.find(({ venue }) => venue === consolidated);
  }
}

/** The names of the venues of some markets, each once. */
export function venuesOf(markets: readonly Market[]): string[] {
  return [...new Set(markets.map(({ venue }) => venue))].sort();
}

function grouped(markets: Market[], keyOf: (market: Market) => string | null): Map<string, Market[]> {
  const groups = new Map<string, Market[]>();
  for (const market of markets) {
    const key = keyOf(market);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), market]);
  }
  return groups;
}
