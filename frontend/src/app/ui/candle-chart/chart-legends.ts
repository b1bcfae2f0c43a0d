import { formatPercent } from '../figures';
import type { ChartComparison, ChartIndicator } from './chart-model';
import type { ChartScene } from './chart-scene';
import { indicatorText } from './chart-scene';
import { legendHeight } from './plot-layout';
import type { LegendEntry } from './pane-legend';

/** The legends of all panes: overlays and comparisons over the price, and one above each other pane. */
export interface ChartLegends {
  readonly price: readonly LegendEntry[];
  readonly own: readonly { readonly top: number; readonly entry: LegendEntry }[];
}

export interface LegendInput {
  scene: ChartScene;
  indicators: readonly ChartIndicator[];
  comparisons: readonly ChartComparison[];
  decimals: number;
  length: number;
  /** The coin of the chart, named where it stands among others. */
  symbol: string;
  /** The bar under the crosshair; null is the newest of the series. */
  pointed: number | null;
}

/** What the legends say of the bar under the crosshair. */
export function chartLegends(input: LegendInput): ChartLegends {
  const { scene, indicators, comparisons } = input;
  const { first, merged } = scene.visible;
  const index = input.pointed === null ? input.length - 1 : Math.min(first + (input.pointed + 1) * merged, input.length) - 1;
  const entry = (indicator: ChartIndicator): LegendEntry => indicatorEntry(indicator, index, input.decimals);
  const own = indicators.filter(({ pane }) => pane === 'own');
  return {
    price: [
      ...indicators.filter(({ pane }) => pane === 'price').map(entry),
      ...(comparisons.length > 0 ? [ownEntry(scene, input.symbol, input.pointed)] : []),
      ...comparisons.map((comparison) => comparisonEntry(comparison, scene, input.pointed)),
    ],
    own: own.map((indicator, i) => ({ top: (scene.panes[2 + i]?.pane.top ?? 0) - legendHeight, entry: entry(indicator) })),
  };
}

function indicatorEntry({ key, title, curves, values, note, figures }: ChartIndicator, index: number, decimals: number): LegendEntry {
  const texts = curves.map(({ name, look, colour }, i) => ({
    name,
    text: indicatorText(values[i]?.[index] ?? NaN, figures, decimals),
    colour: look === 'histogram' ? null : colour,
  }));
  const missing = note !== '' && values.every((column) => Number.isNaN(column[index] ?? NaN));
  return { key, title, figures: missing ? [] : texts, note, actions: 'all' };
}

function comparisonEntry({ symbol, colour }: ChartComparison, { panes, visible }: ChartScene, pointed: number | null): LegendEntry {
  const units = panes[0]?.curves.find(({ id }) => id === `compare-${symbol}`)?.units ?? [];
  const unit = units[pointed ?? visible.bars.length - 1] ?? NaN;
  const text = formatPercent(Number.isNaN(unit) ? null : unit);
  return { key: `compare:${symbol}`, title: symbol, figures: [{ name: '', text, colour }], note: '', actions: 'remove' };
}

function ownEntry({ panes, visible }: ChartScene, symbol: string, pointed: number | null): LegendEntry {
  const close = visible.bars[pointed ?? visible.bars.length - 1]?.[4];
  const text = formatPercent(close === undefined ? null : panes[0]?.scale.to(close));
  return { key: symbol, title: symbol, figures: [{ name: '', text, colour: 'accent' }], note: '', actions: 'none' };
}
