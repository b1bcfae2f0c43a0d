import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** A quiet block where something is still to come; it takes the room of the final thing. Width in characters. */
@Component({
  selector: 'tl-skeleton',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: ``,
  host: { 'aria-hidden': 'true', '[style.inline-size.ch]': 'chars()' },
  styles: `
    :host {
      display: inline-block;
      max-inline-size: 100%;
      block-size: 1em;
      vertical-align: -0.125em;
      border-radius: var(--tl-radius-1);
      background: var(--tl-surface-3);
    }
  `,
})
export class Skeleton {
  readonly chars = input(8);
}
