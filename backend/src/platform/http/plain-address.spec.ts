import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/config';
import { createLog } from '../observability/log';
import { LocalCounts, limitRules } from './limit-counts';
import { PageCookie } from './page-cookie';
import { plainAddress } from './plain-address';
import { RateLimits } from './rate-limit';
import { createWebServer } from './web-server';

describe('a plain address', () => {
  it.each([
    ['/api/v1/thing?x=%61', '/api/v1/thing?x=%61'],
    ['/%61pi/v1/%74hing?x=%61', '/api/v1/thing?x=%61'],
    ['/a%2fpi', '/a%2fpi'],
    ['/%2561pi', '/%2561pi'],
    ['/coins/%C3%A4%00%zz', '/coins/%C3%A4%00%zz'],
    ['http://127.0.0.1:3000/api/v1/thing', '/api/v1/thing'],
    ['HTTPS://someone@host/%61pi', '/api'],
    ['http://host', '/'],
    ['http://host?x=1', '/?x=1'],
    ['*', '*'],
  ])('of %s is %s', (url, plain) => expect(plainAddress(url)).toBe(plain));
});

describe('limits in any spelling of an address', () => {
  const config = readConfig({ RATE_LIMIT_ANONYMOUS: '1000/hour' });
  const page = new PageCookie(Buffer.alloc(32, 1), false);
  const limits = new RateLimits(limitRules(config), new LocalCounts(limitRules(config)), page);
  let folder: string;
  let close: () => Promise<void>;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tideline-page-'));
    await writeFile(join(folder, 'index.html'), 'the page');
    const server = (await createWebServer(config, createLog('silent'), limits, page, folder)).getInstance();
    server.get('/api/v1/thing', ({ identity }) => ({ kind: identity.kind }));
    server.get('/api/v1/health', () => ({ status: 'up' }));
    url = await server.listen({ port: 0, host: '127.0.0.1' });
    close = () => server.close();
  });
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  /** `fetch` would make the address plain by itself. */
  const ask = (path: string, headers = {}) =>
    new Promise<[number | undefined, boolean]>((resolve, reject) => {
      request(url, { path, headers }, (answer) => resolve([answer.resume().statusCode, 'ratelimit' in answer.headers]))
        .on('error', reject)
        .end();
    });

  it.each(['/api/v1/thing', '/%61pi/v1/thing', '/%61%70%69/v1/thing', 'http://somewhere/api/v1/thing', 'http://somewhere/%61pi/v1/thing'])(
    'counts %s and looks at its credential',
    async (path) => {
      expect(await ask(path)).toEqual([200, true]);
      expect(await ask(path, { authorization: 'Bearer nonsense' })).toEqual([401, true]);
    },
  );

  it.each([
    ['/api/v1/health', 200, false],
    ['/api/v1/healthy', 404, true],
    ['/api/docsomething', 404, true],
    ['/api/v1/thing/%00', 404, true],
    ['/api//v1/thing', 404, true],
    ['//api/v1/thing', 404, false],
    ['/coins/../api/v1/thing', 404, false],
    ['/%2e%2e/etc/passwd', 404, false],
    ['/coins/%00', 404, false],
    ['/coins/BTC', 200, false],
  ])('answers %s by %i, counted: %s', async (path, status, counted) => expect(await ask(path)).toEqual([status, counted]));
});
