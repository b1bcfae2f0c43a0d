import { Injectable, inject, linkedSignal, signal } from '@angular/core';
import type { AddAssetRequest, AdminAsset } from '@tideline/contracts';
import { AdminApi } from '../../../core/admin-api';
import { liveQuery } from '../../../core/live-query';
import type { RequestFailure } from '../../../core/problem';
import { toFailure } from '../../../core/problem';
import { movedBy } from './asset-order';

const everyMs = 15_000;

/** Which assets are followed, in their order. A move is seen at once; moves are sent one after another. Rejections are `RequestFailure`s. */
@Injectable()
export class AssetsStore {
  private readonly api = inject(AdminApi);
  private sending: Promise<void> = Promise.resolve();
  private unsent = 0;

  readonly query = liveQuery({ question: () => true, load: () => this.api.assets(), everyMs });
  private readonly shown = linkedSignal<AdminAsset[] | undefined, readonly AdminAsset[] | undefined>({
    source: () => this.query.value()?.data,
    // An answer that does not know of a move under way would undo it for a moment.
    computation: (assets, previous) => (this.unsent > 0 ? (previous?.value ?? assets) : assets),
  });
  readonly assets = this.shown.asReadonly();
  private readonly refused = signal<RequestFailure | null>(null);
  /** Why the last move was refused; null when it was not. */
  readonly moveFailure = this.refused.asReadonly();

  /** Moves an asset by so many places; gives its new place, from 0, before the server has it. A refused move takes the server's order back. */
  move(symbol: string, by: number): number {
    const before = this.shown() ?? [];
    const assets = movedBy(before, symbol, by);
    const position = assets.findIndex((asset) => asset.symbol === symbol);
    if (assets === before) return position;
    this.shown.set(assets);
    this.refused.set(null);
    this.unsent += 1;
    this.sending = this.sending.then(() => this.send(symbol, position));
    return position;
  }

  async switch(symbol: string, enabled: boolean): Promise<void> {
    const changed = await this.api.changeAsset(symbol, { enabled });
    this.shown.update((assets) => assets?.map((asset) => (asset.symbol === symbol ? changed : asset)));
  }

  /** Gives what was added. */
  async add(asked: AddAssetRequest): Promise<AdminAsset> {
    const added = await this.api.addAsset(asked);
    this.query.retry();
    return added;
  }

  private async send(symbol: string, position: number): Promise<void> {
    await this.api.changeAsset(symbol, { position }).catch((error: unknown) => this.refused.set(toFailure(error, navigator.onLine)));
    this.unsent -= 1;
    if (this.unsent === 0) this.query.retry();
  }
}
