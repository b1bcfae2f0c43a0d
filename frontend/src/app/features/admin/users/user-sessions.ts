import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { SessionInfo } from '@tideline/contracts';
import { Clock } from '../../../core/clock';
import { submission } from '../../../core/submission';
import { DeviceList } from '../../../ui/device-list';
import { Section } from '../../../ui/section';
import { adminUserWords } from '../../../words/admin-users';
import { securityWords } from '../../../words/security';
import { refusalText } from '../refusal';
import { UserStore } from './user-store';

/** Where an account is signed in; each place can be signed out. */
@Component({
  selector: 'tl-user-sessions',
  imports: [DeviceList, Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <p class="said" role="status">{{ said() }}</p>
      <p class="problem" role="alert">{{ problem() }}</p>
      <tl-device-list
        [sessions]="sessions()"
        [label]="words.title"
        [mark]="words.yours"
        [none]="words.none"
        [endsCurrent]="true"
        [now]="now()"
        [busy]="sending.busy()"
        (end)="end($event)"
      />
    </tl-section>
  `,
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserSessions {
  private readonly store = inject(UserStore);
  private readonly list = viewChild.required(DeviceList);
  protected readonly now = inject(Clock).now;

  protected readonly words = adminUserWords.sessions;
  protected readonly sending = submission();
  protected readonly said = signal('');
  protected readonly sessions = computed(() => this.store.user()?.sessions ?? []);
  protected readonly problem = computed(() => refusalText(this.sending));

  /** The button goes with its row, so the focus moves to the list. */
  protected async end({ id, device }: SessionInfo): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => this.store.endSession(id).then(() => true));
    if (!done) return;
    this.said.set(securityWords.sessions.ended(device));
    this.list().focus();
  }
}
