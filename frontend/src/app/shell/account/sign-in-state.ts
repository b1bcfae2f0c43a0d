import { DOCUMENT, Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { Account } from '@tideline/contracts';
import type { ActivatedRouteSnapshot } from '@angular/router';
import { Router } from '@angular/router';
import { returnPath } from '../../core/session/return-path';
import { Session } from '../../core/session/session';
import { accountWords } from '../../words/account';

/** What the frame says and does when somebody signs in, signs out or is signed out. */
@Injectable({ providedIn: 'root' })
export class SignInState {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly origin = inject(DOCUMENT).location.origin;
  private readonly said = signal('');
  private readonly failed = signal(false);
  private lastUser: { id: string; email: string } | null = null;

  /** For screen readers: what has just changed. */
  readonly news = this.said.asReadonly();
  /** Signing out has just failed. */
  readonly stuck = this.failed.asReadonly();
  /** The session was ended while it was in use here. */
  readonly ended = computed(() => this.session.absence() === 'ended');

  constructor() {
    effect(() => {
      const user = this.session.user();
      const absence = this.session.absence();
      untracked(() => (user === null ? this.left(absence) : this.came(user)));
    });
  }

  /** The address of who was signed in last; empty when nobody was, or signed out. */
  lastEmail(): string {
    return this.lastUser?.email ?? '';
  }

  /** Goes to the sign-in page, which leads back to where one is. */
  signIn(): void {
    const path = returnPath(this.router.url, this.origin);
    void this.router.navigate(['/sign-in'], { queryParams: path === '/' ? {} : { return: path } });
  }

  async signOut(): Promise<void> {
    this.failed.set(false);
    await this.session.signOut().catch(() => this.failed.set(true));
  }

  /** What was on the page of one account is not for the next. */
  private came({ id, email, displayName }: Account): void {
    const { lastUser } = this;
    this.lastUser = { id, email };
    if (lastUser?.id === id) return;
    if (lastUser !== null) this.leavePersonalPage();
    this.said.set(accountWords.signedIn(displayName));
  }

  private left(absence: 'nobody' | 'left' | 'ended'): void {
    if (absence !== 'left') return;
    this.lastUser = null;
    this.said.set(accountWords.signedOut);
    this.leavePersonalPage();
  }

  private leavePersonalPage(): void {
    let route: ActivatedRouteSnapshot | null = this.router.routerState.snapshot.root;
    while (route !== null && !route.routeConfig?.canMatch) route = route.firstChild;
    if (route !== null) void this.router.navigateByUrl('/');
  }
}
