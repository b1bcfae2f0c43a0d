import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { words } from '../words';
import { Icon } from './icon';

/** A star that is filled while a coin is tracked. */
@Component({
  selector: 'tl-track-button',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      [attr.aria-pressed]="tracked()"
      [attr.aria-label]="words.track(symbol())"
      [title]="tracked() ? words.untrackHint : words.trackHint"
      (click)="toggled.emit()"
    >
      <tl-icon name="star" />
    </button>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    button {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      inline-size: var(--tl-s6);
      block-size: var(--tl-s6);
      padding: 0;
      border: none;
      border-radius: var(--tl-radius-1);
      background: none;
      color: var(--tl-text-3);
    }
    button:hover {
      color: var(--tl-text-1);
    }
    tl-icon {
      --tl-icon: var(--tl-s4);
    }
    [aria-pressed='true'] {
      color: var(--tl-warn);
    }
    [aria-pressed='true'] tl-icon {
      --tl-icon-fill: currentColor;
    }
  `,
})
export class TrackButton {
  readonly symbol = input.required<string>();
  readonly tracked = input.required<boolean>();
  readonly toggled = output();
  protected readonly words = words.tracking;
}
