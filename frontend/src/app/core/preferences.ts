import { DOCUMENT, Injectable, effect, inject, signal } from '@angular/core';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';
export type ColourPair = 'green-red' | 'blue-orange';

/** How this reader likes the app; kept in this browser. */
export interface Preferences {
  theme: Theme;
  density: Density;
  pair: ColourPair;
}

const key = 'tideline.preferences';
const defaults: Preferences = { theme: 'system', density: 'comfortable', pair: 'green-red' };

const known: { [K in keyof Preferences]: readonly Preferences[K][] } = {
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
  pair: ['green-red', 'blue-orange'],
};

/** What was kept in this browser, as far as it still means something. */
function read(): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> | null = null;
  try {
    kept = JSON.parse(localStorage.getItem(key) ?? '{}') as typeof kept;
  } catch {
    // Storage is blocked or holds something else: the defaults hold.
  }
  const choice = <K extends keyof Preferences>(name: K): Preferences[K] =>
    known[name].find((value) => value === kept?.[name]) ?? defaults[name];
  return { theme: choice('theme'), density: choice('density'), pair: choice('pair') };
}

/** The reader's preferences, put on the root element as `data-theme`, `data-density` and `data-pair`, where the tokens read them. */
@Injectable({ providedIn: 'root' })
export class PreferenceStore {
  private readonly state = signal<Preferences>(read());
  readonly value = this.state.asReadonly();

  constructor() {
    const root = inject(DOCUMENT).documentElement;
    effect(() => {
      const { theme, density, pair } = this.state();
      if (theme === 'system') delete root.dataset['theme'];
      else root.dataset['theme'] = theme;
      root.dataset['density'] = density;
      root.dataset['pair'] = pair;
    });
  }

  set(change: Partial<Preferences>): void {
    this.state.update((now) => ({ ...now, ...change }));
    try {
      localStorage.setItem(key, JSON.stringify(this.state()));
    } catch {
      // Storage is blocked: the choice holds until the page is closed.
    }
  }
}
