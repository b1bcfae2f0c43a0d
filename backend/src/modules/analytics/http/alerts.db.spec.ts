import { globalSnapshot, marketAlert, marketAlertEvent, type MarketAlert, type MarketAlertEvent } from '@tideline/contracts';
import { insertCalmHistory } from '../../../../test/calm-history';
import { FakeCoinbase } from '../../../../test/fake-venues/fake-coinbase';
import { FakeKraken } from '../../../../test/fake-venues/fake-kraken';
import { connectLive, subscribe } from '../../../../test/live-server';
import { insertMarkets } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { until } from '../../../../test/until';
import { Ingestion } from '../../market/application/ingestion';
import { CoinbaseVenue } from '../../market/venues/coinbase/coinbase';
import { KrakenVenue } from '../../market/venues/kraken/kraken';

jest.setTimeout(60_000);

interface AlertList {
  data: MarketAlert[];
  page: { nextCursor: string | null; limit: number };
}

describe('a move of 8 % at two venues', () => {
  let server: TestApp;
  let ingestion: Ingestion;
  let kraken: FakeKraken;
  let coinbase: FakeCoinbase;

  beforeAll(async () => {
    kraken = await new FakeKraken({ pairs: ['BTC-USD', 'ETH-USD'], firstId: 10 }).start();
    coinbase = await new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD'], firstId: 700 }).start();
    server = await startTestApp(async (database) => {
      const ids = await insertMarkets(database);
      await insertCalmHistory(database, ids.get('consolidated BTC-USD') ?? 0, 60_000);
      await insertCalmHistory(database, ids.get('consolidated ETH-USD') ?? 0, 3_000);
    });
    const venues = [new KrakenVenue(kraken.wsUrl, kraken.restUrl), new CoinbaseVenue(coinbase.wsUrl, coinbase.restUrl)];
    ingestion = new Ingestion(server.database, venues, server.bridge, { assets: [], dataMode: 'live' });
    await ingestion.start();
  });
  afterAll(async () => {
    await ingestion.stop();
    await Promise.all([kraken.stop(), coinbase.stop()]);
    await server.close();
  });

  it('is one alert: stored once, pushed on global, listed; the outlier of one venue is none', async () => {
    const socket = await connectLive(server.url);
    const pushed: MarketAlertEvent[] = [];
    socket.on('marketAlert', (event: MarketAlertEvent) => pushed.push(marketAlertEvent.parse(event)));
    const before = await subscribe(socket, 'global');
    expect(before).toMatchObject({ ok: true, snapshot: { global: { channel: 'global', seq: 1, alerts: [] } } });

    await until(
      'the alert',
      async () => {
        for (const venue of [kraken, coinbase]) venue.trade('BTC-USD', 64_800, 0.1, 'buy');
        kraken.trade('ETH-USD', 3_000, 1, 'buy');
        coinbase.trade('ETH-USD', 3_600, 1, 'buy');
        return pushed.length > 0 && pushed.at(-1)?.alert.change !== undefined && Math.round(pushed.at(-1)?.alert.change ?? 0) === 8;
      },
      30_000,
      200,
    );
    // ETH is learnt right after BTC; its outlier has gone on for longer.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(new Set(pushed.map(({ alert }) => alert.id)).size).toBe(1);
    const { data } = (await (await server.get('/api/v1/market/alerts')).json()) as AlertList;
    expect(data).toHaveLength(1);
    expect(marketAlert.parse(data[0])).toMatchObject({
      symbol: 'BTC',
      direction: 'up',
      threshold: 8,
      dataMode: 'live',
      id: pushed[0]?.alert.id,
    });
    const late = await connectLive(server.url);
    const after = await subscribe(late, 'global');
    expect(globalSnapshot.parse((after as { snapshot: Record<string, unknown> }).snapshot['global']).alerts).toEqual(data);
    for (const one of [socket, late]) one.disconnect();
  });
});

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
