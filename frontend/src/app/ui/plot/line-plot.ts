import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import { formatDay, formatExact } from '../figures';
import { extentOf, linePath, roundTicks, share } from './plot-scale';

/** One line: its values stand at the times of the plot, null where there is none. */
export interface PlotLine {
  name: string;
  values: readonly (number | null)[];
}

/**
 * One or two small lines over time with a readable legend. A pointer or the arrow keys move the crosshair; a screen reader hears the values
 * there, as of a slider.
 */
@Component({
  selector: 'tl-line-plot',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './line-plot.html',
  styleUrls: ['./plot.scss', './line-plot.scss'],
})
export class LinePlot {
  /** Epoch ms, ascending. */
  readonly times = input.required<readonly number[]>();
  readonly lines = input.required<readonly PlotLine[]>();
  readonly label = input.required<string>();
  /** How a value is written. */
  readonly write = input.required<(value: number | null) => string>();
  /** What the crosshair's time is exact to. */
  readonly exact = input(true);
  /** How a day is written; in the reader's zone unless told otherwise. */
  readonly writeDay = input<(at: number) => string>(formatDay);
  /** Values that the axis shows in any case. */
  readonly reach = input<readonly number[]>([]);

  /** The crosshair's place among the times; null shows the newest. */
  protected readonly pointed = linkedSignal<readonly number[], number | null>({ source: this.times, computation: () => null });
  protected readonly at = computed(() => this.pointed() ?? Math.max(0, this.times().length - 1));
  private readonly extent = computed(() =>
    extentOf([...this.reach(), ...this.lines().flatMap(({ values }) => values.filter((value): value is number => value !== null))]),
  );
  private readonly span = computed(() => extentOf(this.times()));
  protected readonly ticks = computed(() => {
    const extent = this.extent();
    return extent ? roundTicks(extent, 3).map((value) => ({ value, text: this.write()(value), from: share(value, extent) })) : [];
  });
  protected readonly paths = computed(() => {
    const [extent, span] = [this.extent(), this.span()];
    if (!extent || !span) return [];
    const x = this.times().map((time) => share(time, span));
    return this.lines().map(({ values }) =>
      linePath(values.map((value, i) => [x[i] ?? 0, value === null ? null : share(value, extent)] as const)),
    );
  });
  protected readonly cross = computed(() => {
    const span = this.span();
    return span === null || this.pointed() === null ? null : share(this.times()[this.at()] ?? 0, span);
  });
  protected readonly time = computed(() => this.stamp(this.times()[this.at()]));
  protected readonly ends = computed(() => [this.writeDay()(this.times()[0] ?? 0), this.writeDay()(this.times().at(-1) ?? 0)]);
  protected readonly legend = computed(() =>
    this.lines().map(({ name, values }) => ({ name, value: this.write()(values[this.at()] ?? null) })),
  );
  protected readonly spoken = computed(() => [this.time(), ...this.legend().map(({ name, value }) => `${name} ${value}`)].join(', '));

  protected point(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [first = 0, last = 0] = [this.times()[0], this.times().at(-1)];
    const wanted = first + ((event.clientX - box.left) / box.width) * (last - first);
    this.pointed.set(nearest(this.times(), wanted));
  }

  protected key(event: KeyboardEvent): void {
    const last = this.times().length - 1;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: 24, PageDown: -24, Home: -last, End: last };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.pointed.set(Math.min(last, Math.max(0, this.at() + step)));
  }

  private stamp(at: number | undefined): string {
    if (at === undefined) return '';
    return this.exact() ? formatExact(at) : this.writeDay()(at);
  }
}

/** The index of the time nearest to one; times ascend. */
function nearest(times: readonly number[], wanted: number): number {
  const after = times.findIndex((time) => time >= wanted);
  if (after <= 0) return after < 0 ? times.length - 1 : 0;
  return wanted - (times[after - 1] ?? 0) < (times[after] ?? 0) - wanted ? after - 1 : after;
}
