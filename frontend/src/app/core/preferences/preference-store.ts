import { DOCUMENT, DestroyRef, Injectable, computed, effect, inject } from '@angular/core';
import type { Account, Preferences } from '@tideline/contracts';
import { usualStyle, writeFiguresAs } from '../../ui/figure-style';
import { kept } from '../kept';
import { forgetEarlier, withEarlier } from './earlier-versions';
import { same } from './preference-merge';
import { readPreferences, usualPreferences } from './preference-values';

/** What of a profile decides how figures and times are written. */
export type ProfileStyle = Pick<Account, 'locale' | 'timeZone' | 'displayCurrency'>;

/** The copy of an account's preferences in this browser: it is there before the server answers, and while it does not. */
export interface AccountCopy {
  userId: string;
  profile: ProfileStyle;
  /** As the server is known to have them; null until it was asked. */
  saved: Preferences | null;
  /** As they are here, with what has not reached the server yet. */
  mine: Preferences;
  /** The server's mark of `saved`. */
  etag: string | null;
}

/**
 * How this reader likes the app. A visitor's choices are kept in this browser; while somebody is signed in the account's hold instead.
 * What the styles read is put on the root element; numbers and times are written as chosen.
 */
@Injectable({ providedIn: 'root' })
export class PreferenceStore {
  private readonly visitor = kept<Preferences>('preferences', (stored) => readPreferences(earlier(stored)));
  private readonly copy = kept<AccountCopy | null>('account-preferences', readCopy);
  private readonly keptLook = kept<unknown>('look', () => null);

  /** The account's copy; null while nobody is signed in. */
  readonly account = this.copy.value;
  readonly value = computed<Preferences>(() => this.copy.value()?.mine ?? this.visitor.value());
  readonly profile = computed<ProfileStyle | null>(() => this.copy.value()?.profile ?? null, { equal: same });
  /** What was chosen in this browser before anybody signed in; null when that is nothing. */
  readonly visitorChoices = computed(() => (same(this.visitor.value(), usualPreferences) ? null : this.visitor.value()));

  private readonly look = computed(() => pick(this.value()), { equal: same });

  constructor() {
    this.settle();
    const document = inject(DOCUMENT);
    const window = document.defaultView;
    // Another tab of this browser has kept something.
    const hear = ({ key }: StorageEvent): void => {
      for (const one of [this.visitor, this.copy]) if (one.key === key) one.reread();
    };
    window?.addEventListener('storage', hear);
    inject(DestroyRef).onDestroy(() => window?.removeEventListener('storage', hear));
    effect(() => this.show(document.documentElement));
    this.writeFigures();
    effect(() => this.writeFigures());
  }

  set(change: Partial<Preferences>): void {
    const next = { ...this.value(), ...change };
    const copy = this.copy.value();
    if (copy) this.copy.set({ ...copy, mine: next });
    else this.visitor.set(next);
  }

  setChart(change: Partial<Preferences['chart']>): void {
    this.set({ chart: { ...this.value().chart, ...change } });
  }

  /** Tracks a coin, or does so no more. */
  toggleTracked(symbol: string): void {
    const { trackedAssets } = this.value();
    const others = trackedAssets.filter((other) => other !== symbol);
    this.set({ trackedAssets: others.length < trackedAssets.length ? others : [...others, symbol] });
  }

  /** Everything as it was before anybody chose, but what was made: drawings, saved screens and tracked coins stay. */
  reset(): void {
    const { chart, screens, trackedAssets } = this.value();
    this.set({ ...usualPreferences, screens, trackedAssets, chart: { ...usualPreferences.chart, drawings: chart.drawings } });
  }

  /** Somebody is signed in: the account's preferences hold from here, as far as they are known. */
  enter(userId: string, profile: ProfileStyle): void {
    const now = this.copy.value();
    if (now?.userId === userId) this.copy.set({ ...now, profile });
    else this.copy.set({ userId, profile, saved: null, mine: this.visitor.value(), etag: null });
  }

  /** Nobody is signed in any more: the visitor's own hold, and nothing of the account stays here. */
  leave(): void {
    if (this.copy.value() !== null) this.copy.set(null);
  }

  /** Takes what is known of the account, by the one who talks to the server. */
  know(change: Partial<Pick<AccountCopy, 'saved' | 'mine' | 'etag'>>): void {
    const copy = this.copy.value();
    if (copy) this.copy.set({ ...copy, ...change });
  }

  /** What earlier versions kept is put where it belongs now. */
  private settle(): void {
    const now = this.visitor.value();
    try {
      if (same(now, usualPreferences)) return;
      this.visitor.set(now);
      if (localStorage.getItem(this.visitor.key) === JSON.stringify(now)) forgetEarlier(localStorage);
    } catch {
      // Storage is blocked: nothing was kept.
    }
  }

  private show(root: HTMLElement): void {
    const { theme, density, colours } = this.look();
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.dataset['density'] = density;
    root.dataset['pair'] = colours;
    // For theme.js, which runs before the first paint and knows nothing else.
    this.keptLook.set(this.look());
  }

  private writeFigures(): void {
    const { locale, timeZone } = this.profile() ?? usualStyle;
    writeFiguresAs({ numbers: this.value().numberFormat, locale, timeZone });
  }
}

/** What the first paint needs. */
function pick({ theme, density, colours }: Preferences): Pick<Preferences, 'theme' | 'density' | 'colours'> {
  return { theme, density, colours };
}

function earlier(stored: unknown): unknown {
  try {
    return withEarlier(stored, localStorage);
  } catch {
    // Storage is blocked: there is nothing to take over.
    return stored;
  }
}

function readCopy(stored: unknown): AccountCopy | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { userId, profile, saved, mine, etag } = stored as Partial<Record<keyof AccountCopy, unknown>>;
  if (typeof userId !== 'string' || typeof profile !== 'object' || profile === null) return null;
  return {
    userId,
    profile: profile as ProfileStyle,
    saved: saved === null || saved === undefined ? null : readPreferences(saved),
    mine: readPreferences(mine),
    etag: typeof etag === 'string' ? etag : null,
  };
}
