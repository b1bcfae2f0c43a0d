import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { SessionInfo } from '@tideline/contracts';
import { Clock } from '../../../core/clock';
import { submission } from '../../../core/submission';
import { formatAgo, formatExact } from '../../../ui/figures';
import { Section } from '../../../ui/section';
import { adminUserWords } from '../../../words/admin-users';
import { securityWords } from '../../../words/security';
import { refusalText } from '../refusal';
import { UserStore } from './user-store';

/** Where an account is signed in; each place can be signed out. */
@Component({
  selector: 'tl-user-sessions',
  imports: [Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <p class="said" role="status">{{ said() }}</p>
      <p class="problem" role="alert">{{ problem() }}</p>
      <ul class="rows" #list tabindex="-1" [attr.aria-label]="words.title">
        @for (session of sessions(); track session.id) {
          <li>
            <div class="what">
              <p class="name">
                {{ session.device }}
                @if (session.current) {
                  <span class="mark">{{ words.yours }}</span>
                }
              </p>
              <p class="detail">{{ detail(session) }}</p>
            </div>
            <button
              type="button"
              class="button"
              [attr.aria-label]="own.endOf(session.device)"
              [attr.aria-disabled]="sending.busy() ? true : null"
              (click)="end(session)"
            >
              {{ own.end }}
            </button>
          </li>
        } @empty {
          <li>
            <p>{{ words.none }}</p>
          </li>
        }
      </ul>
    </tl-section>
  `,
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserSessions {
  private readonly store = inject(UserStore);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  private readonly now = inject(Clock).now;

  protected readonly words = adminUserWords.sessions;
  protected readonly own = securityWords.sessions;
  protected readonly sending = submission();
  protected readonly said = signal('');
  protected readonly sessions = computed(() => this.store.user()?.sessions ?? []);
  protected readonly problem = computed(() => refusalText(this.sending));

  protected detail({ address, createdAt, lastUsedAt }: SessionInfo): string {
    const last = this.own.last(formatAgo(Date.parse(lastUsedAt), this.now()));
    return [address, this.own.first(formatExact(Date.parse(createdAt))), last].filter(Boolean).join(' · ');
  }

  /** The button goes with its row, so the focus moves to the list. */
  protected async end({ id, device }: SessionInfo): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => this.store.endSession(id).then(() => true));
    if (!done) return;
    this.said.set(this.own.ended(device));
    this.list().nativeElement.focus();
  }
}
