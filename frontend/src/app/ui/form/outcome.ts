import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, afterNextRender, input, viewChild } from '@angular/core';
import type { IconName } from '../icon';
import { Icon } from '../icon';

/** How something ended that was asked for; it takes the place of its form, and the focus with it. */
@Component({
  selector: 'tl-outcome',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p #heading class="title" tabindex="-1" role="status"><tl-icon [name]="icon()" />{{ title() }}</p>
    @if (text(); as text) {
      <p>{{ text }}</p>
    }
    <div class="next"><ng-content /></div>
  `,
  host: { '[class.warn]': 'icon() === "warning"' },
  styles: `
    :host {
      display: grid;
      gap: var(--tl-s3);
      color: var(--tl-text-2);
      overflow-wrap: anywhere;
    }
    .title {
      display: flex;
      gap: var(--tl-s2);
      color: var(--tl-text-1);
      font-size: var(--tl-text-16);
      font-weight: var(--tl-medium);
      outline: none;
    }
    tl-icon {
      color: var(--tl-green);
    }
    :host(.warn) tl-icon {
      color: var(--tl-warn);
    }
    .next {
      display: grid;
      gap: var(--tl-s3);
      justify-items: start;
    }
    .next:empty {
      display: none;
    }
  `,
})
export class Outcome {
  readonly icon = input<IconName>('check');
  readonly title = input.required<string>();
  readonly text = input('');
  private readonly line = viewChild.required<ElementRef<HTMLElement>>('heading');

  constructor() {
    afterNextRender(() => this.line().nativeElement.focus());
  }
}
