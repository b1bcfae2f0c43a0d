import { EventBridge } from '../../../platform/events/event-bridge';
import { AssetFactsRepository } from '../db/asset-facts.repository';
import { Settings } from '../db/settings.repository';
import type { AssetFactsSource, IdentifiedAsset } from '../venues/asset-facts-source';
import './market-events';

/** The symbols that the source could not identify: asked once, since the answer is a list of everything there is. */
const unidentifiedKey = 'facts.unidentified';

export interface FactsStores {
  facts: AssetFactsRepository;
  settings: Settings;
}

/** Fetches the market-wide figures (caps, ranks, supplies, volumes, sparklines), stores them, and says that they changed. */
export class UpdateAssetFacts {
  constructor(
    private readonly source: AssetFactsSource,
    private readonly stores: FactsStores,
    private readonly bridge: EventBridge,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Gives how many assets have figures now. Throws FactsRefusal when the source does not answer; what was stored before stays. */
  async assets(signal: AbortSignal): Promise<number> {
    const tracked = await this.identified(await this.stores.facts.trackedAssets(), signal);
    const facts = await this.source.assetFacts(tracked, signal);
    const at = this.clock();
    await this.stores.facts.storeAssets(at, facts);
    this.bridge.publish('market.assets', { at });
    return facts.length;
  }

  /** As `assets`, for the figures of the whole market. */
  async global(signal: AbortSignal): Promise<void> {
    const facts = await this.source.globalFacts(signal);
    const at = this.clock();
    await this.stores.facts.storeGlobal(at, facts);
    this.bridge.publish('market.assets', { at });
  }

  private async identified(assets: IdentifiedAsset[], signal: AbortSignal): Promise<IdentifiedAsset[]> {
    const asked = await this.stores.settings.get(unidentifiedKey);
    const known = new Set(Array.isArray(asked) ? (asked as unknown[]) : []);
    const unknown = assets.filter(({ symbol, coingeckoId }) => coingeckoId === null && !known.has(symbol)).map(({ symbol }) => symbol);
    if (unknown.length === 0) return assets;
    const found = await this.source.identify(unknown, signal);
    await this.stores.facts.identify(found);
    await this.stores.settings.set(unidentifiedKey, [...known, ...unknown.filter((symbol) => !found.has(symbol))]);
    return assets.map((asset) => ({ ...asset, coingeckoId: asset.coingeckoId ?? found.get(asset.symbol)?.coingeckoId ?? null }));
  }
}
