import { DOCUMENT, DestroyRef, Injectable, InjectionToken, computed, effect, inject, signal, untracked } from '@angular/core';
import type { Account, Preferences } from '@tideline/contracts';
import type { RequestFailure } from '../problem';
import { toFailure } from '../problem';
import { RealtimeClient } from '../realtime-client';
import { Session } from '../session/session';
import { merged, same } from './preference-merge';
import { PreferenceRequests } from './preference-requests';
import type { AccountCopy } from './preference-store';
import { PreferenceStore } from './preference-store';
import { readPreferences, usualPreferences } from './preference-values';

/** Where the choices are: in this browser only, on the server, on their way there, waiting for it, or refused by it. */
export type SavingState = 'here' | 'saved' | 'saving' | 'waiting' | 'refused';

/** What was set up from this browser at the first sign-in, to be told once. */
export interface TakenOver {
  preferences: boolean;
  timeZone: string | null;
}

/** The time zone of this device, IANA. */
export const DEVICE_ZONE = new InjectionToken('DEVICE_ZONE', {
  providedIn: 'root',
  factory: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
});

const saveAfterMs = 600;
const firstRetryMs = 2000;
const slowestRetryMs = 60_000;
const mostTries = 5;

/**
 * Keeps the preferences of who is signed in the same here and on the server. A change holds here at once and is sent a moment later; what
 * another device changed meanwhile is merged with it. What could not be sent is kept in this browser and tried again.
 */
@Injectable({ providedIn: 'root' })
export class PreferenceSync {
  private readonly store = inject(PreferenceStore);
  private readonly session = inject(Session);
  private readonly requests = inject(PreferenceRequests);
  private readonly document = inject(DOCUMENT);
  private readonly deviceZone = inject(DEVICE_ZONE);
  private readonly failed = signal<RequestFailure | null>(null);
  private readonly over = signal<TakenOver | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private busy = false;
  private again = false;
  /** The server may have something that is not known here. */
  private stale = false;
  private met: string | null = null;

  /** Why the last attempt brought nothing. */
  readonly failure = this.failed.asReadonly();
  readonly takenOver = this.over.asReadonly();
  readonly state = computed<SavingState>(() => {
    const copy = this.store.account();
    if (copy === null) return 'here';
    const failure = this.failed();
    if (failure) return failure.worthRetrying ? 'waiting' : 'refused';
    return copy.saved !== null && same(copy.saved, copy.mine) ? 'saved' : 'saving';
  });

  constructor() {
    const realtime = inject(RealtimeClient);
    effect(() => {
      const [user, restoring, absence] = [this.session.user(), this.session.restoring(), this.session.absence()];
      untracked(() => {
        if (user) this.meet(user);
        // Who was signed out elsewhere may sign in again over this page.
        else if (!restoring && absence !== 'ended') this.part();
      });
    });
    effect(() => {
      const copy = this.store.account();
      if (copy?.saved && !same(copy.saved, copy.mine)) untracked(() => this.turnIn(saveAfterMs));
    });
    effect((onCleanup) => {
      if (!this.session.signedIn()) return;
      onCleanup(realtime.subscribe('notifications', (event) => this.hear(event.changed ?? [])));
    });
    this.wakeWithPage();
  }

  dismissTakenOver(): void {
    this.over.set(null);
  }

  /** Asks the server at once, and sends what it does not have. */
  retry(): void {
    this.failures = 0;
    this.stale = true;
    this.turnIn(0);
  }

  private wakeWithPage(): void {
    const wake = (): void => {
      if (this.document.hidden || !this.session.signedIn()) return;
      this.retry();
    };
    this.document.addEventListener('visibilitychange', wake);
    addEventListener('focus', wake);
    addEventListener('online', wake);
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
      this.document.removeEventListener('visibilitychange', wake);
      removeEventListener('focus', wake);
      removeEventListener('online', wake);
    });
  }

  private meet({ id, locale, timeZone, displayCurrency }: Account): void {
    const known = this.store.account()?.userId === id;
    this.store.enter(id, { locale, timeZone, displayCurrency });
    if (!known || this.met !== id) this.retry();
    this.met = id;
  }

  private part(): void {
    clearTimeout(this.timer);
    this.met = null;
    this.failed.set(null);
    this.over.set(null);
    this.store.leave();
  }

  private hear(changed: readonly string[]): void {
    if (changed.includes('preferences')) this.retry();
    if (changed.includes('profile')) void this.session.reload().catch(() => undefined);
  }

  private turnIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.turn(), ms);
  }

  /** One at a time: reads what the server has where that may be news, merges, and sends what it lacks. */
  private async turn(): Promise<void> {
    this.again = this.busy;
    if (this.busy || !this.session.signedIn()) return;
    this.busy = true;
    try {
      await (this.stale ? this.exchange(mostTries) : this.send(mostTries));
      this.failures = 0;
      this.failed.set(null);
    } catch (error) {
      this.fail(toFailure(error, navigator.onLine));
    } finally {
      this.busy = false;
      if (this.again) this.turnIn(saveAfterMs);
    }
  }

  private async exchange(tries: number): Promise<void> {
    const before = this.store.account();
    if (before === null) return;
    const served = await this.requests.read();
    this.stale = false;
    const copy = this.store.account();
    if (copy?.userId !== before.userId) return;
    const first = copy.saved === null;
    const mine = first ? this.begin(copy, served.preferences) : merged(copy.saved ?? copy.mine, copy.mine, served.preferences);
    this.store.know({ saved: served.preferences, mine: readPreferences(mine), etag: served.etag });
    await this.send(tries);
    if (first && same(served.preferences, usualPreferences)) await this.takeZone();
  }

  private async send(tries: number): Promise<void> {
    const sent = this.store.account();
    if (!sent?.saved || same(sent.saved, sent.mine)) return;
    try {
      const { preferences, etag } = await this.requests.replace(sent.mine, sent.etag);
      const now = this.store.account();
      if (now?.userId === sent.userId) this.store.know({ saved: preferences, mine: merged(sent.mine, now.mine, preferences), etag });
    } catch (error) {
      if (toFailure(error, navigator.onLine).status !== 412 || tries <= 1) throw error;
      await this.exchange(tries - 1);
    }
  }

  /** The first time in this browser: an untouched account takes over what was chosen here; else the account's own choices hold. */
  private begin({ mine }: AccountCopy, theirs: Preferences): Preferences {
    const visitor = this.store.visitorChoices();
    if (visitor === null || !same(theirs, usualPreferences)) return merged(visitor ?? usualPreferences, mine, theirs);
    this.over.set({ preferences: true, timeZone: null });
    return mine;
  }

  /** An account begins with UTC; the person is where this device is. */
  private async takeZone(): Promise<void> {
    const timeZone = this.deviceZone;
    const user = this.session.user();
    if (user?.timeZone !== 'UTC' || timeZone === 'UTC') return;
    this.session.update(await this.requests.changeProfile({ timeZone }));
    this.over.update((now) => ({ preferences: now?.preferences ?? false, timeZone }));
  }

  private fail(failure: RequestFailure): void {
    this.failed.set(failure);
    if (!failure.worthRetrying) return;
    const waitMs = Math.max(failure.retryAfterMs ?? 0, Math.min(slowestRetryMs, firstRetryMs * 2 ** this.failures));
    this.failures += 1;
    this.turnIn(waitMs);
  }
}
