import { Inject, Injectable } from '@nestjs/common';
import type { AddAssetRequest, AdminAsset, AssetChange } from '@tideline/contracts';
import { ManageAssets } from '../../market';
import { AuditedDeeds, type Administrator } from './audited-deeds';

/** Changes which assets are followed; what is stored takes effect at once, in every process. */
@Injectable()
export class AdministerAssets {
  constructor(
    @Inject(ManageAssets) private readonly assets: ManageAssets,
    @Inject(AuditedDeeds) private readonly deeds: AuditedDeeds,
  ) {}

  list(): Promise<AdminAsset[]> {
    return this.assets.list();
  }

  async add(by: Administrator, asked: AddAssetRequest): Promise<AdminAsset> {
    const found = await this.assets.find(asked);
    await this.deeds.do(by, { action: 'market.asset-added', subjectId: found.symbol }, (tx) => this.assets.add(tx, found));
    this.assets.announce();
    return this.assets.one(found.symbol);
  }

  async change(by: Administrator, symbol: string, change: AssetChange): Promise<AdminAsset> {
    const deed = { action: 'market.asset-changed', subjectId: symbol, detail: { ...change } };
    await this.deeds.do(by, deed, (tx) => this.assets.change(tx, symbol, change, Date.now()));
    this.assets.announce();
    return this.assets.one(symbol);
  }

  async order(by: Administrator, first: readonly string[]): Promise<void> {
    const deed = { action: 'market.assets-ordered', subjectId: null, detail: { first: first.slice(0, 20).join(' ') } };
    await this.deeds.do(by, deed, (tx) => this.assets.order(tx, first));
    this.assets.announce();
  }
}
