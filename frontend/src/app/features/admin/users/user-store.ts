import { Injectable, computed, inject, linkedSignal, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { AdminUserChange, AdminUserDetail } from '@tideline/contracts';
import { AdminApi } from '../../../core/admin-api';
import { liveQuery } from '../../../core/live-query';
import { Session } from '../../../core/session/session';

const everyMs = 15_000;

/** One account as administrators see it, and what they do to it. Rejections are `RequestFailure`s. */
@Injectable()
export class UserStore {
  private readonly api = inject(AdminApi);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly id = signal<string | undefined>(undefined);

  readonly query = liveQuery({ question: () => this.id(), load: (id) => this.api.user(id), everyMs });
  private readonly shown = linkedSignal(() => this.query.value());
  /** As the last answer has it; undefined until there is one. */
  readonly user = this.shown.asReadonly();
  /** It is the account of who is looking. */
  readonly own = computed(() => this.id() !== undefined && this.id() === this.session.user()?.id);

  show(id: string): void {
    this.id.set(id);
  }

  /** Changes status or role. What somebody does to themself holds for this page, too. */
  async change(change: AdminUserChange): Promise<AdminUserDetail> {
    const changed = await this.api.changeUser(this.known(), change);
    this.shown.set(changed);
    if (this.own()) await this.lookAtOneself();
    return changed;
  }

  async endSession(id: string): Promise<void> {
    await this.api.endSession(this.known(), id);
    this.shown.update((user) => user && { ...user, sessions: user.sessions.filter((session) => session.id !== id) });
    this.query.retry();
  }

  async revokeKey(id: string): Promise<void> {
    await this.api.revokeKey(this.known(), id);
    this.shown.update((user) => user && { ...user, apiKeys: user.apiKeys.filter((key) => key.id !== id) });
    this.query.retry();
  }

  async resendVerification(): Promise<void> {
    await this.api.resendVerification(this.known());
  }

  verificationLink(): ReturnType<AdminApi['verificationLink']> {
    return this.api.verificationLink(this.known());
  }

  private async lookAtOneself(): Promise<void> {
    await this.session.reload().catch(() => undefined);
    if (this.session.signedIn() && !this.session.isAdmin()) await this.router.navigateByUrl('/');
  }

  private known(): string {
    return this.id() ?? '';
  }
}
