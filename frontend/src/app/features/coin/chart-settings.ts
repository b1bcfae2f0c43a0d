import type { CandleInterval, Preferences } from '@tideline/contracts';
import type { IndicatorSpec } from '@tideline/indicators';
import { indicatorKinds, readSpec } from '@tideline/indicators';
import type { ChartScale, ChartType } from '../../ui/candle-chart/chart-model';
import { usualPreferences } from '../../core/preferences/preference-values';
import { chartWords } from '../../words/chart';
import { intervals, ranges } from './chart-range';

/** What the chart shows besides its range: everything that the URL carries, so that a view can be shared. */
export interface ChartSettings {
  readonly type: ChartType;
  readonly scale: ChartScale;
  readonly indicators: readonly IndicatorSpec[];
  /** Symbols of the coins it is compared with. */
  readonly compare: readonly string[];
  /** What of the address was not understood and left out, a sentence each. */
  readonly faults: readonly string[];
}

/** The query parameters as they arrive. */
export interface SettingsQuery {
  type?: string | undefined;
  scale?: string | undefined;
  indicators?: string | undefined;
  compare?: string | undefined;
  range?: string | undefined;
  interval?: string | undefined;
}

export const mostIndicators = 10;
export const mostComparisons = 5;
export const chartTypes: readonly ChartType[] = ['candles', 'line', 'area'];
/** What a symbol may look like; whether there is such a coin the server knows. */
const symbolShape = /^[A-Z0-9]{1,12}$/;
const scales: readonly ChartScale[] = ['linear', 'log'];

/** How a reader likes charts, where the address says nothing else. */
type UsualChart = Pick<Preferences['chart'], 'type' | 'logScale' | 'indicators'>;

/** Reads the settings of the chart of `symbol`. What the address does not say is as usual; what is senseless is left out and told in `faults`. */
export function readSettings(query: SettingsQuery, symbol: string, usual: UsualChart = usualPreferences.chart): ChartSettings {
  const faults: string[] = [];
  const choice = <T extends string>(name: string, text: string | undefined, options: readonly T[], usual: T): T => {
    const found = options.find((option) => option === text);
    if (found === undefined && text !== undefined) faults.push(chartWords.faults.choice(name, text, options));
    return found ?? usual;
  };
  const type = choice('type', query.type, chartTypes, usual.type);
  const scale = choice('scale', query.scale, scales, usual.logScale ? 'log' : 'linear');
  choice<string>('range', query.range, Object.keys(ranges), '1d');
  choice<CandleInterval>('interval', query.interval, intervals, '5m');
  // What somebody once chose and is no indicator any more is no fault of this address.
  const indicators =
    query.indicators === undefined ? readIndicators(usual.indicators.join(','), []) : readIndicators(query.indicators, faults);
  return { type, scale, indicators, compare: readCompare(query.compare, symbol, faults), faults };
}

function readIndicators(text: string | undefined, faults: string[]): IndicatorSpec[] {
  const found = new Map<string, IndicatorSpec>();
  for (const part of listed(text)) {
    const spec = readSpec(part);
    const [id = ''] = part.toLowerCase().split(':');
    if (!indicatorKinds.some((kind) => kind.id === id)) faults.push(chartWords.faults.indicator(part));
    else if (typeof spec === 'string') faults.push(`${spec}.`);
    else found.set(spec.key, spec);
  }
  return within([...found.values()], mostIndicators, chartWords.faults.indicators(mostIndicators), faults);
}

function readCompare(text: string | undefined, symbol: string, faults: string[]): string[] {
  const found = new Set<string>();
  for (const part of listed(text)) {
    const other = part.toUpperCase();
    if (!symbolShape.test(other)) faults.push(chartWords.faults.symbol(part));
    else if (other !== symbol) found.add(other);
  }
  return within([...found], mostComparisons, chartWords.faults.comparisons(mostComparisons), faults);
}

function listed(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function within<T>(all: T[], most: number, fault: string, faults: string[]): T[] {
  if (all.length > most) faults.push(fault);
  return all.slice(0, most);
}

/** What of a change the next chart begins with, too. */
export function chartPreferences({ type, scale, indicators }: Partial<ChartSettings>): Partial<UsualChart> {
  return {
    ...(type && { type }),
    ...(scale && { logScale: scale === 'log' }),
    ...(indicators && { indicators: indicators.map(({ key }) => key) }),
  };
}

/** The query parameters of a change; null takes a parameter away, so that what is usual is not written. */
export function settingsQuery(change: Partial<Omit<ChartSettings, 'faults'>>): Record<string, string | null> {
  const { type, scale, indicators, compare } = change;
  return {
    ...(type && { type: type === 'candles' ? null : type }),
    ...(scale && { scale: scale === 'linear' ? null : scale }),
    ...(indicators && { indicators: indicators.map(({ key }) => key).join(',') || null }),
    ...(compare && { compare: compare.join(',') || null }),
  };
}
