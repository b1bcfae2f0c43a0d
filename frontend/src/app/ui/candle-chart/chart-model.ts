import type { CandleRow } from '@tideline/contracts';

/** How the price itself is drawn. */
export type ChartType = 'candles' | 'line' | 'area';
/** How heights mean prices. With comparisons heights are percent, whatever is chosen. */
export type ChartScale = 'linear' | 'log';

/** How one value of an indicator is drawn; a histogram stands on zero. */
export interface IndicatorCurve {
  /** Name beside its figure; empty where the indicator's title says it all. */
  readonly name: string;
  readonly look: 'line' | 'dashed' | 'histogram';
  /** Place in the categorical palette. */
  readonly colour: number;
}

/** An indicator ready to be drawn: its values stand beside the candles. */
export interface ChartIndicator {
  readonly key: string;
  /** As the legend says it: `SMA 20`. */
  readonly title: string;
  /** Over the candles, or in a pane of its own. */
  readonly pane: 'price' | 'own';
  readonly curves: readonly IndicatorCurve[];
  /** One array per curve, at least as long as the candles; NaN where not defined. */
  readonly values: readonly Float64Array[];
  /** Faint lines of reference, such as 30 and 70. */
  readonly guides: readonly number[];
  /** The least span of the pane's scale. */
  readonly range: readonly [number, number] | null;
  readonly figures: IndicatorFigures;
  /** Why there is nothing to see, in a sentence; empty when there is. */
  readonly note: string;
}

/** How values are written: as prices of the coin, as plain numbers, as fractions shown in percent, as big figures. */
export type IndicatorFigures = 'price' | 'plain' | 'fraction' | 'big';

/** Another coin, drawn as percent from the first visible candle. */
export interface ChartComparison {
  readonly symbol: string;
  readonly candles: readonly CandleRow[];
  readonly colour: number;
}

/** A place in time and price. */
export interface ChartPoint {
  readonly at: number;
  readonly price: number;
}

/** What a reader drew on the chart: a price over all time, or a line through two points. */
export type ChartDrawing =
  | { readonly id: string; readonly kind: 'level'; readonly price: number }
  | { readonly id: string; readonly kind: 'trend'; readonly from: ChartPoint; readonly to: ChartPoint };

/** What the pointer makes; null moves the view. */
export type DrawingKind = ChartDrawing['kind'];
