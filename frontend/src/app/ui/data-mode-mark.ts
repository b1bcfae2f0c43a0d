import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { words } from '../words';

/** The mark that simulated figures carry wherever they are shown; live ones carry none. */
@Component({
  selector: 'tl-data-mode-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (mode() === 'simulated') {
      <span [title]="words.simulatedHint">{{ long() ? words.simulatedMarket : words.simulated }}</span>
    }
  `,
  styles: `
    span {
      display: inline-flex;
      align-items: center;
      padding: 0 var(--tl-s2);
      min-block-size: var(--tl-s5);
      border: var(--tl-hairline) dashed var(--tl-simulated);
      border-radius: var(--tl-radius-1);
      background: var(--tl-simulated-tint);
      color: var(--tl-simulated);
      font-size: var(--tl-text-12);
      font-weight: var(--tl-medium);
      white-space: nowrap;
    }
  `,
})
export class DataModeMark {
  readonly mode = input.required<'live' | 'simulated' | null | undefined>();
  readonly long = input(false);
  protected readonly words = words.mode;
}
