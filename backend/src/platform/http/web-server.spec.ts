import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem, type Problem } from '@tideline/contracts';
import { readConfig } from '../config/config';
import { createLog } from '../observability/log';
import { PageCookie } from './page-cookie';
import { CodedError } from './coded-error';
import { LocalCounts, limitRules } from './limit-counts';
import { RateLimits } from './rate-limit';
import { createWebServer } from './web-server';

const secret = Buffer.from('a secret of at least thirty-two bytes');

async function start(environment: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(folder, 'main-ABCD1234.js'), `console.log(${JSON.stringify('x'.repeat(3000))})`);
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'assets', 'plain.txt'), 'text');
  const config = readConfig(environment);
  const page = new PageCookie(secret, config.PUBLIC_URL?.startsWith('https:') ?? false);
  const limits = new RateLimits(limitRules(config), new LocalCounts(limitRules(config)), page);
  const web = await createWebServer(config, createLog('silent'), limits, page, folder);
  const server = web.getInstance();
  server.get('/api/v1/thing', () => ({ text: 'a'.repeat(2000) }));
  server.post('/api/v1/thing', () => ({ ok: true }));
  server.get('/api/v1/health/live', () => ({ status: 'up' }));
  server.get('/api/v1/broken', () => Promise.reject(new Error('secret detail')));
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const close = async (): Promise<void> => {
    server.server.closeAllConnections();
    await server.close();
    await rm(folder, { recursive: true });
  };
  return {
    url,
    close,
    identities: web.identities,
    get: (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers }),
  };
}

type Server = Awaited<ReturnType<typeof start>>;

/** Everything that the server says to these bytes until it closes. */
async function said(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return problem.parse(await answer.json());
}

describe('the web server', () => {
  let server: Server;
  beforeAll(async () => void (server = await start({ RATE_LIMIT_ANONYMOUS: '100000/hour', RATE_LIMIT_BURST: '100000/minute' })));
  afterAll(() => server.close());

  it('does not wait for headers that come byte by byte: 408 between 10 and 20 s', async () => {
    const from = performance.now();
    const texts = await Promise.all([
      said(server.url, 'GET /api/v1/thing HTTP/1.1\r\nHost: x\r\nX-Slow: '),
      said(server.url, 'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: '),
    ]);
    for (const text of texts) expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - from).toBeGreaterThan(9_000);
    expect(performance.now() - from).toBeLessThan(20_000);
  }, 60_000);

  it.each(['/api', '/api/unknown', '/api/v1/thing/more', '/metrics/x'])('answers %s with a 404 problem', async (path) => {
    const answer = await server.get(path, { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(await problemOf(answer)).toMatchObject({ status: 404, code: 'HTTP.NOT_FOUND', instance: path });
  });

  it.each(['/', '/coins/BTC', '/health?window=7d'])(
    'answers the deep link %s with the page and its cookie, never from a cache',
    async (path) => {
      const answer = await server.get(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('the page');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('set-cookie')).toMatch(/^tideline_page=\S+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
    },
  );

  it('keeps a hashed file for a year, and gives 404 for a file that is not there', async () => {
    const kept = await server.get('/main-ABCD1234.js');
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(kept.headers.get('set-cookie')).toBeNull();
    expect((await server.get('/main-FFFF0000.js')).status).toBe(404);
    expect((await server.get('/assets/plain.txt')).headers.get('cache-control')).toBe('no-cache');
  });

  it('does not leave the page folder', async () => {
    const status = await new Promise<number | undefined>((resolve) =>
      rawRequest(`${server.url}`, { path: '/assets/../../../../etc/passwd' }, (answer) => resolve(answer.resume().statusCode)).end(),
    );
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it.each(['application/json', 'text/plain'])('takes a POST without a body, also when %s is said to come', async (type) => {
    expect((await fetch(`${server.url}/api/v1/thing`, { method: 'POST', headers: { 'content-type': type } })).status).toBe(200);
  });

  it('says 405 and what is possible for a wrong method on a known path', async () => {
    const answer = await fetch(`${server.url}/api/v1/thing`, { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await problemOf(answer)).code).toBe('HTTP.METHOD_NOT_ALLOWED');
  });

  it.each([
    ['413 for a body over 100 kB', JSON.stringify('x'.repeat(100_001)), 'application/json', 413],
    ['415 for a body that is not JSON', 'a=1', 'application/x-www-form-urlencoded', 415],
    ['415 for plain text', 'text', 'text/plain', 415],
    ['400 for broken JSON', '{"a":', 'application/json', 400],
  ])('says %s', async (_title, body, type, status) => {
    const answer = await fetch(`${server.url}/api/v1/thing`, { method: 'POST', body, headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).status).toBe(status);
  });

  it('says 414 for an address of more than 4096 characters, 400 for one that cannot be read', async () => {
    const long = await server.get(`/api/v1/thing?q=${'x'.repeat(4100)}`);
    expect([long.status, (await problemOf(long)).code]).toEqual([414, 'HTTP.ADDRESS_TOO_LONG']);
    const unreadable = await server.get('/api/v1/%zz');
    expect([unreadable.status, (await problemOf(unreadable)).status]).toEqual([400, 400]);
    expect(unreadable.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it.each([
    [
      '431 for headers of 20,000 bytes',
      `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HTTP.HEADERS_TOO_LARGE',
    ],
    ['400 for what is no HTTP', 'hello\r\n\r\n', 400, 'HTTP.BAD_REQUEST'],
    ['400 for a header without a name', 'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', 400, 'HTTP.BAD_REQUEST'],
  ])('says %s as a problem, and closes the connection', async (_title, bytes, status, code) => {
    const [head = '', body = ''] = (await said(server.url, bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
    expect(head).toContain('content-type: application/problem+json');
    expect(head).toContain("default-src 'self'");
    expect(problem.parse(JSON.parse(body))).toMatchObject({ status, code });
  });

  it('tells nothing of the inside in a 500', async () => {
    const answer = await server.get('/api/v1/broken');
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).not.toContain('secret detail');
    expect(JSON.parse(text)).toMatchObject({ code: 'HTTP.INTERNAL', traceId: answer.headers.get('x-request-id') });
  });

  it('carries on the trace of a traceparent and makes one of its own otherwise', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const sent = await server.get('/api/nothing', { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect((await problemOf(sent)).traceId).toBe(trace);
    const bad = await server.get('/api/nothing', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` });
    expect((await problemOf(bad)).traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
  });

  it('sends a strict content policy, no HSTS over http, and no CORS headers', async () => {
    const { headers } = await server.get('/api/v1/thing', { origin: 'https://elsewhere.example' });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('compresses by br or gzip as asked, and not at all for who cannot read it', async () => {
    for (const encoding of ['br', 'gzip']) {
      const answer = await server.get('/api/v1/thing', { 'accept-encoding': encoding });
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(await answer.json()).toEqual({ text: 'a'.repeat(2000) });
    }
    expect((await server.get('/api/v1/thing', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
    expect((await server.get('/main-ABCD1234.js', { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBe('br');
  });

  it('answers 304 without a body to who has the entity tag already, in any encoding', async () => {
    const first = await server.get('/api/v1/thing', { 'accept-encoding': 'gzip' });
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"[\w-]+"$/);
    for (const header of [tag, `"other", ${tag}`, tag.slice(2), '*']) {
      const again = await server.get('/api/v1/thing', { 'if-none-match': header, 'accept-encoding': 'identity' });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
    }
    expect((await server.get('/api/v1/thing', { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('the limits', () => {
  let server: Server;
  beforeEach(
    async () => void (server = await start({ RATE_LIMIT_ANONYMOUS: '100/hour', RATE_LIMIT_BURST: '130/minute', TRUST_PROXY: 'true' })),
  );
  afterEach(() => server.close());

  it('let 100 anonymous requests pass and answer the 101st with 429 and Retry-After; a 304 counts, health and files do not', async () => {
    const first = await server.get('/api/v1/thing');
    expect(first.headers.get('ratelimit-policy')).toBe('"anonymous";q=100;w=3600, "ceiling";q=130;w=60');
    expect(first.headers.get('ratelimit')).toBe('"anonymous";r=99;t=3600, "ceiling";r=129;t=60');
    const again = await server.get('/api/v1/thing', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect([again.status, again.headers.get('ratelimit')?.slice(0, 19)]).toEqual([304, '"anonymous";r=98;t=']);
    expect((await server.get('/api/v1/health/live')).headers.get('ratelimit')).toBeNull();
    expect((await server.get('/')).headers.get('ratelimit')).toBeNull();
    for (let n = 3; n <= 99; n += 1) expect((await server.get('/api/unknown')).status).toBe(404);
    const last = await server.get('/api/v1/thing');
    expect([last.status, last.headers.get('ratelimit')?.slice(0, 18)]).toEqual([200, '"anonymous";r=0;t=']);
    const refused = await server.get('/api/v1/thing');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect(refused.headers.get('ratelimit')).toContain('"anonymous";r=0;');
    expect((await problemOf(refused)).code).toBe('HTTP.RATE_LIMITED');
    expect((await server.get('/api/v1/health/live')).status).toBe(200);
  });

  it('let exactly 100 of 160 pass that eight clients ask for at once', async () => {
    const client = async (): Promise<number[]> => {
      const statuses: number[] = [];
      for (let n = 0; n < 20; n += 1) statuses.push((await server.get('/api/v1/thing', { 'x-forwarded-for': '203.0.113.50' })).status);
      return statuses;
    };
    const statuses = (await Promise.all(Array.from({ length: 8 }, client))).flat();
    expect([200, 429].map((status) => statuses.filter((one) => one === status).length)).toEqual([100, 60]);
  });

  it('ask nobody whose credential it is once the ceiling is reached', async () => {
    let asked = 0;
    server.identities.offer('key', () => {
      asked += 1;
      throw new CodedError('AUTH.INVALID_CREDENTIAL', 401, 'nobody knows it');
    });
    const flood = { 'x-forwarded-for': '203.0.113.60', 'x-api-key': 'guessed' };
    const statuses: number[] = [];
    for (let n = 0; n < 150; n += 1) statuses.push((await server.get('/api/v1/thing', flood)).status);
    expect([401, 429].map((status) => statuses.filter((one) => one === status).length)).toEqual([100, 50]);
    expect(asked).toBe(130);
  });

  it('count our own page against the ceiling only', async () => {
    const cookie = (await server.get('/')).headers.get('set-cookie')?.split(';')[0] ?? '';
    const own = { cookie: `other=1; ${cookie}`, 'sec-fetch-site': 'same-origin' };
    for (let n = 0; n < 130; n += 1) expect((await server.get('/api/v1/thing', own)).status).toBe(200);
    const refused = await server.get('/api/v1/thing', own);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit-policy')).toBe('"ceiling";q=130;w=60');
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  it.each([
    ['a forged cookie', (cookie: string) => ({ cookie: `${cookie.slice(0, -2)}xx`, 'sec-fetch-site': 'same-origin' })],
    ['a cookie sent from another site', (cookie: string) => ({ cookie, 'sec-fetch-site': 'cross-site' })],
    ['a cookie without Sec-Fetch-Site', (cookie: string) => ({ cookie })],
    ['no cookie', () => ({ 'sec-fetch-site': 'same-origin' })],
  ])('take %s for an anonymous caller', async (_title, headersOf) => {
    const cookie = (await server.get('/')).headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await server.get('/api/v1/thing', headersOf(cookie));
    expect(answer.headers.get('ratelimit')).toContain('"anonymous"');
  });

  it('count each address behind a trusted proxy for itself, and IPv6 by its /64', async () => {
    const left = async (address: string): Promise<string | undefined> =>
      (await server.get('/api/v1/thing', { 'x-forwarded-for': address })).headers.get('ratelimit')?.split(';')[1];
    expect(await left('203.0.113.1')).toBe('r=99');
    expect(await left('203.0.113.2')).toBe('r=99');
    expect(await left('2001:db8:1:2::1')).toBe('r=99');
    expect(await left('2001:db8:1:2:ffff::9')).toBe('r=98');
    expect(await left('2001:db8:1:3::1')).toBe('r=99');
  });
});

describe('an https address', () => {
  it('brings HSTS, a secure cookie and upgrades', async () => {
    const server = await start({ PUBLIC_URL: 'https://tideline.example' });
    const answer = await server.get('/');
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
    expect(answer.headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
    await server.close();
  });
});
