import { DestroyRef, Injectable, inject, signal } from '@angular/core';

/** Whether the browser believes it has a network. */
@Injectable({ providedIn: 'root' })
export class Connectivity {
  private readonly state = signal(navigator.onLine);
  readonly online = this.state.asReadonly();

  constructor() {
    const update = (): void => this.state.set(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    inject(DestroyRef).onDestroy(() => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    });
  }
}
