import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { ApiKeyInfo } from '@tideline/contracts';
import { Clock } from '../../../core/clock';
import { submission } from '../../../core/submission';
import { KeyList } from '../../../ui/key-list';
import { Section } from '../../../ui/section';
import { adminUserWords } from '../../../words/admin-users';
import { securityWords } from '../../../words/security';
import { refusalText } from '../refusal';
import { UserStore } from './user-store';

/** The API keys of an account; each can be revoked, for good. */
@Component({
  selector: 'tl-user-keys',
  imports: [KeyList, Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <p class="said" role="status">{{ said() }}</p>
      <p class="problem" role="alert">{{ problem() }}</p>
      <tl-key-list
        [keys]="keys()"
        [label]="words.title"
        [none]="words.none"
        [now]="now()"
        [busy]="sending.busy()"
        (revoke)="revoke($event)"
      />
    </tl-section>
  `,
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserKeys {
  private readonly store = inject(UserStore);
  private readonly list = viewChild.required(KeyList);
  protected readonly now = inject(Clock).now;

  protected readonly words = adminUserWords.keys;
  protected readonly sending = submission();
  protected readonly said = signal('');
  protected readonly keys = computed(() => this.store.user()?.apiKeys ?? []);
  protected readonly problem = computed(() => refusalText(this.sending));

  protected async revoke({ id, name }: ApiKeyInfo): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => this.store.revokeKey(id).then(() => true));
    if (!done) return;
    this.said.set(securityWords.keys.revoked(name));
    this.list().focus();
  }
}
