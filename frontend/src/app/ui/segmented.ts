import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

let groups = 0;

/** One of a few choices, side by side: a radio group, so that arrow keys move in it. */
@Component({
  selector: 'tl-segmented',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset>
      <legend class="visually-hidden">{{ label() }}</legend>
      @for (option of options(); track option.value) {
        <label [class.chosen]="option.value === value()">
          <input
            type="radio"
            [name]="name"
            [value]="option.value"
            [checked]="option.value === value()"
            (change)="value.set(option.value)"
          />
          {{ option.text }}
        </label>
      }
    </fieldset>
  `,
  styles: `
    fieldset {
      position: relative;
      display: inline-flex;
      margin: 0;
      padding: var(--tl-focus-width);
      border: none;
      border-radius: var(--tl-radius-2);
      background: var(--tl-surface-2);
    }
    label {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      min-inline-size: var(--tl-s8);
      min-block-size: calc(var(--tl-target) - var(--tl-s1));
      padding-inline: var(--tl-s2);
      border-radius: calc(var(--tl-radius-2) - var(--tl-focus-width));
      color: var(--tl-text-2);
      font-size: var(--tl-text-13);
      cursor: pointer;
      white-space: nowrap;
      transition: background var(--tl-quick) var(--tl-ease);
    }
    label:hover {
      color: var(--tl-text-1);
    }
    label.chosen {
      background: var(--tl-surface-0);
      color: var(--tl-text-1);
      font-weight: var(--tl-medium);
      box-shadow: 0 0 0 var(--tl-hairline) var(--tl-line);
    }
    label:has(input:focus-visible) {
      outline: var(--tl-focus-width) solid var(--tl-focus);
    }
    input {
      position: absolute;
      opacity: 0;
      pointer-events: none;
    }
  `,
})
export class Segmented<T extends string> {
  /** What is chosen here, for screen readers. */
  readonly label = input.required<string>();
  readonly options = input.required<readonly { value: T; text: string }[]>();
  readonly value = model.required<T>();
  protected readonly name = `segmented-${(groups += 1)}`;
}
