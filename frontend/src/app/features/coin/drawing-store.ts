import type { ChartDrawing, ChartPoint } from '../../ui/candle-chart/chart-model';

/** More than these would not be read by anybody. */
const most = 50;
const keyOf = (symbol: string): string => `tideline.drawings.${symbol}`;

/** What the reader drew on the chart of a coin, as far as it still means something; kept in this browser. */
export function keptDrawings(symbol: string): readonly ChartDrawing[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(symbol)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isDrawing).slice(-most) : [];
  } catch {
    // Storage is blocked or holds something else: the chart begins empty.
    return [];
  }
}

export function keepDrawings(symbol: string, drawings: readonly ChartDrawing[]): void {
  try {
    if (drawings.length === 0) localStorage.removeItem(keyOf(symbol));
    else localStorage.setItem(keyOf(symbol), JSON.stringify(drawings.slice(-most)));
  } catch {
    // Storage is blocked: they hold until the page is closed.
  }
}

function isDrawing(value: unknown): value is ChartDrawing {
  if (typeof value !== 'object' || value === null) return false;
  const { id, kind, price, from, to } = value as Record<string, unknown>;
  if (typeof id !== 'string') return false;
  return kind === 'level' ? isPrice(price) : kind === 'trend' && isPoint(from) && isPoint(to);
}

function isPoint(value: unknown): value is ChartPoint {
  if (typeof value !== 'object' || value === null) return false;
  const { at, price } = value as Record<string, unknown>;
  return typeof at === 'number' && Number.isFinite(at) && isPrice(price);
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
