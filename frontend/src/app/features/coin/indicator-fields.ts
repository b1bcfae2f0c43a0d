import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, afterNextRender, computed, input, linkedSignal, output, viewChildren } from '@angular/core';
import type { IndicatorSpec } from '@tideline/indicators';
import { readSpec } from '@tideline/indicators';

/** The parameters of one indicator as fields. A change that makes an indicator is given on, another one is told in the library's words. */
@Component({
  selector: 'tl-indicator-fields',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset [attr.aria-describedby]="fault() ? id + '-fault' : null">
      <legend>{{ spec().kind.title }}</legend>
      @for (field of fields(); track field.name; let i = $index) {
        <label>
          <span>{{ field.name }}</span>
          <input
            #field
            type="number"
            inputmode="decimal"
            [min]="field.min"
            [max]="field.max"
            [step]="field.whole ? 1 : 'any'"
            [value]="texts()[i]"
            [title]="field.min + ' – ' + field.max"
            [attr.aria-invalid]="fault() ? true : null"
            [attr.aria-describedby]="fault() ? id + '-fault' : null"
            (input)="write(i, $event)"
          />
        </label>
      }
    </fieldset>
    @if (fault(); as fault) {
      <p role="alert" [id]="id + '-fault'">{{ fault }}.</p>
    }
  `,
  styleUrl: './indicator-fields.scss',
})
export class IndicatorFields {
  readonly spec = input.required<IndicatorSpec>();
  /** Takes the focus when it appears. */
  readonly open = input(false);
  readonly changed = output<IndicatorSpec>();
  protected readonly id = `indicator-fields-${(made += 1)}`;
  private readonly inputs = viewChildren<ElementRef<HTMLInputElement>>('field');

  protected readonly fields = computed(() => this.spec().kind.parameters);
  /** What stands in the fields, which may be no indicator for a while. It stays while the indicator is the same, or became the one that it means. */
  protected readonly texts = linkedSignal<IndicatorSpec, readonly string[]>({
    source: computed(() => this.spec(), { equal: (a, b) => a.key === b.key }),
    computation: (spec, previous) => {
      const texts = previous?.value ?? [];
      const meant = texts.length === spec.params.length ? meantBy(spec.kind.id, texts) : '';
      return typeof meant !== 'string' && meant.key === spec.key ? texts : spec.params.map(String);
    },
  });
  private readonly meant = computed(() => meantBy(this.spec().kind.id, this.texts()));
  protected readonly fault = computed(() => {
    const meant = this.meant();
    return typeof meant === 'string' ? meant : '';
  });

  constructor() {
    // After the dialog has given the focus to its first button.
    afterNextRender(() => this.open() && setTimeout(() => this.begin()));
  }

  private begin(): void {
    const first = this.inputs()[0]?.nativeElement;
    first?.focus();
    first?.select();
  }

  protected write(index: number, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.texts.update((texts) => texts.map((text, i) => (i === index ? value : text)));
    const meant = this.meant();
    if (typeof meant !== 'string' && meant.key !== this.spec().key) this.changed.emit(meant);
  }
}

let made = 0;

/** The indicator that the fields mean, or what is wrong with them. */
function meantBy(kind: string, texts: readonly string[]): IndicatorSpec | string {
  return readSpec([kind, ...texts.map((text) => text || '?')].join(':'));
}
