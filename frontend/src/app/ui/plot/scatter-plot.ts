import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { formatTick } from '../figures';
import { dotsPath, extentOf, roundTicks, share } from './plot-scale';

/** A cloud of points; both axes have the same length of values, so that the diagonal means "the same". */
@Component({
  selector: 'tl-scatter-plot',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="frame" role="img" [attr.aria-label]="label()">
      <div class="area">
        @for (tick of ticks(); track tick.value) {
          <span class="rule" [style.inset-block-end.%]="tick.from"></span>
          <span class="rule upright" [style.inset-inline-start.%]="tick.from"></span>
        }
        <svg viewBox="0 0 100 100" preserveAspectRatio="none"><path [attr.d]="dots()" /></svg>
        <span class="name up">{{ upwards() }}</span>
        <span class="name across">{{ across() }}</span>
      </div>
      <div class="values">
        @for (tick of ticks(); track tick.value) {
          <span [style.inset-block-end.%]="tick.from">{{ tick.text }}</span>
        }
      </div>
    </div>
  `,
  styleUrls: ['./plot.scss', './scatter-plot.scss'],
})
export class ScatterPlot {
  readonly points = input.required<readonly (readonly [x: number, y: number])[]>();
  readonly label = input.required<string>();
  /** What the axes show. */
  readonly across = input.required<string>();
  readonly upwards = input.required<string>();

  private readonly extent = computed(() => {
    const extent = extentOf(this.points().flat());
    const most = extent === null ? 1 : Math.max(Math.abs(extent.low), Math.abs(extent.high)) * 1.05;
    return { low: -most, high: most };
  });
  protected readonly ticks = computed(() =>
    roundTicks(this.extent(), 4).map((value) => ({ value, text: formatTick(value), from: share(value, this.extent()) })),
  );
  protected readonly dots = computed(() =>
    dotsPath(this.points().map(([x, y]) => [share(x, this.extent()), share(y, this.extent())] as const)),
  );
}
