import { DestroyRef, Injectable, InjectionToken, inject } from '@angular/core';
import type { Account, SignedIn } from '@tideline/contracts';

/** What the tabs of one browser tell each other. `at` is when the answer arrived, epoch ms. */
export type TabMessage =
  { kind: 'renewed'; given: SignedIn; at: number } | { kind: 'changed'; user: Account } | { kind: 'signed-out' } | { kind: 'ended' };

/** The part of a BroadcastChannel that is used here. */
export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>;

/** The channel between the tabs; null where the browser has none. */
export const TAB_CHANNEL = new InjectionToken<TabChannel | null>('TAB_CHANNEL', {
  providedIn: 'root',
  factory: () => ('BroadcastChannel' in globalThis ? new BroadcastChannel('tideline.session') : null),
});

/** The browser's locks; null where it has none, as on a page that did not come over TLS. */
export const TAB_LOCKS = new InjectionToken<Pick<LockManager, 'request'> | null>('TAB_LOCKS', {
  providedIn: 'root',
  factory: () => (navigator as { locks?: LockManager }).locks ?? null,
});

/** The other tabs of this browser: what one of them learns of the session the others learn, and they take turns. */
@Injectable({ providedIn: 'root' })
export class Tabs {
  private readonly channel = inject(TAB_CHANNEL);
  private readonly locks = inject(TAB_LOCKS);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.channel?.close());
  }

  tell(message: TabMessage): void {
    this.channel?.postMessage(message);
  }

  listen(next: (message: TabMessage) => void): void {
    this.channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => next(data));
  }

  /** Runs `work` while no other tab runs its own. Without locks they overlap, which the server bears: two renewals at once get one successor. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.locks === null) return work();
    return this.locks.request('tideline.session', work) as Promise<T>;
  }
}
