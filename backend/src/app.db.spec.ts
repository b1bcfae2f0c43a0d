import { healthReport, liveness, problem } from '@tideline/contracts';
import { consolidatedPrice, insertMarkets, pricesFrame } from '../test/market-factory';
import { bearer, newAdmin, newPerson, send } from '../test/people';
import { startTestApp, type TestApp } from '../test/test-app';

const markets = async (database: TestApp['database']): Promise<void> => void (await insertMarkets(database));

describe('the documentation', () => {
  let server: TestApp;
  beforeAll(async () => void (server = await startTestApp()));
  afterAll(() => server.close());

  it.each(['/api/docs', '/api/redoc'])('shows %s without a script in the page, and all its scripts are there', async (path) => {
    const answer = await server.get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const page = await answer.text();
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    const sources = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
      ([, source]) => new URL(source ?? '', `${server.url}${path}`),
    );
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      const script = await server.get(source.pathname);
      expect([source.pathname, script.status]).toEqual([source.pathname, 200]);
      await script.text();
    }
  });

  it('serves the OpenAPI 3.1 document of exactly the routes that exist', async () => {
    const document = (await (await server.get('/api/openapi.json')).json()) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/v1/assets/{symbol}', '/api/v1/market/candles/{symbol}']));
    for (const [path, operations] of Object.entries(document.paths)) {
      const method = ['PUT', 'PATCH', 'DELETE'].find((one) => !(one.toLowerCase() in operations));
      const filled = path.replace('{symbol}', 'BTC').replace('{pair}', 'BTC-USD');
      const answer = await fetch(`${server.url}${filled}`, { method });
      expect([path, answer.status]).toEqual([path, 405]);
      await answer.text();
    }
  });
});

describe('health', () => {
  let server: TestApp;
  beforeAll(async () => void (server = await startTestApp(markets)));
  afterAll(() => server.close());

  it('is live and ready, and tells of every part', async () => {
    expect(liveness.parse(await (await server.get('/api/v1/health/live')).json())).toEqual({ status: 'up' });
    expect((await server.get('/api/v1/health/ready')).status).toBe(200);
    const quiet = healthReport.parse(await (await server.get('/api/v1/health')).json());
    expect(quiet.status).toBe('degraded');
    expect(quiet.parts).toContainEqual({ part: 'prices', state: 'degraded', detail: 'ingestion tells nothing', ageMs: null });
    server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 300)]));
    const { status, parts } = healthReport.parse(await (await server.get('/api/v1/health')).json());
    expect(status).toBe('up');
    expect(parts.map(({ part }) => part)).toEqual(expect.arrayContaining(['database', 'disk', 'prices']));
  });

  it('goes on answering hot reads while the database is away, says 503 where it needs it, and comes back', async () => {
    server.bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 300)]));
    await server.gate.shut();
    const candles = await server.get('/api/v1/market/candles/BTC');
    expect([candles.status, candles.headers.get('retry-after')]).toEqual([503, '5']);
    expect(problem.parse(await candles.json()).code).toBe('DATABASE.UNAVAILABLE');
    expect((await server.get('/api/v1/health/live')).status).toBe(200);
    const ready = await server.get('/api/v1/health/ready');
    expect([ready.status, problem.parse(await ready.json()).code]).toEqual([503, 'HEALTH.NOT_READY']);
    expect((await server.get('/api/v1/health')).status).toBe(503);
    const prices = (await (await server.get('/api/v1/market/prices')).json()) as { data: { price: number }[] };
    expect(prices.data[0]?.price).toBe(300);
    await server.gate.open();
    expect((await server.get('/api/v1/market/candles/BTC')).status).toBe(200);
    expect((await server.get('/api/v1/health/ready')).status).toBe(200);
  });
});

describe('metrics', () => {
  it('count requests by route template, not by symbol, and want the token when one is set', async () => {
    const server = await startTestApp(markets, { METRICS_TOKEN: 'a-token' });
    for (const symbol of ['BTC', 'ETH', 'NOPE']) await (await server.get(`/api/v1/market/prices/${symbol}`)).text();
    await (await server.get('/api/v1/market/prices')).text();
    await (await server.get('/api/nowhere')).text();
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'a-token' }] as Record<string, string>[]) {
      const refused = await server.get('/metrics', headers);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      await refused.text();
    }
    const text = await (await server.get('/metrics', { authorization: 'Bearer a-token' })).text();
    const count = (route: string, status: string): string =>
      `tideline_http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`;
    expect(text).toContain(`${count('/api/v1/market/prices/:symbol', '2xx')} 2`);
    expect(text).toContain(`${count('/api/v1/market/prices/:symbol', '4xx')} 1`);
    expect(text).toContain(`${count('/api/v1/market/prices', '2xx')} 1`);
    expect(text).toContain(`${count('unknown', '4xx')} 1`);
    expect(text).not.toContain('NOPE');
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
    expect(text).toMatch(/tideline_live_sockets\{kind="\w+"\} 0/);
    await server.close();
  });
});

describe('other origins', () => {
  it('may read when they are on the list, and only then', async () => {
    const server = await startTestApp(markets, { CORS_ORIGINS: 'https://app.example' });
    const allowed = async (origin: string): Promise<string | null> => {
      const answer = await server.get('/api/v1/market/prices', { origin });
      await answer.text();
      return answer.headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://app.example')).toBe('https://app.example');
    expect(await allowed('https://evil.example')).toBeNull();
    const preflight = await fetch(`${server.url}/api/v1/market/mode`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example']);
    expect(preflight.headers.get('ratelimit')).toBeNull();
    await server.close();
  });
});

describe('the switch to live', () => {
  const post = (server: TestApp, body: unknown): Promise<Response> =>
    fetch(`${server.url}/api/v1/market/mode`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('is kept for the next start, and nothing else is taken', async () => {
    const server = await startTestApp();
    const answer = await post(server, { mode: 'simulated' });
    expect([answer.status, await answer.json()]).toEqual([200, { running: 'live', nextStart: 'simulated' }]);
    expect(server.remembered).toEqual(['simulated']);
    for (const body of [{ mode: 'auto' }, {}, { mode: 'live', more: 1 }]) {
      const refused = await post(server, body);
      expect([refused.status, problem.parse(await refused.json()).code]).toEqual([400, 'REQUEST.INVALID']);
    }
    await server.close();
  });

  it('is for administrators once there is one, wherever HOST lets others in', async () => {
    const server = await startTestApp(undefined, { HOST: '0.0.0.0' });
    const [boss, anna] = [await newAdmin(server), await newPerson(server)];
    const ask = async (headers: Record<string, string> = {}) => {
      const { status, body } = await send(server, 'POST', '/market/mode', { mode: 'simulated' }, headers);
      return [status, body.code];
    };
    expect(await ask()).toEqual([401, 'AUTH.REQUIRED']);
    expect(await ask(bearer(anna.accessToken))).toEqual([403, 'AUTH.FORBIDDEN']);
    expect(server.remembered).toEqual([]);
    expect(await ask(bearer(boss.accessToken))).toEqual([200, undefined]);
    expect(server.remembered).toEqual(['simulated']);
    await server.close();
  }, 60_000);

  it.each([
    ['HOST', '0.0.0.0'],
    ['MARKET_MODE', 'live'],
  ])('is refused with %s=%s', async (name, value) => {
    const server = await startTestApp(undefined, { [name]: value });
    const refused = await post(server, { mode: 'live' });
    expect([refused.status, problem.parse(await refused.json()).code, server.remembered]).toEqual([403, 'MARKET.MODE_LOCKED', []]);
    await server.close();
  });
});
