import type { CandleRow } from '@tideline/contracts';
import { formatBig, formatPercent, formatPrice } from '../figures';
import type { ChartComparison, ChartIndicator, ChartScale, IndicatorCurve, IndicatorFigures } from './chart-model';
import type { Pane, PlotLayout } from './plot-layout';
import { plotLayout } from './plot-layout';
import type { ValueScale } from './value-scale';
import { linear, priceMeasure, valueScale } from './value-scale';
import type { VisibleBars } from './visible-bars';
import { closesBeside, visibleValues } from './visible-bars';

/** A curve as far as it is in view, in axis units of its pane. */
export interface SceneCurve extends IndicatorCurve {
  readonly id: string;
  readonly units: readonly number[];
}

/** A pane with what is drawn in it. */
export interface ScenePane {
  readonly id: string;
  readonly pane: Pane;
  readonly scale: ValueScale;
  readonly curves: readonly SceneCurve[];
  readonly guides: readonly number[];
  /** Writes a value in axis units, for the axis and the crosshair; `exact` gives every digit that is meant. */
  text: (unit: number, exact: boolean) => string;
}

/** Everything about one picture that does not depend on colours: what is in view, where it stands, and how heights mean values. */
export interface ChartScene {
  readonly visible: VisibleBars;
  readonly layout: PlotLayout;
  /** Milliseconds between bars. */
  readonly barMs: number;
  /** The price's pane first, its volume second, then one per indicator that has its own. */
  readonly panes: readonly ScenePane[];
  /** Heights of the price are percent from the first bar in view. */
  readonly inPercent: boolean;
}

export interface SceneInput {
  visible: VisibleBars;
  /** Of the whole series. */
  length: number;
  /** Milliseconds of one candle. */
  candleMs: number;
  width: number;
  height: number;
  scale: ChartScale;
  decimals: number;
  /** The price's line is drawn through the closes, so that highs and lows need no room. */
  closesOnly: boolean;
  indicators: readonly ChartIndicator[];
  comparisons: readonly ChartComparison[];
}

/** From one tick beside an axis to the next, at least. */
const tickPixels = 46;

/** Works out one picture. */
export function chartScene(input: SceneInput): ChartScene {
  const { visible, indicators, comparisons, width, height } = input;
  const own = indicators.filter(({ pane }) => pane === 'own');
  const layout = plotLayout(width, height, own.length);
  const [price, volume, ...others] = layout.panes as [Pane, Pane, ...Pane[]];
  const barMs = input.candleMs * visible.merged;
  const panes = [
    pricePane(input, price, barMs),
    volumePane(visible, volume),
    ...own.map((indicator, i) => ownPane(input, indicator, others[i] as Pane)),
  ];
  return { visible, layout, barMs, panes, inPercent: comparisons.length > 0 };
}

function pricePane(input: SceneInput, pane: Pane, barMs: number): ScenePane {
  const { visible, comparisons, indicators, decimals } = input;
  const inPercent = comparisons.length > 0;
  const measure = priceMeasure(input.scale, inPercent ? (visible.bars[0]?.[4] ?? null) : null);
  const overlays = indicators
    .filter((indicator) => indicator.pane === 'price')
    .flatMap((indicator) => curvesOf(indicator, input, (value) => measure.to(value)));
  const compared = comparisons.map(({ symbol, candles, colour }): SceneCurve => {
    const closes = closesBeside(candles, visible.bars, barMs);
    const base = closes.find((close) => close > 0) ?? NaN;
    return { id: `compare-${symbol}`, name: symbol, look: 'line', colour, units: closes.map((close) => (close / base - 1) * 100) };
  });
  const curves = [...overlays, ...compared];
  const [least, greatest] = extent([...curves.map(({ units }) => units), priceUnits(visible.bars, input.closesOnly, measure.to)]);
  const scale = valueScale(measure, least, greatest, pane.height / tickPixels);
  const digits = tickDigits(scale, decimals);
  const text = (unit: number, exact: boolean): string =>
    inPercent ? formatPercent(unit) : formatPrice(scale.from(unit), exact ? decimals : digits);
  return { id: 'price', pane, scale, curves, guides: inPercent ? [0] : [], text };
}

function priceUnits(bars: readonly CandleRow[], closesOnly: boolean, to: (value: number) => number): number[] {
  if (closesOnly) return bars.map(([, , , , close]) => to(close));
  return bars.flatMap(([, , high, low]) => [to(high), to(low)]);
}

function volumePane({ bars }: VisibleBars, pane: Pane): ScenePane {
  const most = bars.reduce((max, bar) => Math.max(max, bar[5]), 0);
  const scale = { ...valueScale(linear, 0, most || 1, 1, 0), ticks: [most || 1] };
  return { id: 'volume', pane, scale, curves: [], guides: [], text: (unit) => formatBig(unit) };
}

function ownPane(input: SceneInput, indicator: ChartIndicator, pane: Pane): ScenePane {
  const curves = curvesOf(indicator, input, (value) => value);
  const standing = indicator.curves.some(({ look }) => look === 'histogram') ? [0] : [];
  const [least, greatest] = extent([...curves.map(({ units }) => units), standing, [...(indicator.range ?? [])]]);
  const scale = valueScale(linear, least, greatest, Math.min(3, pane.height / 34), 0.08);
  // The lines of reference are the ticks that a reader looks for.
  const guides = indicator.guides.filter((guide) => guide >= scale.min && guide <= scale.max);
  const ticks = guides.length > 1 ? guides : scale.ticks;
  const digits = tickDigits({ ...scale, ticks }, input.decimals);
  const text = (unit: number, exact: boolean): string =>
    exact || !plainFigures.has(indicator.figures) ? indicatorText(unit, indicator.figures, input.decimals) : formatPrice(unit, digits);
  return { id: indicator.key, pane, scale: { ...scale, ticks }, curves, guides, text };
}

function curvesOf({ key, curves, values }: ChartIndicator, { visible, length }: SceneInput, to: (value: number) => number): SceneCurve[] {
  return curves.map((curve, i) => ({
    ...curve,
    id: `${key}-${i}`,
    units: visibleValues(values[i] ?? new Float64Array(0), visible, length).map(to),
  }));
}

/** What an axis writes without more than its steps need. */
const plainFigures = new Set<IndicatorFigures>(['price', 'plain']);

/** Writes a value of an indicator the way its kind asks for; `decimals` are those of the coin's price. */
export function indicatorText(value: number, figures: IndicatorFigures, decimals: number): string {
  if (Number.isNaN(value)) return formatPrice(null);
  if (figures === 'price') return formatPrice(value, decimals);
  if (figures === 'big') return formatBig(value);
  return figures === 'fraction' ? `${formatPrice(value * 100, 1)}%` : formatPrice(value, 2);
}

/** No more digits than the steps of the axis need. */
function tickDigits({ ticks, from }: ValueScale, decimals: number): number {
  const [a, b] = [ticks[0], ticks[1]];
  if (a === undefined || b === undefined) return decimals;
  const step = Math.abs(from(b) - from(a));
  for (let digits = 0; digits < decimals; digits++) {
    const shifted = step * 10 ** digits;
    if (Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted) return digits;
  }
  return decimals;
}

function extent(lists: readonly (readonly number[])[]): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const list of lists) {
    for (const value of list) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return [least, greatest];
}

/** The height of a value in axis units, in pixels from the top of the picture. */
export function unitY({ pane, scale }: ScenePane, unit: number): number {
  return pane.top + (1 - (unit - scale.min) / (scale.max - scale.min)) * pane.height;
}

/** The value in axis units at a height. */
export function unitAt({ pane, scale }: ScenePane, y: number): number {
  return scale.min + (1 - (y - pane.top) / Math.max(1, pane.height)) * (scale.max - scale.min);
}
