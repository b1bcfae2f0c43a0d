import type { CandleInterval, CorrelationMethod } from '@tideline/contracts';

export const periods = ['7d', '30d', '90d'] as const;
export type CorrelationPeriod = (typeof periods)[number];
export const methods = ['pearson', 'spearman'] as const satisfies readonly CorrelationMethod[];
export const orders = ['cluster', 'rank', 'name'] as const;
export type MatrixOrder = (typeof orders)[number];

/** How many coins are compared unless others are chosen, and how many at most. */
export const usualCoins = 20;
export const mostCoins = 50;

/** Intervals that give a period at least 30 returns and at most some thousands. */
export const fittingIntervals: Record<CorrelationPeriod, readonly CandleInterval[]> = {
  '7d': ['15m', '30m', '1h', '4h'],
  '30d': ['30m', '1h', '4h', '1d'],
  '90d': ['1h', '4h', '1d'],
};
const usualInterval: CandleInterval = '1h';

/** What the page compares, read from the URL. */
export interface CorrelationChoice {
  period: CorrelationPeriod;
  interval: CandleInterval;
  method: CorrelationMethod;
  order: MatrixOrder;
  /** The chosen coins; null for the usual ones. */
  coins: readonly string[] | null;
  /** The pair whose cell is open. */
  pair: readonly [string, string] | null;
}

export type CorrelationQuery = Partial<Record<'period' | 'interval' | 'method' | 'order' | 'coins' | 'pair', string | undefined>>;

/** Reads the choice from query parameters; what is missing, senseless or does not fit falls back to 30 days of hours, Pearson, alike. */
export function readChoice(query: CorrelationQuery): CorrelationChoice {
  const period = periods.find((name) => name === query.period) ?? '30d';
  const coins = symbolsIn(query.coins).slice(0, mostCoins);
  const [a, b] = symbolsIn(query.pair);
  return {
    period,
    interval: fittingIntervals[period].find((name) => name === query.interval) ?? usualInterval,
    method: methods.find((name) => name === query.method) ?? 'pearson',
    order: orders.find((name) => name === query.order) ?? 'cluster',
    coins: coins.length < 2 ? null : coins,
    pair: a === undefined || b === undefined ? null : [a, b],
  };
}

/** The query parameters of a choice; null takes one out, so that the usual picture has a bare address. */
export function choiceParams(choice: CorrelationChoice): Record<keyof CorrelationQuery, string | null> {
  const unless = (usual: string, value: string): string | null => (value === usual ? null : value);
  return {
    period: unless('30d', choice.period),
    interval: fittingIntervals[choice.period].includes(choice.interval) ? unless(usualInterval, choice.interval) : null,
    method: unless('pearson', choice.method),
    order: unless('cluster', choice.order),
    coins: choice.coins?.join(',') ?? null,
    pair: choice.pair?.join(',') ?? null,
  };
}

/** Different symbols of a comma-separated list, in capitals. */
function symbolsIn(text: string | undefined): string[] {
  const symbols = (text ?? '').toUpperCase().split(',');
  return [...new Set(symbols.filter((symbol) => /^[A-Z0-9]{1,20}$/.test(symbol)))];
}
