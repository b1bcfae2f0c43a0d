import { candleSeries, type CandleRow } from '@tideline/contracts';
import type { CandleColumns } from '@tideline/indicators';
import { insertCandles, insertMarkets, pricesFrame } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { presentHour } from '../../../../test/present-hour';
import { ReadColumns } from './read-columns';

const hourMs = 3_600_000;
const present = presentHour();

function rowsOf({ length, at, open, high, low, close, volume }: CandleColumns, from = 0): number[][] {
  return Array.from({ length: length - from }, (_, n) => [at, open, high, low, close, volume].map((column) => column[from + n] ?? NaN));
}

describe('candles as columns', () => {
  let server: TestApp;
  let read: ReadColumns;
  beforeAll(async () => {
    server = await startTestApp(async (database) => {
      const ids = await insertMarkets(database);
      await insertCandles(database, ids.get('consolidated BTC-USD') ?? 0, 60, present - 1200 * hourMs, 1200);
      await insertCandles(database, ids.get('consolidated BTC-USD') ?? 0, 1, present - 12_345 * 60_000, 12_345);
      await insertCandles(database, ids.get('consolidated ETH-USD') ?? 0, 60, present - 3 * hourMs, 3);
    });
    read = server.app.get(ReadColumns, { strict: false });
  });
  afterAll(() => server.close());

  const routeRows = async (query: string): Promise<CandleRow[]> =>
    candleSeries.parse(await (await server.get(`/api/v1/market/candles/BTC?${query}`)).json()).candles;

  it.each([
    ['', {}, 200],
    ['limit=3', { limit: 3 }, 3],
    ['limit=1200', { limit: 1200 }, 0],
    [`limit=5&to=${present - 10 * hourMs}`, { limit: 5, to: present - 10 * hourMs }, 7],
    [`from=${present - 8 * hourMs}&to=${present - 2 * hourMs}`, { from: present - 8 * hourMs, to: present - 2 * hourMs }, 4],
    [`from=${present - 1199 * hourMs}&to=${present}`, { from: present - 1199 * hourMs, to: present }, 1],
    ['from=3600000&to=7200000', { from: 3_600_000, to: 7_200_000 }, 0],
  ])('gives for %j what the candles route gives, and of 200 older ones as many as there are', async (query, asked, older) => {
    const { candles, start } = await read.series('BTC', { interval: '1h', ...asked }, query === '' || older === 0 ? 200 : older);
    expect(start).toBe(older);
    expect(rowsOf(candles, start)).toEqual(await routeRows(`interval=1h&${query}`));
    expect(candles.at[0]).toBe(older > 0 ? (candles.at[start] ?? 0) - older * hourMs : candles.at[start]);
  });

  it('reads 12,000 minutes before a moment in portions, each once', async () => {
    const { candles, start } = await read.series('BTC', { interval: '1m', limit: 1000, to: present - 60_000 }, 11_000);
    expect([candles.length, start]).toEqual([12_000, 11_000]);
    expect(candles.at.every((at, index) => at === present - 60_000 - (12_000 - index) * 60_000)).toBe(true);
  });

  it('gives the newest of several symbols and leaves out what has none', async () => {
    const found = await read.newest(['BTC', 'ETH', 'DOGE'], '1h', 4);
    expect([...found].map(([symbol, { at }]) => [symbol, [...at].map((one) => (present - one) / hourMs)])).toEqual([
      ['BTC', [4, 3, 2, 1]],
      ['ETH', [3, 2, 1]],
    ]);
  });

  it('refuses what the candles route refuses, with the same words', async () => {
    await expect(read.series('NOPE', { interval: '1h' })).rejects.toMatchObject({ code: 'MARKET.UNKNOWN_SYMBOL', status: 404 });
    await expect(read.series('BTC', { interval: '1m', from: 0, to: 300_060_000 })).rejects.toMatchObject({
      code: 'MARKET.BAD_RANGE',
      detail: 'this range holds 5001 candles of 1m, at most 5000 are given: ask for a shorter range or a coarser interval',
    });
  });

  it('ends with the forming candle while ingestion speaks', async () => {
    const forming: CandleRow = [present, 1, 2, 0.5, 1.5, 9];
    const updates = [{ interval: '1h' as const, candle: forming, closed: false }];
    server.bridge.publish('market.candles', { venue: null, pair: 'BTC-USD', symbol: 'BTC', updates });
    expect(await read.series('BTC', { interval: '1h', limit: 1 })).toMatchObject({ lastIsOpen: false });
    server.bridge.publish('market.prices', pricesFrame([]));
    const { candles, start, lastIsOpen, settled } = await read.series('BTC', { interval: '1h', limit: 2 }, 1);
    expect([rowsOf(candles).at(-1), candles.length, start, lastIsOpen, settled]).toEqual([forming, 3, 1, true, false]);
    expect(rowsOf((await read.newest(['BTC'], '1h', 2)).get('BTC') as CandleColumns)).toEqual([
      [present - hourMs, 1299, 1300, 1298, 1299, 2],
      forming,
    ]);
  });
});
