import type { Preferences } from '@tideline/contracts';

type Stored = Record<string, unknown>;
type ChartPreferences = Preferences['chart'];

/** What holds until somebody chooses; the contract's own defaults, written out so that the browser need not load its validator. */
export const usualPreferences: Preferences = {
  theme: 'system',
  colours: 'green-red',
  density: 'comfortable',
  numberFormat: '1,234.5',
  defaultInterval: '5m',
  trackedAssets: [],
  chart: { type: 'candles', hollow: false, logScale: false, indicators: [], drawings: {} },
  columns: {},
  screens: [],
  notifications: { email: true, inApp: true, marketAlerts: false },
};

/** What each choice may be, in the order in which it is offered. */
export const preferenceChoices = {
  theme: ['system', 'light', 'dark'],
  colours: ['green-red', 'blue-orange'],
  density: ['comfortable', 'compact'],
  numberFormat: ['1,234.5', '1.234,5', '1 234.5'],
  defaultInterval: ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'],
  chartType: ['candles', 'line', 'area'],
} as const satisfies {
  [K in 'theme' | 'colours' | 'density' | 'numberFormat' | 'defaultInterval']: readonly Preferences[K][];
} & { chartType: readonly ChartPreferences['type'][] };

/** How many of each may be kept. */
export const mostKept = { trackedAssets: 200, indicators: 20, drawings: 100, columns: 30, screens: 50 };
const symbolShape = /^[A-Z0-9]{1,15}$/;

/** Makes preferences of whatever was stored or sent; what means nothing any more is as usual. */
export function readPreferences(stored: unknown): Preferences {
  const of = plain(stored);
  const { theme, colours, density, numberFormat, defaultInterval } = preferenceChoices;
  return {
    theme: choice(of['theme'], theme, 'system'),
    colours: choice(of['colours'], colours, 'green-red'),
    density: choice(of['density'], density, 'comfortable'),
    numberFormat: choice(of['numberFormat'], numberFormat, '1,234.5'),
    defaultInterval: choice(of['defaultInterval'], defaultInterval, '5m'),
    trackedAssets: [...new Set(texts(of['trackedAssets'], 15).filter((symbol) => symbolShape.test(symbol)))].slice(
      0,
      mostKept.trackedAssets,
    ),
    chart: readChart(plain(of['chart'])),
    columns: entries(
      of['columns'],
      (name) => name.length <= 30,
      (list) => texts(list, 60).slice(0, mostKept.columns),
    ),
    screens: list(of['screens']).flatMap(readScreen).slice(0, mostKept.screens),
    notifications: readNotifications(plain(of['notifications'])),
  };
}

function readChart(of: Stored): ChartPreferences {
  return {
    type: choice(of['type'], preferenceChoices.chartType, 'candles'),
    hollow: of['hollow'] === true,
    logScale: of['logScale'] === true,
    indicators: texts(of['indicators'], 60).slice(0, mostKept.indicators),
    drawings: entries(
      of['drawings'],
      (symbol) => symbolShape.test(symbol),
      (drawn) => list(drawn).slice(-mostKept.drawings),
    ),
  };
}

function readNotifications(of: Stored): Preferences['notifications'] {
  return { email: of['email'] !== false, inApp: of['inApp'] !== false, marketAlerts: of['marketAlerts'] === true };
}

function readScreen(entry: unknown): Preferences['screens'] {
  const { name, query } = plain(entry);
  if (typeof name !== 'string' || typeof query !== 'string') return [];
  return name.length > 0 && name.length <= 60 && query.length <= 1000 ? [{ name, query }] : [];
}

function plain(value: unknown): Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Stored) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown, longest: number): string[] {
  return list(value).filter((text): text is string => typeof text === 'string' && text.length <= longest);
}

function choice<T>(value: unknown, options: readonly T[], usual: T): T {
  return options.find((option) => option === value) ?? usual;
}

function entries<T>(value: unknown, known: (name: string) => boolean, read: (entry: unknown) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(plain(value)).flatMap(([name, entry]) => (known(name) && Array.isArray(entry) ? [[name, read(entry)]] : [])),
  );
}
