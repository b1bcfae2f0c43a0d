import type { FigureStyle } from './figure-style';
import { figureStyle, writeTime } from './figure-style';

/** Figures are made with commas and a point, then written with the reader's separators: group, decimal. */
const locale = 'en-US';
const separators: Record<FigureStyle['numbers'], readonly [string, string]> = {
  '1,234.5': [',', '.'],
  '1.234,5': ['.', ','],
  '1 234.5': ['\u202f', '.'],
};
const formats = new Map<number, Intl.NumberFormat>();
const minus = '\u2212';

/** What stands where a figure is not known. */
export const unknownFigure = '–';

function separated(text: string): string {
  const { numbers } = figureStyle();
  if (numbers === '1,234.5') return text;
  const [group, decimal] = separators[numbers];
  return text.replace(/[,.]/g, (mark) => (mark === ',' ? group : decimal));
}

function fixed(value: number, decimals: number): string {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  return separated(format.format(value)).replace('-', minus);
}

/** A plain number with so many decimals. */
export function formatFixed(value: number, decimals: number): string {
  return fixed(value, decimals);
}

/** A number as one would type it: every digit it has, no groups. */
export function formatPlain(value: number): string {
  return String(value).replace('.', separators[figureStyle().numbers][1]).replace('-', minus);
}

/** Reads a number as this reader writes it; null when it is none. */
export function readFigure(text: string): number | null {
  const [group, decimal] = separators[figureStyle().numbers];
  const signed = text.trim().replaceAll(minus, '-');
  // Where a point parts thousands, one that cannot do so is meant as the decimal mark.
  const lone = group === '.' && /^[+-]?\d*\.(\d{1,2}|\d{4,})$/.test(signed);
  const plain = lone ? signed : signed.replaceAll(group, '').replace(/\s/g, '').replace(decimal, '.');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** How many decimals a price of this size means: 67,012.5 has one, 1.2345 four, 0.00001234 eight. */
export function priceDecimals(price: number): number {
  const size = Math.abs(price);
  if (size >= 10_000) return 1;
  if (size >= 100) return 2;
  if (size >= 1 || size === 0) return 4;
  return Math.min(14, 3 - Math.floor(Math.log10(size)));
}

/** A price with the precision its own size asks for; pass `decimals` to keep one width over a series. */
export function formatPrice(price: number | null | undefined, decimals?: number): string {
  return price === null || price === undefined ? unknownFigure : fixed(price, decimals ?? priceDecimals(price));
}

/** How many decimals the quantity of a coin means at a price: what a tenth of a cent buys, at most eight, as venues count. */
export function quantityDecimals(price: number): number {
  return Math.max(0, Math.min(8, Math.ceil(Math.log10(price)) + 3));
}

/** A quantity of a coin; pass the decimals of its price (`quantityDecimals`) to keep one width over a list. */
export function formatQuantity(quantity: number, decimals: number): string {
  return fixed(quantity, decimals);
}

const steps: readonly [number, string][] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
];

/** A big figure in short: `1.23 B`. The full one belongs on hover and to screen readers, see `formatFull`. */
export function formatBig(value: number | null | undefined): string {
  if (value === null || value === undefined) return unknownFigure;
  // 999,995 rounds to 1000.00 K, which is 1.00 M.
  const step = steps.find(([size]) => Math.abs(value) >= size * 0.999995);
  return step ? `${fixed(value / step[0], 2)}\u00a0${step[1]}` : fixed(value, 2);
}

const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });

/** A round value beside an axis: `500`, `1.5K`. */
export function formatTick(value: number): string {
  return separated(compact.format(value));
}

/** Every digit that is meant: whole units from 1000 on, else like a price. */
export function formatFull(value: number | null | undefined): string {
  if (value === null || value === undefined) return unknownFigure;
  return Math.abs(value) >= 1000 ? fixed(value, 0) : formatPrice(value);
}

/** A count: whole, with commas. */
export function formatCount(count: number): string {
  return fixed(count, 0);
}

/** A change in percent with its sign and two decimals: `+2.50%`; what rounds to zero has no sign. */
export function formatPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined) return unknownFigure;
  const rounded = Math.round(percent * 100) / 100;
  return `${rounded > 0 ? '+' : ''}${fixed(rounded === 0 ? 0 : rounded, 2)}%`;
}

/** Which way a change goes after rounding as it is shown. */
export function direction(percent: number | null | undefined): 'up' | 'down' | 'flat' {
  const rounded = Math.round((percent ?? 0) * 100);
  return rounded > 0 ? 'up' : rounded < 0 ? 'down' : 'flat';
}

/** A duration in its largest unit: `12 s`, `3 min`, `5 h`, `2 d`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}\u00a0h`;
  return `${Math.floor(seconds / 86_400)}\u00a0d`;
}

const exact = { dateStyle: 'medium', timeStyle: 'medium' } as const;
const clock = { hour: '2-digit', minute: '2-digit' } as const;
const clockSeconds = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const shortDay = { day: 'numeric', month: 'short' } as const;
const day = { dateStyle: 'medium' } as const;

/** The exact time in the reader's zone: `21 Nov 2026, 14:02:05`. */
export function formatExact(at: number): string {
  return writeTime(at, exact);
}

/** Hours and minutes in the reader's zone: `14:02`. */
export function formatClock(at: number): string {
  return writeTime(at, clock);
}

/** Hours, minutes and seconds in the reader's zone: `14:02:05`. */
export function formatClockSeconds(at: number): string {
  return writeTime(at, clockSeconds);
}

/** The day without its year: `21 Nov`. */
export function formatShortDay(at: number): string {
  return writeTime(at, shortDay);
}

/** The day in the reader's zone: `21 Nov 2026`. */
export function formatDay(at: number): string {
  return writeTime(at, day);
}

/** Relative under a day (`12 s ago`), the date from then on. */
export function formatAgo(at: number, now: number): string {
  const age = now - at;
  return age < 86_400_000 ? `${formatDuration(age)} ago` : formatDay(at);
}
