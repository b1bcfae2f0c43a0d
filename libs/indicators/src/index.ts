export { toColumns } from './candle-columns';
export type { Candle, CandleColumns, CandleTuple } from './candle-columns';
export type { IndicatorKind, IndicatorParameter, RunningIndicator, SavedIndicator, SeriesContext } from './indicator';
export { calculate, indicatorKinds, readSpec } from './catalogue';
export type { IndicatorSpec } from './catalogue';
export { ema, sma, wma } from './kinds/moving-averages';
