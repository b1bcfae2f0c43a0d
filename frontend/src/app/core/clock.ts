import { DOCUMENT, DestroyRef, Injectable, inject, signal } from '@angular/core';

const tickMs = 1000;
const believableDriftMs = 2000;

/**
 * The time once a second, for ages. It follows the server's clock where that differs from ours by more than two seconds,
 * so that a wrong clock on this device does not make fresh prices look old.
 */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly document = inject(DOCUMENT);
  private readonly current = signal(Date.now());
  private offsetMs = 0;

  /** Epoch milliseconds by the server's clock, renewed each second while the page is visible. */
  readonly now = this.current.asReadonly();

  constructor() {
    const tick = (): void => {
      if (!this.document.hidden) this.current.set(Date.now() + this.offsetMs);
    };
    const timer = setInterval(tick, tickMs);
    this.document.addEventListener('visibilitychange', tick);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      this.document.removeEventListener('visibilitychange', tick);
    });
  }

  /** Takes the server's time as it arrives with a live frame, in epoch milliseconds. */
  observe(serverNow: number): void {
    const drift = serverNow - Date.now();
    this.offsetMs = Math.abs(drift) > believableDriftMs ? drift : 0;
  }
}
