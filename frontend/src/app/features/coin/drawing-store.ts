import type { ChartDrawing, ChartPoint } from '../../ui/candle-chart/chart-model';

/** More than these would not be read by anybody. */
const most = 50;
type KeptDrawings = Readonly<Record<string, readonly unknown[]>>;

/** What the reader drew on the chart of a coin, as far as it still means something. */
export function drawingsOf(kept: KeptDrawings, symbol: string): readonly ChartDrawing[] {
  return (kept[symbol] ?? []).filter(isDrawing).slice(-most);
}

/** All drawings with those of one coin in place; a coin without any leaves no trace. */
export function withDrawings(kept: KeptDrawings, symbol: string, drawings: readonly ChartDrawing[]): Record<string, unknown[]> {
  const others = Object.entries(kept).filter(([other]) => other !== symbol);
  const own = drawings.length === 0 ? [] : [[symbol, drawings.slice(-most)] as const];
  return Object.fromEntries([...others, ...own].map(([name, list]) => [name, [...list]]));
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
