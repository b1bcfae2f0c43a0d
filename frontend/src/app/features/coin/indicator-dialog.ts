import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, input, output, signal, viewChild, viewChildren } from '@angular/core';
import type { IndicatorKind, IndicatorSpec } from '@tideline/indicators';
import { indicatorKinds, readSpec } from '@tideline/indicators';
import { Icon } from '../../ui/icon';
import { Sheet } from '../../ui/sheet';
import { chartWords } from '../../words/chart';
import { mostIndicators } from './chart-settings';
import { IndicatorFields } from './indicator-fields';
import { specTitle } from './indicator-looks';

/** Which indicators are on the chart, with their parameters, and all that can be added. */
@Component({
  selector: 'tl-indicator-dialog',
  imports: [Icon, IndicatorFields, Sheet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './indicator-dialog.html',
  styleUrl: './picker.scss',
})
export class IndicatorDialog {
  readonly specs = input.required<readonly IndicatorSpec[]>();
  /** The one whose first field has the focus at the start. */
  readonly editing = input<string | null>(null);
  readonly changed = output<readonly IndicatorSpec[]>();
  readonly closed = output();

  private readonly search = viewChild<ElementRef<HTMLElement>>('search');
  private readonly removers = viewChildren<ElementRef<HTMLElement>>('remover');
  protected readonly words = chartWords;
  protected readonly most = mostIndicators;
  protected readonly text = signal('');
  protected readonly full = computed(() => this.specs().length >= mostIndicators);
  protected readonly kinds = computed(() => {
    const wanted = this.text().trim().toLowerCase();
    return indicatorKinds.filter(({ id, title }) => id.includes(wanted) || title.toLowerCase().includes(wanted));
  });

  protected title({ kind, params }: IndicatorSpec): string {
    return specTitle(kind.id, params);
  }

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
  }

  protected addFirst(event: Event): void {
    event.preventDefault();
    const kind = this.kinds().find((one) => this.addable(one));
    if (kind) this.add(kind);
  }

  protected addable(kind: IndicatorKind): boolean {
    return freeSpec(kind, this.specs()) !== null;
  }

  protected add(kind: IndicatorKind): void {
    const spec = freeSpec(kind, this.specs());
    if (spec) this.changed.emit([...this.specs(), spec]);
  }

  protected replace(old: IndicatorSpec, spec: IndicatorSpec): void {
    this.changed.emit(this.specs().flatMap((one) => (one === old ? [spec] : one.key === spec.key ? [] : [one])));
  }

  /** The focus stays in its row, which the next indicator takes; where there is none it goes to the one before, or to the search. */
  protected remove(index: number): void {
    if (index === this.specs().length - 1) (this.removers()[index - 1] ?? this.search())?.nativeElement.focus();
    this.changed.emit(this.specs().toSpliced(index, 1));
  }
}

/** The kind with its usual parameters, or with a first one two, three … times as long where that is taken; null when none is free. */
export function freeSpec({ id, parameters }: IndicatorKind, taken: readonly IndicatorSpec[]): IndicatorSpec | null {
  const [first, ...others] = parameters.map((parameter) => parameter.default);
  for (let times = 1; times <= (first === undefined ? 1 : mostIndicators); times++) {
    const spec = readSpec([id, ...(first === undefined ? [] : [first * times]), ...others].join(':'));
    if (typeof spec !== 'string' && !taken.some(({ key }) => key === spec.key)) return spec;
  }
  return null;
}
