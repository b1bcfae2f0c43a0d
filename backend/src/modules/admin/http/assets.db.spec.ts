import { setTimeout as delay } from 'node:timers/promises';
import { FakeBinance } from '../../../../test/fake-venues/fake-binance';
import { FakeCoinbase } from '../../../../test/fake-venues/fake-coinbase';
import { FakeCoinGecko } from '../../../../test/fake-venues/fake-coingecko';
import { FakeKraken } from '../../../../test/fake-venues/fake-kraken';
import type { FakeVenue } from '../../../../test/fake-venues/fake-venue';
import { IngestOracle } from '../../../../test/ingest-oracle';
import { until } from '../../../../test/ingest-rig';
import { bearer, newAdmin, newPerson, send, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

jest.setTimeout(120_000);

interface Told {
  symbol: string;
  enabled: boolean;
  position: number;
  source: string;
  price: number | null;
  stale: boolean;
  pairs: { venue: string; pair: string }[];
}

describe('assets, followed as administrators say', () => {
  const coingecko = new FakeCoinGecko([{ id: 'fool-coin', symbol: 'foo', name: 'Fool Coin', current_price: 2 }]);
  let venues: { coinbase: FakeCoinbase; kraken: FakeKraken; binance: FakeBinance };
  let app: TestApp;
  let boss: Person;
  let oracle: IngestOracle;

  beforeAll(async () => {
    venues = {
      coinbase: await new FakeCoinbase({ pairs: ['BTC-USD', 'XMR-USD', 'FOO-USD', 'EURO-EUR'], firstId: 1_000 }).start(),
      kraken: await new FakeKraken({ pairs: ['BTC-USD', 'XMR-USD'], firstId: 1_000 }).start(),
      binance: await new FakeBinance({ pairs: ['BTC-USDT', 'XMR-USDT'], firstId: 1_000 }).start(),
    };
    const environment = {
      VENUES: 'coinbase,kraken,binance',
      ASSETS: 'BTC',
      COINBASE_WS_URL: venues.coinbase.wsUrl,
      COINBASE_REST_URL: venues.coinbase.restUrl,
      KRAKEN_WS_URL: venues.kraken.wsUrl,
      KRAKEN_REST_URL: venues.kraken.restUrl,
      BINANCE_WS_URL: venues.binance.wsUrl,
      BINANCE_REST_URL: venues.binance.restUrl,
      COINGECKO_URL: await coingecko.start(),
    };
    app = await startTestApp(undefined, environment, ['api', 'ingest']);
    oracle = new IngestOracle(app.database);
    boss = await newAdmin(app);
    await until('BTC at three venues', () => all().every((venue) => hears(venue, 'BTC')), 20_000);
  });
  afterAll(async () => {
    await app.close();
    coingecko.stop();
    for (const venue of all()) await venue.stop();
  });

  const all = (): FakeVenue[] => Object.values(venues);
  const hears = (venue: FakeVenue, symbol: string) =>
    [...venue.clients].some(({ subscriptions }) => [...subscriptions].some((key) => key.toUpperCase().includes(symbol)));
  const ask = (method: string, path: string, body?: unknown, person = boss) =>
    send(app, method, `/admin/assets${path}`, body, bearer(person.accessToken));
  const list = async () => (await ask('GET', '')).body['data'] as Told[];
  const symbols = async () => (await list()).map(({ symbol }) => symbol);
  const asset = (symbol: string) => send(app, 'GET', `/assets/${symbol}`);
  const tradeXmr = (count: number) => {
    for (let n = 0; n < count; n += 1) venues.coinbase.trade('XMR-USD', 300 + n, 0.5, 'buy');
  };

  it('is for administrators only', async () => {
    const stranger = await newPerson(app);
    for (const [method, body] of [['GET'], ['POST', { pair: 'XMR-USD' }], ['PATCH', { symbol: 'BTC', enabled: false }]] as const) {
      expect(await ask(method, '', body, stranger)).toMatchObject({ status: 403, body: { code: 'AUTH.FORBIDDEN' } });
    }
    expect(await list()).toMatchObject([{ symbol: 'BTC', enabled: true, position: 0, source: 'install' }]);
  });

  it('are listed page by page, 50 at a time unless asked otherwise', async () => {
    expect((await ask('GET', '')).body).toMatchObject({ page: { limit: 50, nextCursor: null } });
    expect((await ask('GET', '?limit=1')).body).toMatchObject({ data: [{ symbol: 'BTC' }], page: { limit: 1, nextCursor: null } });
    for (const query of ['limit=0', 'limit=501', 'cursor=x', 'search=B']) expect((await ask('GET', `?${query}`)).status).toBe(400);
  });

  it.each([
    [{ coingeckoId: 'no-such-coin' }, 'MARKET.UNKNOWN_COIN', 422],
    [{ pair: 'NOPE-USD' }, 'MARKET.NOT_LISTED', 422],
    [{ pair: 'XMR-USDC' }, 'MARKET.NOT_LISTED', 422],
    [{ pair: 'EURO-EUR' }, 'MARKET.NOT_LISTED', 422],
    [{ coingeckoId: 'solana' }, 'MARKET.NOT_LISTED', 422],
    [{ coingeckoId: 'bitcoin' }, 'MARKET.ASSET_EXISTS', 409],
    [{ pair: 'XBTUSD' }, 'MARKET.ASSET_EXISTS', 409],
    [{ pair: 'BTC-USD', symbol: 'ETH' }, 'REQUEST.INVALID', 400],
    [{}, 'REQUEST.INVALID', 400],
  ])('refuses to add %j: %s', async (body, code, status) => {
    expect(await ask('POST', '', body)).toMatchObject({ status, body: { code } });
    expect(await symbols()).toEqual(['BTC']);
  });

  it('says 503 with Retry-After while CoinGecko, or a venue that may list it, cannot be asked', async () => {
    coingecko.status = 500;
    const unknown = await ask('POST', '', { coingeckoId: 'fool-coin' });
    coingecko.status = 200;
    venues.kraken.faults.rest = { status: 500 };
    const unlisted = await ask('POST', '', { pair: 'NOPE-USD' });
    venues.kraken.faults.rest = null;
    for (const answer of [unknown, unlisted]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'MARKET.SOURCE_UNAVAILABLE' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('adds by pair: streams and back-fills within 5 s, without a restart', async () => {
    expect(await asset('XMR')).toMatchObject({ status: 404 });
    const added = await ask('POST', '', { pair: 'xmr/usd' });
    expect(added).toMatchObject({
      status: 201,
      body: { symbol: 'XMR', name: 'Monero', coingeckoId: 'monero', source: 'admin', position: 1 },
    });
    await until('XMR at three venues', () => all().every((venue) => hears(venue, 'XMR')), 5_000);
    tradeXmr(5);
    await oracle.expectWhole(venues.coinbase, 'coinbase', 'XMR-USD', 5_000);
    await until('its price', async () => (await asset('XMR')).body['price'] === 304);
    await until('a request for its history', () => venues.coinbase.requests.some((path) => path.includes('XMR-USD/candles')));
    expect((await list())[1]).toMatchObject({ enabled: true, price: 304, stale: false });
    expect((await asset('XMR')).body).toMatchObject({ enabled: true });
  });

  it('adds by an id that only CoinGecko knows', async () => {
    expect(await ask('POST', '', { coingeckoId: 'fool-coin' })).toMatchObject({ status: 201, body: { symbol: 'FOO', name: 'Fool Coin' } });
    await until('FOO at coinbase', () => hears(venues.coinbase, 'FOO'), 5_000);
  });

  it('disables: every venue is told within 5 s, nothing more is stored, the history stays readable', async () => {
    const told = all().map((venue) => venue.messages.length);
    expect(await ask('PATCH', '/XMR', { enabled: false })).toMatchObject({ status: 200, body: { symbol: 'XMR', enabled: false } });
    await until('the end of XMR', () => all().every((venue) => !hears(venue, 'XMR')), 5_000);
    for (const [index, venue] of all().entries()) {
      expect(venue.messages.slice(told[index]).some((text) => /unsubscribe/i.test(text) && /XMR/i.test(text))).toBe(true);
    }
    const stored = await oracle.ids('coinbase', 'XMR-USD');
    tradeXmr(20);
    await delay(1_500);
    expect(await oracle.ids('coinbase', 'XMR-USD')).toEqual(stored);
    expect((await asset('XMR')).body).toMatchObject({ enabled: false, price: 304, stale: true });
    expect((await send(app, 'GET', '/market/trades/XMR-USD')).body['data']).toHaveLength(5);
    expect((await send(app, 'GET', '/market/candles/XMR?interval=1m')).body['candles']).not.toEqual([]);
    const followed = (await send(app, 'GET', '/assets')).body['data'] as { symbol: string }[];
    expect(followed.map(({ symbol }) => symbol)).not.toContain('XMR');
    expect(await ask('POST', '', { pair: 'XMR-USD' })).toMatchObject({ status: 409, body: { code: 'MARKET.ASSET_EXISTS' } });
  });

  it('enables again: what was missed meanwhile is fetched by id, each trade once', async () => {
    expect(await ask('PATCH', '', { symbol: 'XMR', enabled: true })).toMatchObject({ status: 200 });
    await until('XMR at three venues', () => all().every((venue) => hears(venue, 'XMR')), 5_000);
    tradeXmr(3);
    await oracle.expectWhole(venues.coinbase, 'coinbase', 'XMR-USD', 20_000);
    expect(await oracle.ids('coinbase', 'XMR-USD')).toHaveLength(28);
    await until('its price', async () => (await asset('XMR')).body['stale'] === false);
  });

  it('orders: those named first, the others as they were; one can be moved', async () => {
    expect(await symbols()).toEqual(['BTC', 'XMR', 'FOO']);
    const ordered = await ask('PATCH', '', { order: ['FOO', 'XMR'] });
    expect((ordered.body['data'] as Told[]).map(({ symbol }) => symbol)).toEqual(['FOO', 'XMR', 'BTC']);
    expect(await ask('PATCH', '/BTC', { position: 1 })).toMatchObject({ body: { position: 1 } });
    expect(await symbols()).toEqual(['FOO', 'BTC', 'XMR']);
    const shown = async () => (await send(app, 'GET', '/assets?sort=position')).body['data'] as Told[];
    await until('the order', async () => (await shown()).map(({ symbol }) => symbol).join() === 'FOO,BTC,XMR');
    expect(await ask('PATCH', '', { order: ['NOPE'] })).toMatchObject({ status: 404, body: { code: 'MARKET.UNKNOWN_SYMBOL' } });
    expect(await ask('PATCH', '/NOPE', { enabled: true })).toMatchObject({ status: 404 });
    expect(await ask('PATCH', '/BTC', {})).toMatchObject({ status: 400 });
  });

  it('writes each deed into the audit log', async () => {
    const rows = await app.database.query<{ action: string; subject: string | null }>(
      `SELECT action, subject_id AS subject FROM audit_log WHERE actor_id = $1 AND action LIKE 'market.%' ORDER BY seq`,
      [boss.id],
    );
    expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'market.asset-added XMR',
      'market.asset-added FOO',
      'market.asset-changed XMR',
      'market.asset-changed XMR',
      'market.assets-ordered null',
      'market.asset-changed BTC',
    ]);
  });
});
