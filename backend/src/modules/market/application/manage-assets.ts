import { Inject, Injectable } from '@nestjs/common';
import type { AddAssetRequest, AdminAsset, AssetChange } from '@tideline/contracts';
import { Database, type Transaction } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import { AssetList, type ListedAsset } from '../db/asset-list.repository';
import { moved, putFirst } from '../domain/asset-order';
import { alreadyThere } from './asset-listing.errors';
import { FIND_ASSET, type FindAsset, type FoundAsset } from './find-asset';
import './market-events';
import { MarketView } from './market-view';
import { unknownSymbol } from './market.errors';

/** Raw trades are kept for days; what was off for longer than this may have lost the ones beside the hole. */
const holesKnownMs = 86_400_000;

/**
 * Which assets are followed, as administrators say. The verbs change the list in the caller's transaction; once that is stored `announce`
 * must follow: who ingests then follows exactly what the list says, without a restart.
 */
@Injectable()
export class ManageAssets {
  private readonly stored = new AssetList();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(FIND_ASSET) private readonly finder: FindAsset,
  ) {}

  /** All assets in the operator's order, disabled ones too. */
  async list(): Promise<AdminAsset[]> {
    return (await this.stored.all(this.database)).map((asset) => this.told(asset));
  }

  async one(symbol: string): Promise<AdminAsset> {
    const asset = (await this.list()).find((each) => each.symbol === symbol);
    if (asset === undefined) throw unknownSymbol(symbol);
    return asset;
  }

  /** Asks who knows it; takes seconds at worst, so never within a transaction. Throws a 422 or a 503. */
  find(asked: AddAssetRequest): Promise<FoundAsset> {
    return this.finder.find(asked);
  }

  /** Follows another asset, as the last in the order. Throws a 409 when its symbol is there. */
  async add(tx: Transaction, asset: FoundAsset): Promise<void> {
    await this.stored.lock(tx);
    const there = (await this.stored.all(tx)).find(({ symbol }) => symbol === asset.symbol);
    if (there !== undefined) throw alreadyThere(there.symbol, there.enabled);
    await this.stored.add(tx, asset);
  }

  /** Enables, disables or moves one. Throws a 404. */
  async change(tx: Transaction, symbol: string, { enabled, position }: AssetChange, now: number): Promise<void> {
    const symbols = await this.symbols(tx, [symbol]);
    if (enabled === true) await this.stored.enable(tx, symbol, new Date(now - holesKnownMs));
    if (enabled === false) await this.stored.disable(tx, symbol, new Date(now));
    if (position !== undefined) await this.stored.order(tx, moved(symbols, symbol, position));
  }

  /** Puts these first, in this order. Throws a 404 for one that is not there. */
  async order(tx: Transaction, first: readonly string[]): Promise<void> {
    await this.stored.order(tx, putFirst(await this.symbols(tx, first), first));
  }

  announce(): void {
    this.bridge.publish('market.assets-changed', { at: Date.now() });
  }

  private async symbols(tx: Transaction, named: readonly string[]): Promise<string[]> {
    await this.stored.lock(tx);
    const symbols = (await this.stored.all(tx)).map(({ symbol }) => symbol);
    const unknown = named.find((symbol) => !symbols.includes(symbol));
    if (unknown !== undefined) throw unknownSymbol(unknown);
    return symbols;
  }

  private told({ addedAt, ...asset }: ListedAsset): AdminAsset {
    const price = this.view.price(asset.symbol);
    return { ...asset, addedAt: addedAt.toISOString(), price: price?.price ?? null, stale: price?.stale ?? true };
  }
}
