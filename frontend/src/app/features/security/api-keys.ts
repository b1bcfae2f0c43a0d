import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { ApiKeyInfo, CreatedApiKey } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { SecurityApi } from '../../core/security-api';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { CopyButton } from '../../ui/copy-button';
import { Failed } from '../../ui/failed';
import { Outcome } from '../../ui/form/outcome';
import { KeyList } from '../../ui/key-list';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';
import { NewApiKey } from './new-api-key';
import { Section } from '../../ui/section';

/** The keys of one's own programs: made, shown once, revoked. */
@Component({
  selector: 'tl-api-keys',
  imports: [CopyButton, Failed, KeyList, NewApiKey, Outcome, Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './api-keys.html',
  styleUrl: '../../ui/section-parts.scss',
})
export class ApiKeys {
  private readonly api = inject(SecurityApi);
  private readonly session = inject(Session);
  private readonly section = viewChild.required(Section);
  private readonly list = viewChild.required(KeyList);

  protected readonly words = securityWords.keys;
  protected readonly copy = securityWords.copy;
  protected readonly doneText = securityWords.done;
  protected readonly copyText = securityWords.codes.copy;
  protected readonly what = securityWords.what.keys;
  protected readonly now = inject(Clock).now;
  protected readonly said = signal('');
  protected readonly making = signal(false);
  protected readonly made = signal<CreatedApiKey | null>(null);
  protected readonly sending = submission();
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly query = liveQuery({ question: () => this.session.user()?.id, load: () => this.api.apiKeys(), everyMs: 30_000 });

  protected begin(): void {
    this.said.set('');
    this.made.set(null);
    this.making.set(true);
  }

  protected abandon(): void {
    this.section().focus();
    this.making.set(false);
  }

  protected putAway(): void {
    this.section().focus();
    this.made.set(null);
  }

  protected created(key: CreatedApiKey): void {
    this.making.set(false);
    this.made.set(key);
    this.query.retry();
  }

  protected async revoke({ id, name }: ApiKeyInfo): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => this.api.revokeApiKey(id).then(() => true));
    if (!done) return;
    if (this.made()?.id === id) this.made.set(null);
    this.said.set(this.words.revoked(name));
    this.list().focus();
    this.query.retry();
  }
}
