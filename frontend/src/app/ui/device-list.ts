import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, input, output, viewChild } from '@angular/core';
import type { SessionInfo } from '@tideline/contracts';
import { securityWords } from '../words/security';
import { formatAgo, formatExact } from './figures';
import { Skeleton } from './skeleton';

/** Used within this time counts as in use: a session is written down at each renewal. */
const freshMs = 60_000;

/** Where an account is signed in, each with a button to sign it out. */
@Component({
  selector: 'tl-device-list',
  imports: [Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul class="rows" #list tabindex="-1" [attr.aria-label]="label()">
      @for (session of sessions(); track session.id) {
        <li>
          <div class="what">
            <p class="name">
              {{ session.device }}
              @if (session.current) {
                <span class="mark">{{ mark() }}</span>
              }
            </p>
            <p class="detail">{{ detail(session) }}</p>
          </div>
          @if (!session.current || endsCurrent()) {
            <button
              type="button"
              class="button"
              [attr.aria-label]="words.endOf(session.device)"
              [attr.aria-disabled]="busy() ? true : null"
              (click)="end.emit(session)"
            >
              {{ words.end }}
            </button>
          }
        </li>
      } @empty {
        @if (sessions() !== undefined) {
          <li>
            <p>{{ none() }}</p>
          </li>
        } @else if (loading()) {
          <li>
            <div class="what"><tl-skeleton [chars]="24" /><tl-skeleton [chars]="40" /></div>
          </li>
        }
      }
    </ul>
  `,
  styleUrl: './section-parts.scss',
})
export class DeviceList {
  /** Undefined until they are known. */
  readonly sessions = input.required<readonly SessionInfo[] | undefined>();
  readonly loading = input(false);
  readonly label = input.required<string>();
  /** What stands beside the session that asks. */
  readonly mark = input.required<string>();
  readonly none = input('');
  readonly endsCurrent = input(false);
  readonly now = input.required<number>();
  readonly busy = input(false);
  readonly end = output<SessionInfo>();

  protected readonly words = securityWords.sessions;
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');

  /** For when a row has gone with the button that was pressed. */
  focus(): void {
    this.list().nativeElement.focus();
  }

  protected detail({ address, createdAt, lastUsedAt, current }: SessionInfo): string {
    const used = Date.parse(lastUsedAt);
    const last = current || this.now() - used < freshMs ? this.words.now : this.words.last(formatAgo(used, this.now()));
    return [address, this.words.first(formatExact(Date.parse(createdAt))), last].filter(Boolean).join(' · ');
  }
}
