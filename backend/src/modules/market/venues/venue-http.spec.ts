import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../../../test/until';
import { VenueRefusal } from './venue';
import { VenueHttp, type VenueHttpOptions } from './venue-http';

type Script = (response: ServerResponse, request: IncomingMessage) => void;

describe('VenueHttp', () => {
  let server: Server;
  let asked: string[] = [];
  /** One per request; the last one stays. */
  let script: Script[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      (script.length > 1 ? script.shift() : script[0])?.(response, request);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const answer =
    (status: number, body: unknown = {}, headers: Record<string, string> = {}): Script =>
    (response) =>
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  const client = (options: Partial<VenueHttpOptions> = {}) =>
    new VenueHttp({
      venue: 'fake',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      rate: { capacity: 100, perSecond: 100 },
      firstWaitMs: 5,
      ...options,
    });
  const run = (http: VenueHttp, ...steps: Script[]) => {
    asked = [];
    script = steps;
    return http.get('/x', { pair: 'A/B', count: 3 }, { signal: AbortSignal.timeout(5_000) });
  };

  it('gives the body and the headers, and writes the query', async () => {
    const { body, headers } = await run(client(), answer(200, { price: 1.5 }, { 'cb-after': '7' }));
    expect(body).toEqual({ price: 1.5 });
    expect(headers.get('cb-after')).toBe('7');
    expect(asked).toEqual(['/x?pair=A%2FB&count=3']);
  });

  it('tries 500, 502 and a page of HTML again, and gives up after 4 tries', async () => {
    await expect(run(client(), answer(500), answer(502), answer(200, '<html>'), answer(200, [1]))).resolves.toMatchObject({ body: [1] });
    expect(asked).toHaveLength(4);
    await expect(run(client(), answer(502))).rejects.toMatchObject({ reason: 'HTTP 502', retryAfterMs: expect.any(Number) as number });
    expect(asked).toHaveLength(4);
  });

  it('tries again after a connection that broke', async () => {
    await expect(run(client(), (response) => response.destroy(), answer(200, 1))).resolves.toMatchObject({ body: 1 });
  });

  it.each([
    ['429 with Retry-After 1', 429, { 'retry-after': '1' }],
    ['418 with Retry-After 1', 418, { 'retry-after': '1' }],
    ['503 with Retry-After 1', 503, { 'retry-after': '1' }],
  ])('pauses every request of the venue for a second after %s', async (_name, status, headers) => {
    const http = client();
    const startedAt = performance.now();
    const first = run(http, answer(status, {}, headers), answer(200, 'true'));
    await until('the first answer', () => asked.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = http.get('/y', {}, { signal: AbortSignal.timeout(30_000), priority: 'repair' });
    await Promise.all([first, second]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    expect(asked).toEqual(['/x?pair=A%2FB&count=3', '/y', '/x?pair=A%2FB&count=3']);
  });

  it('tells a ban of 10 minutes instead of waiting for it, also to those in the queue, and asks no more', async () => {
    const http = client({ rate: { capacity: 1, perSecond: 2 } });
    const first = run(http, answer(418, {}, { 'retry-after': '600' }));
    const queued = http.get('/y', {}, { signal: AbortSignal.timeout(5_000) });
    const refusal = { reason: 'banned for too many requests (HTTP 418)', retryAfterMs: 600_000 };
    await Promise.all([expect(first).rejects.toMatchObject(refusal), expect(queued).rejects.toMatchObject(refusal)]);
    await expect(http.get('/z', {}, { signal: AbortSignal.timeout(5_000) })).rejects.toBeInstanceOf(VenueRefusal);
    expect(asked).toHaveLength(1);
  });

  it('names 451, says not to try again, and does not ask a second time', async () => {
    const http = client();
    await expect(run(http, answer(451))).rejects.toMatchObject({
      venue: 'fake',
      reason: 'not available in your region (HTTP 451)',
      retryAfterMs: null,
    });
    await expect(http.get('/y', {}, { signal: AbortSignal.timeout(5_000) })).rejects.toMatchObject({ retryAfterMs: null });
    expect(asked).toHaveLength(1);
  });

  it('names 403 and says to try again in about 5 minutes', async () => {
    await expect(run(client(), answer(403))).rejects.toMatchObject({ reason: 'access denied (HTTP 403)', retryAfterMs: 300_000 });
  });

  it('does not repeat a request that is wrong, and names the venue’s own reason', async () => {
    const faultIn = (body: unknown) => ({ kind: 'refused' as const, reason: (body as { msg: string }).msg });
    await expect(run(client({ faultIn }), answer(400, { msg: 'Invalid symbol.' }))).rejects.toMatchObject({
      reason: 'Invalid symbol.',
      retryAfterMs: null,
    });
    await expect(run(client(), answer(404))).rejects.toMatchObject({ reason: 'HTTP 404', retryAfterMs: null });
    expect(asked).toHaveLength(1);
  });

  it('waits when the body says so', async () => {
    const faultIn = (body: unknown) => (body === 'slow down' ? { kind: 'wait' as const, reason: 'slow down', waitMs: 60 } : null);
    const startedAt = performance.now();
    await expect(run(client({ faultIn }), answer(200, '"slow down"'), answer(200, '1'))).resolves.toMatchObject({ body: 1 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it('refuses an answer of more than 1000 bytes', async () => {
    await expect(run(client({ maxBytes: 1000 }), answer(200, JSON.stringify('x'.repeat(1000))))).rejects.toMatchObject({
      reason: 'the answer is too large',
    });
  });

  it('gives up on an answer that dribbles for longer than 0.5 s, four times', async () => {
    const dribble: Script = (response) => {
      response.writeHead(200).write('[');
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    await expect(run(client({ timeoutMs: 500 }), dribble)).rejects.toMatchObject({ reason: 'no answer within 0.5 s' });
    expect(asked).toHaveLength(4);
  });

  it('names a venue that nothing answers for', async () => {
    const http = client({ baseUrl: 'http://127.0.0.1:1' });
    await expect(run(http, answer(200))).rejects.toMatchObject({ reason: expect.stringMatching(/^unreachable \(/) as string });
  });

  it('stops at once when aborted: in flight, and between tries', async () => {
    const abort = new AbortController();
    script = [() => setTimeout(() => abort.abort(new Error('stopped')), 20)];
    await expect(client().get('/x', {}, { signal: abort.signal })).rejects.toThrow('stopped');
    const later = new AbortController();
    script = [answer(500)];
    setTimeout(() => later.abort(new Error('stopped')), 50);
    const startedAt = performance.now();
    await expect(client({ firstWaitMs: 10_000 }).get('/x', {}, { signal: later.signal })).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });
});
