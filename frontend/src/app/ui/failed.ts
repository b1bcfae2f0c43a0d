import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { words } from '../words';
import { Notice } from './notice';

/** What could not be loaded, why in plain words, when it is tried again, and a button to try now. */
@Component({
  selector: 'tl-failed',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-notice
      [icon]="failure().kind === 'offline' ? 'offline' : 'warning'"
      tone="warn"
      [title]="title()"
      [detail]="detail()"
      role="status"
    >
      <button type="button" class="button" (click)="retry.emit()">{{ words.retry }}</button>
    </tl-notice>
  `,
})
export class Failed {
  /** What was asked for, as the start of a sentence: "The market". */
  readonly what = input.required<string>();
  readonly failure = input.required<{ kind: 'offline' | 'unreachable' | 'refused'; status: number }>();
  /** When it is asked again, epoch ms; null when it is not. */
  readonly retryAt = input<number | null>(null);
  readonly now = input.required<number>();
  /** Something loaded earlier is still shown. */
  readonly keeps = input(false);
  readonly retry = output();

  protected readonly words = words.failure;
  protected readonly title = computed(() => this.words.title(this.what()));
  protected readonly detail = computed(() => [this.reason(), this.keeps() ? this.words.keeps : '', this.again()].filter(Boolean).join(' '));

  private reason(): string {
    const { kind, status } = this.failure();
    if (kind !== 'refused') return this.words[kind];
    return status === 429 ? this.words.tooMany : this.words.refused(status);
  }

  private again(): string {
    const at = this.retryAt();
    if (at === null) return '';
    const seconds = Math.ceil((at - this.now()) / 1000);
    return seconds > 0 ? this.words.retryIn(seconds) : this.words.retrying;
  }
}
