import { DOCUMENT, DestroyRef, Injectable, effect, inject, signal } from '@angular/core';
import { tokenPixels } from '../ui/token';
import { PreferenceStore } from './preferences/preference-store';

/** The height of a table row as the tokens give it now; it changes with the density and the width of the screen. */
@Injectable({ providedIn: 'root' })
export class RowHeight {
  private readonly current = signal(tokenPixels('--tl-row'));
  readonly pixels = this.current.asReadonly();

  constructor() {
    const preferences = inject(PreferenceStore);
    const window = inject(DOCUMENT).defaultView;
    const measure = (): void => this.current.set(tokenPixels('--tl-row'));
    // The store's own effect, made earlier, has put the density on the root element by then.
    effect(() => {
      preferences.value();
      measure();
    });
    window?.addEventListener('resize', measure);
    inject(DestroyRef).onDestroy(() => window?.removeEventListener('resize', measure));
  }
}
