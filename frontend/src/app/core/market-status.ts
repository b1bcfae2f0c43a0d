import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { VenueStatus } from '@tideline/contracts';
import { Connectivity } from './connectivity';
import { LivePrices } from './live-prices';
import { MarketData } from './market-data';
import { RealtimeClient } from './realtime-client';

/** How the market's stream is, worst first: no network, no connection, prices too old, a venue missing, all well, not known yet. */
export type MarketState = 'offline' | 'disconnected' | 'stale' | 'degraded' | 'well' | 'connecting';

/** What the frame says about the market at all times: live or simulated, and how well it streams. */
@Injectable({ providedIn: 'root' })
export class MarketStatus {
  private readonly connectivity = inject(Connectivity);
  private readonly realtime = inject(RealtimeClient);
  private readonly prices = inject(LivePrices);
  private readonly data = inject(MarketData);
  private readonly venueList = signal<readonly VenueStatus[]>([]);

  readonly venues = this.venueList.asReadonly();
  readonly dataMode = computed(() => this.data.overview.value()?.dataMode ?? this.data.assets.value()?.[0]?.dataMode ?? null);
  readonly freshestAt = this.prices.freshestAt;
  readonly activeVenues = computed(() => this.venueList().filter((venue) => venue.status !== 'disabled'));
  readonly liveVenues = computed(() => this.activeVenues().filter((venue) => venue.status === 'live'));

  readonly state = computed<MarketState>(() => {
    if (!this.connectivity.online()) return 'offline';
    if (this.realtime.state() === 'reconnecting') return 'disconnected';
    if (this.realtime.state() === 'connecting' || this.freshestAt() === null || this.dataMode() === null) return 'connecting';
    if (this.prices.silent()) return 'stale';
    if (this.activeVenues().length === 0) return 'well';
    if (this.liveVenues().length === 0) return 'stale';
    return this.liveVenues().length < this.activeVenues().length ? 'degraded' : 'well';
  });

  constructor() {
    const stop = this.realtime.subscribe('venues', ({ venues }) => this.venueList.set(venues));
    inject(DestroyRef).onDestroy(stop);
  }
}
