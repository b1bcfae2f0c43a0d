import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { words } from '../words';

/** A column that can be chosen. */
export interface PickedColumn<T extends string> {
  id: T;
  long: string;
  hint?: string;
}

/** Which figures the table shows. */
@Component({
  selector: 'tl-column-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset>
      <legend class="visually-hidden">{{ words.title }}</legend>
      @for (column of columns(); track column.id) {
        <label [title]="column.hint ?? ''">
          <input
            type="checkbox"
            [checked]="chosen().includes(column.id)"
            [disabled]="chosen().length === 1 && chosen().includes(column.id)"
            (change)="toggle(column.id)"
          />
          {{ column.long }}
        </label>
      }
    </fieldset>
    <button type="button" class="button" (click)="chosenChange.emit(usual())">{{ words.usual }}</button>
  `,
  styles: `
    :host {
      display: block;
      padding: 0 var(--tl-s4) var(--tl-s3);
    }
    fieldset {
      position: relative;
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 28ch), 1fr));
      margin: 0 0 var(--tl-s2);
      padding: 0;
      border: none;
    }
    label {
      display: flex;
      align-items: center;
      gap: var(--tl-s2);
      min-block-size: var(--tl-target);
      cursor: pointer;
    }
  `,
})
export class ColumnPicker<T extends string> {
  readonly columns = input.required<readonly PickedColumn<T>[]>();
  readonly usual = input.required<readonly T[]>();
  readonly chosen = input.required<readonly T[]>();
  readonly chosenChange = output<readonly T[]>();

  protected readonly words = words.columnPicker;

  /** Columns keep their order in the table, whichever is chosen last. */
  protected toggle(id: T): void {
    const chosen = this.chosen();
    const ids = this.columns().map((column) => column.id);
    this.chosenChange.emit(ids.filter((known) => (known === id ? !chosen.includes(id) : chosen.includes(known))));
  }
}
