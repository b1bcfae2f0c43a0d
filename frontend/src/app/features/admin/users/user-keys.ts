import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { ApiKeyInfo } from '@tideline/contracts';
import { Clock } from '../../../core/clock';
import { submission } from '../../../core/submission';
import { formatAgo, formatDay } from '../../../ui/figures';
import { Section } from '../../../ui/section';
import { adminUserWords } from '../../../words/admin-users';
import { securityWords } from '../../../words/security';
import { refusalText } from '../refusal';
import { UserStore } from './user-store';

/** The API keys of an account; each can be revoked, for good. */
@Component({
  selector: 'tl-user-keys',
  imports: [Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './user-keys.html',
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserKeys {
  private readonly store = inject(UserStore);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  private readonly now = inject(Clock).now;

  protected readonly words = adminUserWords.keys;
  protected readonly own = securityWords.keys;
  protected readonly sending = submission();
  protected readonly said = signal('');
  protected readonly doomed = signal<string | null>(null);
  protected readonly keys = computed(() => this.store.user()?.apiKeys ?? []);
  protected readonly problem = computed(() => refusalText(this.sending));

  protected detail({ scopes, createdAt, expiresAt, lastUsedAt }: ApiKeyInfo): string {
    const { own } = this;
    const ends = expiresAt === null ? null : Date.parse(expiresAt);
    const end = ends === null ? own.forever : (ends > this.now() ? own.expires : own.expired)(formatDay(ends));
    const used = lastUsedAt === null ? own.unused : own.used(formatAgo(Date.parse(lastUsedAt), this.now()));
    const may = own.may(scopes.includes('write') ? own.readWrite : own.readOnly);
    return [may, own.created(formatDay(Date.parse(createdAt))), end, used].join(' · ');
  }

  protected doom(id: string | null): void {
    this.list().nativeElement.focus();
    this.said.set('');
    this.doomed.set(id);
  }

  protected async revoke({ id, name }: ApiKeyInfo): Promise<void> {
    const done = await this.sending.run(() => this.store.revokeKey(id).then(() => true));
    if (!done) return;
    this.doomed.set(null);
    this.said.set(this.own.revoked(name));
    this.list().nativeElement.focus();
  }
}
