import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, effect, input, output, untracked, viewChild } from '@angular/core';
import { adminWords } from '../../words/admin';

/** What stands below a list that is read page by page. Its button goes with the last page, so the focus moves to the sentence in its place. */
@Component({
  selector: 'tl-more-rows',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p #end class="end" [class.visually-hidden]="!asked || hasMore()" tabindex="-1">{{ asked && !hasMore() ? words.noMore : '' }}</p>
    @if (hasMore()) {
      <button type="button" class="button" [attr.aria-disabled]="state() === 'loading' ? true : null" (click)="ask()">
        {{ state() === 'loading' ? words.loadingMore : words.more }}
      </button>
    }
    <p class="failed" role="alert">{{ state() === 'failed' ? words.moreFailed : '' }}</p>
  `,
  styles: `
    :host {
      position: relative;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s3);
      padding: var(--tl-s3) var(--tl-s4);
      border-block-start: var(--tl-hairline) solid var(--tl-line);
    }
    :host(.done) {
      padding: 0;
      border: none;
    }
    .end {
      color: var(--tl-text-3);
      font-size: var(--tl-text-13);
    }
    .end:focus-visible {
      outline: none;
    }
    .failed {
      color: var(--tl-warn);
    }
    .failed:empty {
      display: none;
    }
  `,
  host: { '[class.done]': '!asked && !hasMore()' },
})
export class MoreRows {
  readonly hasMore = input.required<boolean>();
  readonly state = input.required<'idle' | 'loading' | 'failed'>();
  readonly wanted = output();

  protected readonly words = adminWords;
  /** Somebody has asked here for more. */
  protected asked = false;
  private readonly end = viewChild.required<ElementRef<HTMLElement>>('end');

  constructor() {
    effect(() => {
      if (!this.hasMore() && untracked(() => this.asked)) this.end().nativeElement.focus();
    });
  }

  protected ask(): void {
    this.asked = true;
    if (this.state() !== 'loading') this.wanted.emit();
  }
}
