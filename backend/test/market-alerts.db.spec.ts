import { globalSnapshot, marketAlert, marketAlertEvent, type MarketAlert, type MarketAlertEvent } from '@tideline/contracts';
import { Ingestion } from '../src/modules/market/application/ingestion';
import { CoinbaseVenue } from '../src/modules/market/venues/coinbase/coinbase';
import { KrakenVenue } from '../src/modules/market/venues/kraken/kraken';
import { insertCalmHistory } from './calm-history';
import { FakeCoinbase } from './fake-venues/fake-coinbase';
import { FakeKraken } from './fake-venues/fake-kraken';
import { connectLive, subscribe } from './live-server';
import { insertMarkets } from './market-factory';
import { startTestApp, type TestApp } from './test-app';
import { until } from './until';

jest.setTimeout(60_000);

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
        const { data } = (await (await server.get('/api/v1/market/alerts')).json()) as { data: MarketAlert[] };
        return pushed.length > 0 && Math.round(data[0]?.change ?? 0) === 8;
      },
      30_000,
      200,
    );
    // ETH is learnt right after BTC; its outlier has gone on for longer.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(pushed).toHaveLength(1);
    const { data } = (await (await server.get('/api/v1/market/alerts')).json()) as { data: MarketAlert[] };
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
    await subscribe(late, 'indicators:BTC:1h:rsi:14', 'indicators:ETH:1h:rsi:14');
    const metrics = await (await server.get('/metrics')).text();
    expect(metrics.match(/^tideline_analytics_\S+ \S+$/gm)).toEqual([
      'tideline_analytics_market_alerts_raised_total{direction="up"} 1',
      'tideline_analytics_market_alerts_raised_total{direction="down"} 0',
      'tideline_analytics_assets_learnt 2',
      'tideline_analytics_live_indicators 2',
    ]);
    for (const one of [socket, late]) one.disconnect();
  });
});
