import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { CandleInterval } from '@tideline/contracts';
import { Icon } from '../../ui/icon';
import { correlationWords } from '../../words/correlation';
import type { CorrelationPeriod } from './correlation-choice';
import type { MatrixCell } from './matrix-view';
import { formatCount } from './matrix-view';

/** Two coins side by side: how alike they move, in words and figures. */
@Component({
  selector: 'tl-pair-panel',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './pair-panel.html',
  styleUrl: './pair-panel.scss',
})
export class PairPanel {
  readonly cell = input.required<MatrixCell>();
  readonly period = input.required<CorrelationPeriod>();
  readonly interval = input.required<CandleInterval>();
  readonly closed = output();

  protected readonly words = correlationWords.pair;
  protected readonly counted = computed(() => formatCount(this.cell().observations));
  protected readonly sentence = computed(() => {
    const { r, observations } = this.cell();
    const { words } = this;
    if (r === null) return observations < 3 ? words.tooFew(correlationWords.observations(this.counted())) : words.still;
    const strength = words.strengths[Math.min(4, Math.floor(Math.abs(r) * 5))] ?? '';
    const way = Math.abs(r) < 0.2 ? '' : r < 0 ? words.opposite : words.together;
    return words.sentence(strength, way);
  });
}
