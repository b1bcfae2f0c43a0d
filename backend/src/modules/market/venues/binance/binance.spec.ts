import { WebSocket } from 'ws';
import { EventLog } from '../../../../../test/fake-venues/event-log';
import { FakeBinance, type FakeBinanceOptions } from '../../../../../test/fake-venues/fake-binance';
import type { VenuePair } from '../../domain/market';
import { BinanceVenue } from './binance';

const timing = { tickMs: 20, ackMs: 300, backOffMinMs: 5, backOffMaxMs: 20, stableMs: 200 };
const follow = (...pairs: string[]): VenuePair[] =>
  pairs.map((pair) => {
    const [base = '', quote = ''] = pair.split('-');
    return { venue: 'binance', pair, base, quote, venueSymbol: base + quote };
  });
const ends: (() => Promise<unknown>)[] = [];

async function open(pairs: string[], options: Partial<FakeBinanceOptions> = {}) {
  const fake = await new FakeBinance({ pairs, secondMs: 30, ...options }).start();
  const venue = new BinanceVenue(fake.wsUrl, fake.restUrl, timing);
  const log = new EventLog();
  ends.push(
    () => venue.stop(),
    () => fake.stop(),
  );
  return { fake, venue, log };
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('BinanceVenue', () => {
  it('subscribes to lower-case streams and delivers trades with their aggressor', async () => {
    const { fake, venue, log } = await open(['BTC-USDT', 'ETH-USDC']);
    venue.start(follow('BTC-USDT', 'ETH-USDC'), log.sink);
    await log.subscribed(2);
    expect(JSON.parse(fake.messages[0] ?? '')).toMatchObject({
      method: 'SUBSCRIBE',
      params: ['btcusdt@trade', 'btcusdt@ticker', 'ethusdc@trade', 'ethusdc@ticker'],
    });
    const sell = fake.trade('BTC-USDT', 50_000.5, 0.25, 'sell');
    fake.trade('ETH-USDC', 2_000, 1, 'buy');
    await log.until('both trades', () => log.of('trade').length === 2);
    expect(log.of('trade').map(({ trade }) => trade)).toMatchObject([
      { venue: 'binance', pair: 'BTC-USDT', tradeId: sell.id, price: 50_000.5, quantity: 0.25, side: 'sell', tradedAt: sell.at },
      { pair: 'ETH-USDC', side: 'buy' },
    ]);
  });

  it('tells quotes and the last trade id each second', async () => {
    const { fake, venue, log } = await open(['BTC-USDT']);
    fake.trade('BTC-USDT', 100, 2, 'buy');
    venue.start(follow('BTC-USDT'), log.sink);
    await log.until('a confirmation', () => log.of('confirmed').length > 0);
    expect(log.of('confirmed')[0]).toMatchObject({ pair: 'BTC-USDT', lastTradeId: 1 });
    expect(log.of('ticker')[0]?.ticker).toMatchObject({ last: 100, bid: 100, volume24h: 2 });
  });

  it('reconnects at once when the server announces its end, and after a reset, and misses no id when asked by REST', async () => {
    const { fake, venue, log } = await open(['BTC-USDT']);
    venue.start(follow('BTC-USDT'), log.sink);
    await log.subscribed(1);
    fake.trade('BTC-USDT', 100, 1, 'buy');
    fake.announceShutdown();
    await log.subscribed(2);
    expect(log.of('connection').find(({ state }) => state === 'closed')?.reason).toContain('shut');
    fake.terminateAll();
    for (let i = 0; i < 5; i++) fake.trade('BTC-USDT', 101 + i, 1, 'sell');
    await log.subscribed(3);
    fake.trade('BTC-USDT', 110, 1, 'buy');
    await log.until('the trade after the hole', () => log.of('trade').at(-1)?.trade.tradeId === 7);
    const [pair] = follow('BTC-USDT');
    const hole = { afterId: 1, beforeId: 7, fromAt: 0, toAt: Date.now() };
    const repaired = await venue.rest.tradesBetween(pair!, hole, new AbortController().signal);
    const seen = log.of('trade').map(({ trade }) => trade.tradeId);
    expect([...new Set([...seen, ...repaired.map(({ tradeId }) => tradeId)])].sort((a, b) => a - b)).toEqual(fake.market.idsOf('BTC-USDT'));
  });

  it('follows another pair and leaves one without a new connection', async () => {
    const { fake, venue, log } = await open(['BTC-USDT', 'ETH-USDT']);
    venue.start(follow('BTC-USDT'), log.sink);
    await log.subscribed(1);
    venue.follow(follow('ETH-USDT'));
    await log.until('ETH-USDT', () => log.of('subscribed').some(({ pair }) => pair === 'ETH-USDT'));
    expect([...fake.clients].map(({ subscriptions }) => [...subscriptions])).toEqual([['ethusdt@trade', 'ethusdt@ticker']]);
    expect(fake.attempts).toHaveLength(1);
  });

  it('tells the pair that the venue refuses', async () => {
    const { venue, log } = await open(['BTC-USDT']);
    venue.start(follow('NOPE-USDT'), log.sink);
    await log.until('the refusal', () => log.of('refused').length > 0);
    expect(log.of('refused')).toEqual([
      { kind: 'refused', pair: 'NOPE-USDT', reason: expect.stringContaining('unknown stream nope') as string },
    ]);
  });

  it('answers a ping with its payload', async () => {
    const { fake, venue, log } = await open(['BTC-USDT']);
    venue.start(follow('BTC-USDT'), log.sink);
    await log.subscribed(1);
    fake.pingAll('1672515782136');
    await log.until('the pong', () => fake.pongs.includes('1672515782136'));
  });

  it('keeps 600 pairs on two connections, below 1024 streams and 5 messages a second', async () => {
    const pairs = Array.from({ length: 600 }, (_, i) => `A${i}-USDT`);
    const { fake, venue, log } = await open(pairs);
    venue.start(follow(...pairs), log.sink);
    await log.subscribed(600);
    expect([...fake.clients].map(({ subscriptions }) => subscriptions.size).sort()).toEqual([1000, 200]);
    expect(fake.expulsions).toEqual([]);
  }, 15_000);

  it('names a refusal by region and does not hammer', async () => {
    const { fake, venue, log } = await open(['BTC-USDT']);
    fake.faults.refuseUpgrade = 451;
    venue.start(follow('BTC-USDT'), log.sink);
    await log.until('the refusal', () => log.of('connection').some(({ state }) => state === 'closed'));
    expect(log.of('connection').at(-1)?.reason).toMatch(/451.*data-stream\.binance\.vision/);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(fake.attempts).toHaveLength(1);
  });
});

describe('FakeBinance', () => {
  async function say(fake: FakeBinance, ...frames: string[]) {
    const client = new WebSocket(`${fake.wsUrl}/stream`);
    const heard: string[] = [];
    client.on('message', (data: Buffer) => heard.push(data.toString()));
    await new Promise((resolve) => client.once('open', resolve));
    for (const frame of frames) client.send(frame);
    const code = await new Promise<number>((resolve) => {
      client.once('close', resolve);
      setTimeout(() => client.terminate(), 200);
    });
    return { heard: heard.map((text) => JSON.parse(text) as object), code };
  }

  it('throws out a client that sends 6 messages in a second', async () => {
    const { fake } = await open(['BTC-USDT']);
    const list = '{"method":"LIST_SUBSCRIPTIONS","id":1}';
    expect((await say(fake, list, list, list, list, list)).heard).toHaveLength(5);
    expect((await say(fake, list, list, list, list, list, list)).code).toBe(1008);
    expect(fake.expulsions).toEqual(['too many messages']);
  });

  it.each([
    ['an upper-case stream', '{"method":"SUBSCRIBE","params":["BTCUSDT@trade"],"id":1}', 2],
    ['a missing id', '{"method":"SUBSCRIBE","params":["btcusdt@trade"]}', 2],
    ['an unknown method', '{"method":"HELLO","id":1}', 2],
    ['what is no JSON', 'hello', 3],
  ])('refuses %s', async (_name, frame, code) => {
    const { fake } = await open(['BTC-USDT']);
    expect((await say(fake, frame)).heard).toMatchObject([{ code }]);
  });
});
