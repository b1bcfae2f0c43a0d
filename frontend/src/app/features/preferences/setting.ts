import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** One choice of the page: what it is, what it means, and the control. */
@Component({
  selector: 'tl-setting',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="text">
      @if (control(); as control) {
        <h3>
          <label [for]="control">{{ label() }}</label>
        </h3>
        @if (hint(); as hint) {
          <p>
            <label [for]="control">{{ hint }}</label>
          </p>
        }
      } @else {
        <h3>{{ label() }}</h3>
        @if (hint(); as hint) {
          <p>{{ hint }}</p>
        }
      }
    </div>
    <div class="control"><ng-content /></div>
  `,
  host: { '[class.small]': 'small()' },
  styles: `
    @use 'tokens';

    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--tl-s2) var(--tl-s6);
      padding: var(--tl-s3) var(--tl-s4);
      border-block-start: var(--tl-hairline) solid var(--tl-line);
    }
    h3 {
      margin: 0;
      font-size: var(--tl-text-14);
      font-weight: var(--tl-medium);
    }
    p {
      color: var(--tl-text-2);
      font-size: var(--tl-text-13);
    }
    label {
      cursor: pointer;
    }
    .control {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: var(--tl-s2);
      min-inline-size: 0;
    }
    .control:empty {
      display: none;
    }
    @include tokens.phone {
      :host:not(.small) {
        grid-template-columns: minmax(0, 1fr);
      }
      :host:not(.small) .control {
        justify-content: flex-start;
      }
    }
  `,
})
export class Setting {
  readonly label = input.required<string>();
  readonly hint = input('');
  /** The id of the one control that a press on the text is meant for. */
  readonly control = input<string>();
  /** The control has room beside the text on a phone, too. */
  readonly small = input(false);
}
