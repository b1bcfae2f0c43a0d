import type { Signal, WritableSignal } from '@angular/core';
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { LivePriceItem } from '@tideline/contracts';
import { Clock } from './clock';
import { RealtimeClient } from './realtime-client';

const oldAfterMs = 30_000;

/** The newest consolidated price of every asset, one signal each, so that a tick redraws one cell. */
@Injectable({ providedIn: 'root' })
export class LivePrices {
  private readonly clock = inject(Clock);
  private readonly items = new Map<string, WritableSignal<LivePriceItem | undefined>>();
  private readonly freshest = signal<number | null>(null);
  private readonly frameAt = signal<number | null>(null);

  /** When the newest of all prices was made, epoch ms by the server; null before the first. */
  readonly freshestAt = this.freshest.asReadonly();
  /** No frame for 30 s: then every price shown is old, whatever it said of itself. */
  readonly silent = computed(() => {
    const at = this.frameAt();
    return at !== null && this.clock.now() - at > oldAfterMs;
  });

  constructor() {
    const stop = inject(RealtimeClient).subscribe('prices', ({ frameAt, items }) => {
      const at = Date.parse(frameAt);
      this.clock.observe(at);
      this.frameAt.set(at);
      for (const item of items) this.take(item);
    });
    inject(DestroyRef).onDestroy(stop);
  }

  /** The live price of one asset; undefined until the stream has brought it. */
  of(symbol: string): Signal<LivePriceItem | undefined> {
    return this.entry(symbol);
  }

  private take(item: LivePriceItem): void {
    this.entry(item.symbol).set(item);
    const at = item.asOf === null ? null : Date.parse(item.asOf);
    if (at !== null && at > (this.freshest() ?? 0)) this.freshest.set(at);
  }

  private entry(symbol: string): WritableSignal<LivePriceItem | undefined> {
    let entry = this.items.get(symbol);
    if (!entry) {
      entry = signal<LivePriceItem | undefined>(undefined);
      this.items.set(symbol, entry);
    }
    return entry;
  }
}
