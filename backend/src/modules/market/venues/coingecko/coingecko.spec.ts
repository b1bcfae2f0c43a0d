import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describeWithShared } from '../../../../../test/shared-data';
import type { FactsRefusal } from '../asset-facts-source';
import { CoinGecko } from './coingecko';

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: string;
  delayMs?: number;
}

const bitcoin = { symbol: 'BTC', coingeckoId: 'bitcoin' };
const signal = new AbortController().signal;

/** CoinGecko as far as the answers go: gives what is asked for next and keeps the requests. */
class FakeCoinGecko {
  readonly requests: IncomingMessage[] = [];
  answer: Answer = { body: '[]' };
  calls = 0;
  private readonly server = createServer((request, response) => {
    this.requests.push(request);
    const { status = 200, headers = {}, body, delayMs = 0 } = this.answer;
    setTimeout(() => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body), delayMs);
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  client(options: { apiKey?: string; timeoutMs?: number } = {}): CoinGecko {
    const { port } = this.server.address() as AddressInfo;
    return new CoinGecko({ baseUrl: `http://127.0.0.1:${port}/api/v3/`, beforeCall: async () => void this.calls++, ...options });
  }
}

const fake = new FakeCoinGecko();
beforeAll(() => fake.start());
afterAll(() => fake.stop());
beforeEach(() => {
  fake.requests.length = 0;
  fake.calls = 0;
});

const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: FactsRefusal) => ({ code: error.code, retryAfterMs: error.retryAfterMs, message: error.message }),
  );
const refused = (answer: Answer) => {
  fake.answer = answer;
  return refusalOf(fake.client().assetFacts([bitcoin], signal));
};

describe('CoinGecko', () => {
  it('asks /coins/markets once for all ids, in USD, with sparkline and 1h, 24h and 7d changes; the key in its header only', async () => {
    fake.answer = { body: '[]' };
    const assets = [bitcoin, { symbol: 'ETH', coingeckoId: 'ethereum' }, { symbol: 'FOO', coingeckoId: null }];
    await fake.client({ apiKey: 'CG-secret' }).assetFacts(assets, signal);
    expect(fake.requests).toHaveLength(1);
    const url = new URL(fake.requests[0]?.url ?? '', 'http://host');
    expect(url.pathname).toBe('/api/v3/coins/markets');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      vs_currency: 'usd',
      ids: 'bitcoin,ethereum',
      per_page: '250',
      sparkline: 'true',
      price_change_percentage: '1h,24h,7d',
    });
    expect(fake.requests[0]?.headers['x-cg-demo-api-key']).toBe('CG-secret');
    expect(fake.requests[0]?.url).not.toContain('secret');
  });

  it('sends no key header without a key, and no request at all when no asset has an id', async () => {
    fake.answer = { body: '[]' };
    await fake.client().assetFacts([bitcoin], signal);
    expect(fake.requests[0]?.headers).not.toHaveProperty('x-cg-demo-api-key');
    await fake.client().assetFacts([{ symbol: 'FOO', coingeckoId: null }], signal);
    expect(fake.requests).toHaveLength(1);
  });

  it('asks for 251 ids in two calls, each counted before it is made', async () => {
    fake.answer = { body: '[]' };
    await fake.client().assetFacts(
      Array.from({ length: 251 }, (_, n) => ({ symbol: `S${n}`, coingeckoId: `coin-${n}` })),
      signal,
    );
    expect(fake.requests).toHaveLength(2);
    expect(fake.calls).toBe(2);
  });

  it('makes no call when the budget is spent', async () => {
    const client = new CoinGecko({ baseUrl: 'http://127.0.0.1:1', beforeCall: () => Promise.reject(new Error('spent')) });
    await expect(client.globalFacts(signal)).rejects.toThrow('spent');
  });

  it.each([
    ['429 with Retry-After: 53', { status: 429, headers: { 'retry-after': '53' }, body: '{}' }, 'rate_limited', 53_000],
    ['429 without Retry-After', { status: 429, body: '' }, 'rate_limited', 60_000],
    ['200 that carries a 429 body', { body: '{"status":{"error_code":429,"error_message":"Rate Limit"}}' }, 'rate_limited', 60_000],
    ['401 and error 10002', { status: 401, body: '{"status":{"error_code":10002,"error_message":"API Key Missing"}}' }, 'bad_key', null],
    [
      '400 and error 10010',
      { status: 400, body: '{"error_code":10010,"status":{"error_code":10010,"error_message":"x"}}' },
      'bad_key',
      null,
    ],
    ['400 and error 10011', { status: 400, body: '{"status":{"error_code":10011}}' }, 'bad_key', null],
    ['401 and error 10005', { status: 401, body: '{"status":{"error_code":10005}}' }, 'bad_key', null],
    ['400 invalid vs_currency', { status: 400, body: '{"error":"invalid vs_currency"}' }, 'refused', null],
    ['403 from the CDN', { status: 403, body: '<html>error code: 1020</html>' }, 'refused', null],
    ['500', { status: 500, body: 'oops' }, 'unavailable', 0],
    ['503', { status: 503, body: '{"error":"maintenance"}' }, 'unavailable', 0],
    ['200 with truncated JSON', { body: '[{"id":"bitcoin"' }, 'bad_answer', 0],
    ['200 with an object instead of a list', { body: '{"coins":[]}' }, 'bad_answer', 0],
    ['200 with an error text', { body: '{"error":"coin not found"}' }, 'refused', null],
  ] as [string, Answer, string, number | null][])('names a refusal: %s', async (_, answer, code, retryAfterMs) => {
    expect(await refused(answer)).toMatchObject({ code, retryAfterMs });
  });

  it('says in words which key fault it is, without the key', async () => {
    fake.answer = { status: 400, body: '{"status":{"error_code":10010,"error_message":"x"}}' };
    const refusal = await refusalOf(fake.client({ apiKey: 'CG-secret' }).globalFacts(signal));
    expect(refusal?.message).toBe('coingecko: a Pro API key was used with the address of the public API (10010)');
  });

  it('gives up after its timeout (50 ms here), and names an unreachable host', async () => {
    fake.answer = { body: '[]', delayMs: 1_000 };
    expect(await refusalOf(fake.client({ timeoutMs: 50 }).assetFacts([bitcoin], signal))).toMatchObject({
      code: 'unavailable',
      message: 'coingecko: no answer in time',
    });
    const nowhere = new CoinGecko({ baseUrl: 'http://127.0.0.1:1/api/v3', beforeCall: async () => undefined });
    expect((await refusalOf(nowhere.globalFacts(signal)))?.message).toMatch(/^coingecko: unreachable/);
  });

  it('ends with the reason of the signal when it is aborted', async () => {
    fake.answer = { body: '[]', delayMs: 1_000 };
    const abort = new AbortController();
    const call = fake.client().assetFacts([bitcoin], abort.signal);
    abort.abort(new Error('closing'));
    await expect(call).rejects.toThrow('closing');
  });

  it('cleans /global: figures in USD, null for what is missing or no number', async () => {
    fake.answer = {
      body: '{"data":{"total_market_cap":{"usd":2.6e12,"eur":1},"total_volume":{"usd":"many"},"market_cap_percentage":{"btc":57.9},"new":1}}',
    };
    expect(await fake.client().globalFacts(signal)).toEqual({ marketCap: 2.6e12, volume24h: null, btcDominance: 57.9 });
    fake.answer = { body: '{"data":{}}' };
    expect(await fake.client().globalFacts(signal)).toEqual({ marketCap: null, volume24h: null, btcDominance: null });
  });

  it('identifies a symbol that one coin bears and leaves one that two bear', async () => {
    fake.answer = {
      body: '[{"id":"zcash","symbol":"zec","name":"Zcash"},{"id":"foo-a","symbol":"foo","name":"A"},{"id":"foo-b","symbol":"foo","name":"B"},{"id":7}]',
    };
    expect([...(await fake.client().identify(['ZEC', 'FOO', 'BAR'], signal))]).toEqual([['ZEC', { coingeckoId: 'zcash', name: 'Zcash' }]]);
  });
});

describeWithShared('CoinGecko, recorded answers', (root) => {
  const read = (file: string) => readFileSync(join(root, 'data', 'coingecko', file), 'utf8');

  it('reads 10 coins with sparkline: each has a price, a cap, a rank, three changes and up to 168 points', async () => {
    const body = read('coins_markets_10_sparkline_2025-10-05.json');
    const rows = JSON.parse(body) as {
      id: string;
      symbol: string;
      current_price: number;
      price_change_percentage_1h_in_currency: number;
    }[];
    fake.answer = { body };
    const facts = await fake.client().assetFacts(
      rows.map(({ id, symbol }) => ({ symbol: symbol.toUpperCase(), coingeckoId: id })),
      signal,
    );
    expect(facts).toHaveLength(10);
    facts.forEach((fact, n) => {
      expect(fact.price).toBe(rows[n]?.current_price);
      expect(fact.change1h).toBe(rows[n]?.price_change_percentage_1h_in_currency);
      for (const figure of [fact.marketCap, fact.volume24h, fact.rank, fact.change24h, fact.change7d, fact.allTimeHigh]) {
        expect(figure).not.toBeNull();
      }
      expect(fact.sparkline7d.length).toBeGreaterThan(160);
    });
  });

  it('reads 100 coins without sparkline, nulls and all: prices for all, changes of 24 h, none made up for 1 h and 7 d', async () => {
    const body = read('coins_markets_100_2023-10-08.json');
    const parsed = JSON.parse(body) as unknown;
    const rows = (Array.isArray(parsed) ? parsed : []) as { id: string }[];
    fake.answer = { body };
    const facts = await fake.client().assetFacts(
      rows.map(({ id }) => ({ symbol: id, coingeckoId: id })),
      signal,
    );
    expect(facts).toHaveLength(100);
    expect(facts.every(({ price, rank, sparkline7d }) => price !== null && rank !== null && sparkline7d.length === 0)).toBe(true);
    expect(facts.filter(({ change24h }) => change24h !== null).length).toBeGreaterThan(95);
    expect(facts.every(({ change7d }) => change7d === null)).toBe(true);
  });

  it('reads the official examples of /coins/markets, /global and /coins/list', async () => {
    const examples = JSON.parse(read('official_examples.json')) as { path: string; example: unknown }[];
    const example = (path: string) => JSON.stringify(examples.find((entry) => entry.path === path)?.example);
    fake.answer = { body: example('/coins/markets') };
    expect((await fake.client().assetFacts([bitcoin], signal))[0]).toMatchObject({ symbol: 'BTC', price: 77671, rank: 1 });
    fake.answer = { body: example('/global') };
    const global = await fake.client().globalFacts(signal);
    expect(global.marketCap).toBeGreaterThan(1e12);
    expect(global.btcDominance).toBeGreaterThan(50);
    fake.answer = { body: example('/coins/list') };
    expect((await fake.client().identify(['TRUMP'], signal)).get('TRUMP')?.coingeckoId).toBe('official-trump');
  });

  it('names the recorded errors: 429 with Retry-After 53 s, 400, and the 200 that carries a 429', async () => {
    const recorded = JSON.parse(read('error_bodies.json')) as { status: number; headers: Record<string, string>; raw_body: string }[];
    const refusals = [];
    for (const { status, headers, raw_body: body } of recorded) {
      const { 'retry-after': wait } = headers;
      refusals.push(await refused({ status, headers: wait === undefined ? {} : { 'retry-after': wait }, body }));
    }
    expect(refusals).toMatchObject([
      { code: 'rate_limited', retryAfterMs: 53_000 },
      { code: 'refused', message: expect.stringContaining('invalid vs_currency') as string },
      { code: 'rate_limited' },
    ]);
  });
});
