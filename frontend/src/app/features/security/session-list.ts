import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { SessionInfo } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { SecurityApi } from '../../core/security-api';
import { Session } from '../../core/session/session';
import { submission } from '../../core/submission';
import { DeviceList } from '../../ui/device-list';
import { Failed } from '../../ui/failed';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';
import { Section } from '../../ui/section';

/** Where this account is signed in; each place can be signed out. */
@Component({
  selector: 'tl-session-list',
  imports: [DeviceList, Failed, Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './session-list.html',
  styleUrl: '../../ui/section-parts.scss',
})
export class SessionList {
  private readonly api = inject(SecurityApi);
  private readonly session = inject(Session);
  private readonly list = viewChild.required(DeviceList);

  protected readonly words = securityWords.sessions;
  protected readonly what = securityWords.what.sessions;
  protected readonly now = inject(Clock).now;
  protected readonly said = signal('');
  protected readonly sending = submission();
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly query = liveQuery({
    question: () => this.session.user()?.id,
    load: () => this.api.sessions(),
    everyMs: 30_000,
  });
  protected readonly sessions = computed(() =>
    this.query.value()?.data.toSorted((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt)),
  );
  protected readonly others = computed(() => (this.sessions() ?? []).filter(({ current }) => !current));

  protected async end({ id, device }: SessionInfo): Promise<void> {
    await this.finish(() => this.api.endSession(id), this.words.ended(device));
  }

  protected async endOthers(): Promise<void> {
    await this.finish(() => this.api.endOtherSessions(), this.words.othersEnded);
  }

  /** The button that was pressed goes with its row, so the focus moves to the list. */
  private async finish(send: () => Promise<unknown>, said: string): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => send().then(() => true));
    if (!done) return;
    this.said.set(said);
    this.list().focus();
    this.query.retry();
  }
}
