import { DOCUMENT, DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { Account, SignedIn } from '@tideline/contracts';
import { firstValueFrom } from 'rxjs';
import { ApiRequests } from '../api-requests';
import { kept } from '../kept';
import { toFailure } from '../problem';
import type { TabMessage } from './tabs';
import { Tabs } from './tabs';

/** What somebody signs in with; `totp` is the six digits of a second factor, or a recovery code. */
export interface Credentials {
  email: string;
  password: string;
  totp?: string;
}

/** Why nobody is signed in: nobody was, somebody signed out, or the session was ended elsewhere. */
export type Absence = 'nobody' | 'left' | 'ended';

interface Access {
  token: string;
  /** From here on it is renewed before it is used, epoch ms. */
  renewAt: number;
  endsAt: number;
}

/** Before the server warns sockets, which is a minute before the end. */
const renewBeforeMs = 90_000;
const retryMs = 15_000;

/**
 * Who is signed in, in all tabs of this browser. The access token lives in memory only, the refresh token in a cookie that no script reads;
 * this browser's storage says merely that somebody was signed in here, so that nothing is asked for visitors.
 */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly requests = inject(ApiRequests);
  private readonly tabs = inject(Tabs);
  private readonly document = inject(DOCUMENT);
  private readonly expected = kept('signed-in', (stored) => stored === true);
  private readonly known = signal<Account | null>(null);
  private readonly gone = signal<Absence>('nobody');
  private access: Access | null = null;
  private renewing: Promise<string | null> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Who is signed in; null for a visitor, and until the server has said who it is. */
  readonly user = this.known.asReadonly();
  readonly signedIn = computed(() => this.known() !== null);
  readonly isAdmin = computed(() => this.known()?.role === 'admin');
  /** Somebody was signed in here, and the server has not said yet whether they still are. */
  readonly restoring = computed(() => this.known() === null && this.expected.value());
  /** Why nobody is signed in. */
  readonly absence = this.gone.asReadonly();

  constructor() {
    this.tabs.listen((message) => this.hear(message));
    const wake = (): void => {
      if (!this.document.hidden && this.expected.value()) void this.settled();
    };
    this.document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
      this.document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
    });
    if (this.expected.value()) void this.settled();
  }

  /**
   * An access token that is good for at least a moment, renewed first where needed; null when nobody is signed in.
   * Rejects with a `RequestFailure` when the server cannot be asked now.
   */
  async token(): Promise<string | null> {
    const { access } = this;
    if (access !== null && Date.now() < access.renewAt) return access.token;
    if (!this.expected.value()) return null;
    try {
      return await this.renew();
    } catch (error) {
      if (access !== null && access === this.access && Date.now() < access.endsAt) return access.token;
      throw error;
    }
  }

  /** Another token than `refused`, which the server would not take any more; null when nobody is signed in. */
  async tokenAfter(refused: string): Promise<string | null> {
    if (this.access?.token === refused) this.access = { ...this.access, renewAt: 0, endsAt: 0 };
    return this.token();
  }

  /** Resolves when it is known who is signed in, or cannot be found out now. */
  async settled(): Promise<void> {
    await this.token().catch(() => this.renewIn(retryMs));
  }

  /** Rejects with a `RequestFailure`: `AUTH.INVALID_CREDENTIALS`, `AUTH.SECOND_FACTOR_REQUIRED`, `AUTH.EMAIL_NOT_VERIFIED` … */
  async signIn(credentials: Credentials): Promise<Account> {
    const given = await this.tabs.alone(() => this.ask<SignedIn>('auth/login', credentials));
    this.take(given, Date.now());
    this.tabs.tell({ kind: 'renewed', given, at: Date.now() });
    return given.user;
  }

  /** Ends this session, in all tabs. Rejects with a `RequestFailure`, and nothing has changed, when the server cannot be told. */
  async signOut(): Promise<void> {
    await this.tabs.alone(() => this.ask('auth/logout'));
    this.leave();
  }

  /** Forgets who was signed in, in all tabs, where the server has ended the session already. */
  leave(): void {
    this.drop('left');
    this.tabs.tell({ kind: 'signed-out' });
  }

  /** The server no longer knows this session: it was ended on another device, or the account was switched off. */
  end(): void {
    if (!this.expected.value()) return;
    this.drop('ended');
    this.tabs.tell({ kind: 'ended' });
  }

  /** The account as a request that changed it has answered. */
  update(user: Account): void {
    this.known.set(user);
    this.tabs.tell({ kind: 'changed', user });
  }

  /** Asks the server anew how the account is. */
  async reload(): Promise<void> {
    this.update(await firstValueFrom(this.requests.get<Account>('auth/me')));
  }

  /** The message about an ended session has been read. */
  dismissEnd(): void {
    this.gone.set('nobody');
  }

  private renew(): Promise<string | null> {
    this.renewing ??= this.tabs.alone(() => this.renewAlone()).finally(() => (this.renewing = null));
    return this.renewing;
  }

  private async renewAlone(): Promise<string | null> {
    // Another tab may have renewed it, or signed out, while this one waited for its turn.
    if (this.access !== null && Date.now() < this.access.renewAt) return this.access.token;
    if (!this.expected.value()) return null;
    try {
      const given = await this.ask<SignedIn>('auth/refresh');
      if (!this.expected.value()) return null;
      this.take(given, Date.now());
      this.tabs.tell({ kind: 'renewed', given, at: Date.now() });
      return given.accessToken;
    } catch (error) {
      if (toFailure(error, navigator.onLine).status !== 401) throw error;
      if (this.known() === null) this.drop('nobody');
      else this.end();
      return null;
    }
  }

  private ask<T>(path: string, body: unknown = null): Promise<T> {
    return firstValueFrom(this.requests.send<T>('POST', path, { body }));
  }

  private take({ accessToken, expiresInSeconds, user }: SignedIn, at: number): void {
    const lifeMs = expiresInSeconds * 1000;
    const renewAt = at + lifeMs - Math.min(renewBeforeMs, lifeMs / 2);
    this.access = { token: accessToken, renewAt, endsAt: at + lifeMs };
    this.expected.set(true);
    this.known.set(user);
    this.gone.set('nobody');
    this.renewIn(renewAt - Date.now());
  }

  private drop(why: Absence): void {
    clearTimeout(this.timer);
    this.access = null;
    this.expected.set(false);
    this.known.set(null);
    this.gone.set(why);
  }

  private hear(message: TabMessage): void {
    if (message.kind === 'renewed') this.take(message.given, message.at);
    else if (message.kind === 'changed') this.known.set(message.user);
    else this.drop(message.kind === 'ended' ? 'ended' : 'left');
  }

  /** A page that nobody looks at does not keep its session alive; it asks again when it is seen. */
  private renewIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.document.hidden && this.expected.value()) void this.settled();
    }, ms);
  }
}
