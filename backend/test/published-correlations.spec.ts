import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { correlationMatrix, priceGrid, SlidingCorrelation, volatilities, type PriceGrid } from '@tideline/indicators';
import { describeWithShared } from './shared-data';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Closes by symbol: [time, close] in the order of the file. */
function closesIn(file: string, timeColumn: string): Map<string, { at: number[]; close: number[] }> {
  const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  const column = (name: string): number => head.trim().split(',').indexOf(name);
  const [symbol, time, close] = [column('symbol'), column(timeColumn), column('close')];
  const series = new Map<string, { at: number[]; close: number[] }>();
  for (const line of lines) {
    const fields = line.trim().split(',');
    const one = series.get(fields[symbol] ?? '') ?? { at: [], close: [] };
    const written = fields[time] ?? '';
    one.at.push(Date.parse(written.length > 10 ? `${written.replace(' ', 'T')}Z` : written));
    one.close.push(Number(fields[close]));
    series.set(fields[symbol] ?? '', one);
  }
  return series;
}

function pairsWithFirst(grid: PriceGrid): number[] {
  const { values } = correlationMatrix(grid);
  const slid = new SlidingCorrelation(grid).matrix();
  for (const [at, value] of values.entries()) expect(slid.values[at]).toBeCloseTo(value, 12);
  return Array.from(values.subarray(1, grid.series));
}

describeWithShared('correlations computed independently', (root) => {
  it('of daily closes 2021-04-08 … 07-06: BTC with ETH 0.796195, LTC, XRP, DOGE, USDT, WBTC', () => {
    const series = closesIn(join(root, 'data/ohlcv/daily/srk_23coins_1d_2018-01-01_2021-07-06.csv.gz'), 'date');
    const wanted = ['BTC', 'ETH', 'LTC', 'XRP', 'DOGE', 'USDT', 'WBTC'].map((symbol) => series.get(symbol) ?? { at: [], close: [] });
    // The return of the first day needs the close of the day before.
    const grid = priceGrid(wanted, { from: Date.parse('2021-04-07'), step: dayMs, slots: 91 });
    expect(correlationMatrix(grid).observations[1]).toBe(90);
    const anchors = [0.796195, 0.813556, 0.784804, 0.471688, 0.0415, 0.998109];
    for (const [index, value] of pairsWithFirst(grid).entries()) expect(Math.abs(value - (anchors[index] ?? NaN))).toBeLessThan(1e-6);
  });

  it('and the volatility of BTC over the last 30 of those returns: 0.965595', () => {
    const series = closesIn(join(root, 'data/ohlcv/daily/srk_23coins_1d_2018-01-01_2021-07-06.csv.gz'), 'date');
    const grid = priceGrid([series.get('BTC') ?? { at: [], close: [] }], { from: Date.parse('2021-06-06'), step: dayMs, slots: 31 });
    const { values, observations } = volatilities(grid, 365);
    expect(observations[0]).toBe(30);
    expect(Math.abs((values[0] ?? NaN) - 0.965595)).toBeLessThan(1e-6);
  });

  it('of hourly closes, all returns between successive rows: BTC with ETH 0.887878, XRP, TRX, FIL', () => {
    const series = closesIn(join(root, 'data/ohlcv/hourly/binance_20coins_1h_2023-01-01_2023-06-30.csv.gz'), 'open_time_utc');
    const wanted = ['BTC', 'ETH', 'XRP', 'TRX', 'FIL'].map(
      (name) => series.get(name) ?? series.get(`${name}USDT`) ?? { at: [], close: [] },
    );
    const rows = wanted[0]?.at.length ?? 0;
    // By row: the hour that is missing for all counts as if it had not been, and the return over it is one of two hours.
    const byRow = priceGrid(
      wanted.map(({ close }) => ({ at: close.map((_, row) => row), close })),
      { from: 0, step: 1, slots: rows },
    );
    const anchors = [0.887878, 0.594162, 0.552043, 0.639882];
    for (const [index, value] of pairsWithFirst(byRow).entries()) expect(Math.abs(value - (anchors[index] ?? NaN))).toBeLessThan(1e-6);
    // By time, as we read candles: the returns at the missing hour and after it do not exist.
    const from = wanted[0]?.at[0] ?? 0;
    const byTime = priceGrid(wanted, { from, step: hourMs, slots: ((wanted[0]?.at.at(-1) ?? 0) - from) / hourMs + 1 });
    expect([rows, correlationMatrix(byTime).observations[1]]).toEqual([4343, 4341]);
    for (const [index, value] of pairsWithFirst(byTime).entries()) expect(Math.abs(value - (anchors[index] ?? NaN))).toBeLessThan(1e-3);
  });
});
