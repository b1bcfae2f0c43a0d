import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { IconName } from './icon';
import { Icon } from './icon';

/** An empty or failed state: one sentence on what is or will be here, and a place for the one button that helps. */
@Component({
  selector: 'tl-notice',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-icon [name]="icon()" />
    <div class="text">
      <p class="title">{{ title() }}</p>
      @if (detail(); as detail) {
        <p>{{ detail }}</p>
      }
    </div>
    <ng-content />
  `,
  host: { '[class.warn]': 'tone() === "warn"' },
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s3) var(--tl-s4);
      padding: var(--tl-s4);
      color: var(--tl-text-2);
    }
    :host(.warn) tl-icon {
      color: var(--tl-warn);
    }
    .text {
      flex: 1 1 0;
      min-inline-size: 60%;
    }
    .title {
      color: var(--tl-text-1);
      font-weight: var(--tl-medium);
    }
  `,
})
export class Notice {
  readonly icon = input<IconName>('warning');
  readonly title = input.required<string>();
  readonly detail = input('');
  readonly tone = input<'plain' | 'warn'>('plain');
}
