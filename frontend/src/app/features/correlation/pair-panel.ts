import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { CandleInterval, CorrelationMethod } from '@tideline/contracts';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { Failed } from '../../ui/failed';
import { formatCount, formatFixed, unknownFigure } from '../../ui/figures';
import { Icon } from '../../ui/icon';
import { LinePlot } from '../../ui/plot/line-plot';
import { ScatterPlot } from '../../ui/plot/scatter-plot';
import { correlationWords } from '../../words/correlation';
import type { CorrelationPeriod } from './correlation-choice';
import type { MatrixCell } from './matrix-view';
import { formatR } from './matrix-view';
import { pairSeries } from './pair-series';

/** Two coins side by side: how alike they move in words and figures, both from 100, and their returns against each other. */
@Component({
  selector: 'tl-pair-panel',
  imports: [Failed, Icon, LinePlot, ScatterPlot],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './pair-panel.html',
  styleUrl: './pair-panel.scss',
})
export class PairPanel {
  readonly cell = input.required<MatrixCell>();
  readonly period = input.required<CorrelationPeriod>();
  readonly interval = input.required<CandleInterval>();
  readonly method = input.required<CorrelationMethod>();
  /** Nobody chose this pair: it is the strongest, says so, and cannot be closed. */
  readonly unasked = input(false);
  readonly closed = output();

  private readonly api = inject(ApiClient);
  protected readonly now = inject(Clock).now;
  protected readonly words = correlationWords.pair;
  private readonly question = computed(
    () => ({
      symbols: [this.cell().row, this.cell().column],
      ...{ period: this.period(), interval: this.interval(), method: this.method() },
    }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly query = liveQuery({
    question: () => this.question(),
    load: (asked) => this.api.correlationPair(asked),
    everyMs: 300_000,
  });
  private readonly window = computed(() => (this.period() === '90d' ? '90d' : '30d'));
  protected readonly past = liveQuery({
    question: () => `${this.cell().row},${this.cell().column},${this.window()}`,
    load: () => this.api.correlationHistory([this.cell().row, this.cell().column], this.window()),
    everyMs: null,
  });
  protected readonly history = computed(() => {
    const points = this.past.value()?.points;
    return points && { times: points.map(([day]) => day), lines: [{ name: this.words.r, values: points.map(([, value]) => value) }] };
  });
  protected readonly historyNote = computed(() => this.words.historyNote(this.window()));
  protected readonly writeR = (value: number | null): string => (value === null ? unknownFigure : formatR(value));
  protected readonly series = computed(() => pairSeries(this.query.value()?.points ?? []));
  protected readonly lines = computed(() => [
    { name: this.cell().row, values: this.series().first },
    { name: this.cell().column, values: this.series().second },
  ]);
  protected readonly index = (value: number | null): string => (value === null ? unknownFigure : formatFixed(value, 1));
  protected readonly observations = computed(() => correlationWords.observations(formatCount(this.cell().observations)));
  protected readonly counted = computed(() => formatCount(this.cell().observations));
  protected readonly cloud = computed(() => this.words.scatterLabel(this.cell().row, this.cell().column, this.observations()));
  protected readonly sentence = computed(() => {
    const { r, observations } = this.cell();
    const { words } = this;
    if (r === null) return observations < 3 ? words.tooFew(this.observations()) : words.still;
    const strength = words.strengths[Math.min(4, Math.floor(Math.abs(r) * 5))] ?? '';
    const way = Math.abs(r) < 0.2 ? '' : r < 0 ? words.opposite : words.together;
    return words.sentence(strength, way);
  });
}
