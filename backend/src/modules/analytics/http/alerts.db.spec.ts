import type { MarketAlert } from '@tideline/contracts';
import { insertMarkets } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';

interface AlertList {
  data: MarketAlert[];
  page: { nextCursor: string | null; limit: number };
}

describe('the list of alerts', () => {
  let server: TestApp;
  const start = Date.UTC(2026, 0, 1);

  beforeAll(async () => {
    server = await startTestApp(async (database) => {
      await insertMarkets(database);
      await database.query(
        `INSERT INTO market_alerts (symbol, direction, window_minutes, change, z_score, threshold, price, observations,
                                    started_at, detected_at, updated_at, ended_at)
         SELECT CASE WHEN n % 3 = 0 THEN 'ETH' ELSE 'BTC' END, 'up', 15, 3, 9, 8, 100, 8628, $1::bigint + n * 60000,
                $1::bigint + (n / 2) * 60000, $1::bigint + n * 60000, $1::bigint + n * 60000
         FROM generate_series(0, 119) AS n`,
        [start],
      );
    });
  });
  afterAll(() => server.close());

  const list = async (query: string): Promise<AlertList> =>
    (await (await server.get(`/api/v1/market/alerts?${query}`)).json()) as AlertList;

  it('pages through 120 alerts, newest first, each once, two found at the same moment included', async () => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, page }: AlertList = await list(`limit=37${cursor === '' ? '' : `&cursor=${cursor}`}`);
      ids.push(...data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(Array.from({ length: 120 }, (_, index) => String(120 - index)));
  });

  it('gives those of one asset within a span', async () => {
    const { data } = await list(`symbol=xbt&from=${start}&to=${start + 3 * 60_000}`);
    expect(data.map(({ symbol, id }) => [symbol, Number(id)])).toEqual([
      ['BTC', 6],
      ['BTC', 5],
      ['BTC', 3],
      ['BTC', 2],
    ]);
    expect((await list('period=24h')).data).toEqual([]);
  });

  it.each([
    ['symbol=NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['period=24h&from=1', 400, 'MARKET.BAD_RANGE'],
    ['from=2&to=1', 400, 'MARKET.BAD_RANGE'],
    ['limit=501', 400, 'REQUEST.INVALID'],
    ['cursor=nonsense', 400, 'REQUEST.INVALID'],
    ['window=5', 400, 'REQUEST.INVALID'],
  ])('refuses %s with %d %s', async (query, status, code) => {
    const answer = await server.get(`/api/v1/market/alerts?${query}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});
