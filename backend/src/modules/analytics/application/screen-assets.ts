import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, ScreenerRow } from '@tideline/contracts';
import { MarketView } from '../../market';
import type { ScreenerColumn, ScreenerFilter } from '../domain/screener-column';
import { FollowAssets } from './follow-assets';

/** What is asked of the screener. */
export interface AskedScreen {
  interval: CandleInterval;
  columns: ScreenerColumn[];
  filters: ScreenerFilter[];
  sort: ScreenerColumn;
  order: 'asc' | 'desc';
}

type Read = (row: ScreenerRow, column: ScreenerColumn) => number | null;

/** Of an asset that has only just been entered. */
const untold = { price: null, change1h: null, change24h: null, change7d: null, volume24h: null, asOf: null, stale: true };

/** Lists the assets with the figures asked for, as of now. */
@Injectable()
export class ScreenAssets {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(FollowAssets) private readonly assets: FollowAssets,
  ) {}

  /** The assets that pass every filter, sorted; an unknown figure passes none and comes last either way. */
  async rows({ interval, columns, filters, sort, order }: AskedScreen): Promise<ScreenerRow[]> {
    const wanted = [...new Map([...columns, ...filters.map(({ column }) => column), sort].map((column) => [column.key, column])).values()];
    const read = await this.reader(interval, wanted);
    const rows = this.view.catalog.assets().map(({ symbol, name }) => {
      const row = this.row(symbol, name);
      for (const column of wanted) row.values[column.key] = read(row, column);
      return row;
    });
    const passing = rows.filter(({ values }) =>
      filters.every(({ column, passes }) => {
        const value = values[column.key] ?? null;
        return value !== null && passes(value);
      }),
    );
    return sorted(passing, sort.key, order === 'asc' ? 1 : -1);
  }

  private async reader(interval: CandleInterval, columns: readonly ScreenerColumn[]): Promise<Read> {
    const symbols = this.view.catalog.assets().map(({ symbol }) => symbol);
    const specs = columns.flatMap((column) => ('spec' in column ? [column.spec] : []));
    const valueOf = await this.assets.indicators(symbols, interval, specs);
    const extremeOf = columns.some(({ kind }) => kind === 'extreme') ? await this.assets.extremes(symbols) : () => null;
    return (row, column) => {
      if (column.kind === 'figure') return row[column.figure];
      if (column.kind === 'indicator') return valueOf(row.symbol, column.spec.key);
      const from = column.kind === 'distance' ? valueOf(row.symbol, column.spec.key) : extremeOf(row.symbol, column.of);
      return percentFrom(from, row.price);
    };
  }

  private row(symbol: string, name: string): ScreenerRow {
    const { price, change1h, change24h, change7d, volume24h, asOf, stale } = this.view.price(symbol) ?? untold;
    const { rank, marketCap } = this.view.facts(symbol) ?? { rank: null, marketCap: null };
    return { symbol, name, rank, price, change1h, change24h, change7d, volume24h, marketCap, values: {}, asOf, stale };
  }
}

/** How far the price is above a level, percent; below it is negative. */
function percentFrom(level: number | null, price: number | null): number | null {
  return level === null || price === null || level <= 0 ? null : (price / level - 1) * 100;
}

function sorted(rows: ScreenerRow[], key: string, direction: 1 | -1): ScreenerRow[] {
  return rows.sort((a, b) => {
    const [x, y] = [a.values[key] ?? null, b.values[key] ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (x - y) * direction;
  });
}
