import { ChangeDetectionStrategy, Component, input, model, output } from '@angular/core';
import type { DrawingKind } from '../../ui/candle-chart/chart-model';
import { Icon } from '../../ui/icon';
import { Segmented } from '../../ui/segmented';
import { chartWords } from '../../words/chart';
import { chartIcons } from './chart-icons';
import type { ChartSettings } from './chart-settings';
import { chartTypes } from './chart-settings';

export type ChartDialog = 'indicators' | 'compare' | 'drawings';

/** What is done with the chart: how it is drawn, what is drawn on it, and what leaves it. */
@Component({
  selector: 'tl-chart-toolbar',
  imports: [Icon, Segmented],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chart-toolbar.html',
  styleUrl: './chart-toolbar.scss',
})
export class ChartToolbar {
  readonly settings = input.required<ChartSettings>();
  /** How many drawings there are. */
  readonly drawings = input(0);
  /** The chart fills the screen. */
  readonly full = input(false);
  readonly tool = model<DrawingKind | null>(null);
  readonly asTable = model(false);
  readonly hollow = model(false);
  readonly changed = output<Partial<Pick<ChartSettings, 'type' | 'scale'>>>();
  readonly opened = output<ChartDialog>();
  readonly pictureWanted = output();
  readonly fullWanted = output();

  protected readonly words = chartWords;
  protected readonly icons = chartIcons;
  protected readonly types = chartTypes.map((value) => ({ value, text: chartWords.types[value] }));
  protected readonly kinds = [
    { kind: 'level', text: chartWords.drawLevel },
    { kind: 'trend', text: chartWords.drawTrend },
  ] as const;
}
