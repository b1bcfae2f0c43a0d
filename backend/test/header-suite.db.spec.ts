import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get as rawGet } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { readConfig } from '../src/platform/config/config';
import { createWebServer } from '../src/platform/http/web-server';
import { LocalCounts, limitRules } from '../src/platform/http/limit-counts';
import { RateLimits } from '../src/platform/http/rate-limit';
import { PageCookie } from '../src/platform/http/page-cookie';
import { createLog } from '../src/platform/observability/log';
import { bearer, newPerson, refreshWith, send, signIn, type Person } from './people';
import { startTestApp, type TestApp } from './test-app';

jest.setTimeout(120_000);

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
};

/** Holds an answer to what every answer carries; gives the directives of its content policy. */
function hold(headers: Headers): Map<string, string> {
  for (const [name, value] of Object.entries(everywhere)) expect([name, headers.get(name)]).toEqual([name, value]);
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('server')).toBeNull();
  const policy = (headers.get('content-security-policy') ?? '').split(';').map((one) => one.trim().split(' '));
  const directives = new Map(policy.map(([name = '', ...sources]) => [name, sources.join(' ')]));
  for (const name of ['default-src', 'script-src', 'connect-src', 'base-uri', 'form-action']) expect(directives.get(name)).toBe("'self'");
  for (const name of ['object-src', 'frame-ancestors', 'script-src-attr']) expect(directives.get(name)).toBe("'none'");
  return directives;
}

const strict = (directives: Map<string, string>) => {
  expect(directives.get('style-src-attr')).toBe("'none'");
  expect(directives.get('worker-src')).toBe("'self'");
};
const allowed = 'https://app.example';

describe('the headers', () => {
  let app: TestApp;
  let person: Person;
  beforeAll(async () => {
    app = await startTestApp(undefined, { CORS_ORIGINS: allowed, TRUST_PROXY: 'loopback' });
    person = await newPerson(app);
  });
  afterAll(() => app.close());

  it.each([
    ['a read that is ready', '/api/v1/market/venues', {}, 200],
    ['a read of the database', '/api/v1/market/alerts', {}, 200],
    ['a problem', '/api/v1/assets/NOPE', {}, 404],
    ['a bad question', '/api/v1/assets?limit=x', {}, 400],
    ['an unknown path', '/api/v1/nothing', {}, 404],
    ['a refused token', '/api/v1/market/alerts', bearer('x'), 401],
    ['health', '/api/v1/health/live', {}, 200],
    ['the API document', '/api/openapi.json', {}, 200],
    ['metrics', '/metrics', {}, 200],
  ])('of %s (%s) are all there', async (_title, path, headers, status) => {
    const answer = await app.get(path, headers);
    expect(answer.status).toBe(status);
    strict(hold(answer.headers));
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    if (status >= 400) expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('of a 304 are all there', async () => {
    const tag = (await app.get('/api/v1/market/venues')).headers.get('etag') ?? '';
    for (const more of [{}, { origin: allowed }] as Record<string, string>[]) {
      const answer = await app.get('/api/v1/market/venues', { 'if-none-match': tag, ...more });
      expect(answer.status).toBe(304);
      strict(hold(answer.headers));
      expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
    }
  });

  it.each(['/api/docs', '/api/redoc', '/api/redoc/redoc.standalone.js', '/api/docs/swagger-ui-init.js'])(
    'of the documentation at %s allow style attributes, but no inline script',
    async (path) => {
      const answer = await app.get(path);
      expect(answer.status).toBe(200);
      const directives = hold(answer.headers);
      expect(directives.get('style-src')).toBe("'self' 'unsafe-inline'");
      expect(directives.has('style-src-attr')).toBe(false);
      if (answer.headers.get('content-type')?.includes('html') === true)
        expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    },
  );

  it('of a redirect inside the documentation are all there', async () => {
    const answer = await fetch(`${app.url}/api/docs/`, { redirect: 'manual' });
    expect(answer.status).toBeLessThan(400);
    hold(answer.headers);
  });

  it('of a socket handshake are all there, over HTTP and in the upgrade', async () => {
    hold((await app.get('/socket.io/?EIO=4&transport=polling')).headers);
    const upgraded = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const key = Buffer.alloc(16, 1).toString('base64');
      const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key };
      rawGet(`${app.url}/socket.io/?EIO=4&transport=websocket`, { headers })
        .on('upgrade', (response, socket) => {
          socket.destroy();
          resolve(response.headers);
        })
        .on('error', reject);
    });
    expect(upgraded).toMatchObject(everywhere);
  });

  it('hold the browser to TLS only where a trusted proxy says that it is used', async () => {
    for (const path of ['/api/v1/market/venues', '/api/v1/market/alerts', '/api/docs', '/api/v1/nothing']) {
      const over = async (headers: Record<string, string>) => (await app.get(path, headers)).headers.get('strict-transport-security');
      expect(await over({ 'x-forwarded-proto': 'https' })).toBe('max-age=31536000; includeSubDomains');
      expect(await over({ 'x-forwarded-proto': 'http' })).toBeNull();
      expect(await over({ 'x-forwarded-proto': 'https, http' })).toBeNull();
    }
  });

  it.each(['/users/me', '/auth/me', '/users/me/sessions', '/users/me/nothing', '/admin/users'])(
    'of the personal answer %s keep it out of every cache, refused or not',
    async (path) => {
      for (const headers of [bearer(person.accessToken), bearer('x'), {}]) {
        const answer = await send(app, 'GET', path, undefined, headers);
        expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
      }
    },
  );

  it('let a page of an allowed origin read answers and refusals, and no other page', async () => {
    for (const [path, headers] of [
      ['/api/v1/market/venues', {}],
      ['/api/v1/auth/me', bearer('x')],
      ['/api/v1/nothing', {}],
    ] as const) {
      const mine = (await app.get(path, { origin: allowed, ...headers })).headers;
      expect([path, mine.get('access-control-allow-origin')]).toEqual([path, allowed]);
      expect(mine.get('access-control-allow-credentials')).toBe('true');
      expect(mine.get('vary')?.toLowerCase()).toContain('origin');
      for (const origin of ['https://app.example.evil', 'http://app.example', 'https://APP.example:444', 'null']) {
        const foreign = (await app.get(path, { origin, ...headers })).headers;
        expect([origin, foreign.get('access-control-allow-origin')]).toEqual([origin, null]);
        expect(foreign.get('vary')?.toLowerCase()).toContain('origin');
      }
    }
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('let an allowed page ask before a %s with a token', async (method) => {
    const ask = (origin: string) =>
      fetch(`${app.url}/api/v1/users/me`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,content-type' },
      });
    const { status, headers } = await ask(allowed);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, allowed]);
    expect(headers.get('access-control-allow-methods')).toContain(method);
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect((await ask('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('of the refresh cookie: no script reads it, no foreign page sends it, no other path gets it, and TLS keeps it to itself', async () => {
    const cookieOf = async (headers: Record<string, string>) => {
      const { email, password } = person;
      const answer = await send(app, 'POST', '/auth/login', { email, password }, headers);
      expect(answer.status).toBe(200);
      return (answer.headers.get('set-cookie') ?? '').split('; ').slice(1);
    };
    const attributes = [expect.stringMatching(/^Max-Age=60\d{4}$/) as unknown, 'Path=/api/v1/auth', 'HttpOnly', 'SameSite=Strict'];
    expect(await cookieOf({})).toEqual(attributes);
    expect(await cookieOf({ 'x-forwarded-proto': 'https' })).toEqual([...attributes, 'Secure']);
    const { refreshToken } = await signIn(app, person.email);
    const gone = await send(app, 'POST', '/auth/logout', undefined, refreshWith(refreshToken));
    expect(gone.headers.get('set-cookie')).toBe('tideline_refresh=; Max-Age=0; Path=/api/v1/auth; HttpOnly; SameSite=Strict');
  });

  it('let no socket in from a foreign page', async () => {
    const connect = (origin: string) =>
      new Promise<boolean>((resolve) => {
        const socket = io(app.url, { transports: ['websocket'], extraHeaders: { origin }, reconnection: false });
        const end = (open: boolean) => {
          socket.close();
          resolve(open);
        };
        socket.on('connect', () => end(true)).on('connect_error', (error) => end(error.message !== 'websocket error'));
      });
    expect(await connect('https://elsewhere.example')).toBe(false);
    expect(await connect(allowed)).toBe(true);
  });
});

describe('the headers of the page', () => {
  const start = async (environment: Record<string, string>) => {
    const folder = await mkdtemp(join(tmpdir(), 'tideline-headers-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>the page</title>');
    await writeFile(join(folder, 'main-ABCD1234.js'), 'console.log(1)');
    const config = readConfig({ NODE_ENV: 'test', ...environment });
    const page = new PageCookie(Buffer.alloc(32, 1), false);
    const limits = new RateLimits(limitRules(config), new LocalCounts(limitRules(config)), page);
    const server = (await createWebServer(config, createLog('silent'), limits, page, folder)).getInstance();
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    const close = async () => {
      await server.close();
      await rm(folder, { recursive: true });
    };
    return { url, close };
  };

  it.each(['/', '/coins/BTC', '/main-ABCD1234.js', '/main-FFFF0000.js', '/nothing.txt'])(
    'at %s are all there, without CORS',
    async (path) => {
      const { url, close } = await start({});
      const { headers } = await fetch(`${url}${path}`, { headers: { origin: allowed, 'x-forwarded-proto': 'https' } });
      strict(hold(headers));
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
      await close();
    },
  );

  it('hold the browser to TLS where PUBLIC_URL is https', async () => {
    const { url, close } = await start({ PUBLIC_URL: 'https://tideline.example' });
    const { headers } = await fetch(url);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(hold(headers).has('upgrade-insecure-requests')).toBe(true);
    await close();
  });
});
