import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, input, output, signal, viewChild } from '@angular/core';
import type { ApiKeyInfo } from '@tideline/contracts';
import { securityWords } from '../words/security';
import { formatAgo, formatDay } from './figures';
import { Skeleton } from './skeleton';

/** API keys, each with a button to revoke it that asks once more. */
@Component({
  selector: 'tl-key-list',
  imports: [Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul class="rows" #list tabindex="-1" [attr.aria-label]="label()">
      @for (key of keys(); track key.id) {
        <li>
          <div class="what">
            <p class="name">
              {{ key.name }} <code>{{ key.prefix }}…</code>
            </p>
            <p class="detail">{{ doomed() === key.id ? words.sure(key.name) : detail(key) }}</p>
          </div>
          @if (doomed() === key.id) {
            <div class="buttons">
              <button
                type="button"
                class="button danger"
                [attr.aria-label]="words.revokeOf(key.name)"
                [attr.aria-disabled]="busy() ? true : null"
                (click)="revoke.emit(key)"
              >
                {{ words.revoke }}
              </button>
              <button type="button" class="button" (click)="doom(null)">{{ words.keep }}</button>
            </div>
          } @else {
            <button type="button" class="button" [attr.aria-label]="words.revokeOf(key.name)" (click)="doom(key.id)">
              {{ words.revoke }}
            </button>
          }
        </li>
      } @empty {
        @if (keys() !== undefined) {
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
export class KeyList {
  /** Undefined until they are known. */
  readonly keys = input.required<readonly ApiKeyInfo[] | undefined>();
  readonly loading = input(false);
  readonly label = input.required<string>();
  readonly none = input.required<string>();
  readonly now = input.required<number>();
  readonly busy = input(false);
  readonly revoke = output<ApiKeyInfo>();

  protected readonly words = securityWords.keys;
  protected readonly doomed = signal<string | null>(null);
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');

  /** For when a row has gone with the button that was pressed. */
  focus(): void {
    this.list().nativeElement.focus();
  }

  protected doom(id: string | null): void {
    this.focus();
    this.doomed.set(id);
  }

  protected detail({ scopes, createdAt, expiresAt, lastUsedAt }: ApiKeyInfo): string {
    const { words } = this;
    const ends = expiresAt === null ? null : Date.parse(expiresAt);
    const end = ends === null ? words.forever : (ends > this.now() ? words.expires : words.expired)(formatDay(ends));
    const used = lastUsedAt === null ? words.unused : words.used(formatAgo(Date.parse(lastUsedAt), this.now()));
    const may = words.may(scopes.includes('write') ? words.readWrite : words.readOnly);
    return [may, words.created(formatDay(Date.parse(createdAt))), end, used].join(' · ');
  }
}
