import { WebSocket } from 'ws';
import { EventLog } from '../../../../../test/fake-venues/event-log';
import { FakeCoinbase, type FakeCoinbaseOptions } from '../../../../../test/fake-venues/fake-coinbase';
import { readFrames } from '../../../../../test/recorded-frames';
import { describeWithShared } from '../../../../../test/shared-data';
import type { VenuePair } from '../../domain/market';
import { CoinbaseVenue } from './coinbase';

const timing = { tickMs: 20, ackMs: 300, backOffMinMs: 5, backOffMaxMs: 20, stableMs: 200 };
const follow = (...pairs: string[]): VenuePair[] =>
  pairs.map((pair) => {
    const [base = '', quote = ''] = pair.split('-');
    return { venue: 'coinbase', pair, base, quote, venueSymbol: pair };
  });
const ends: (() => Promise<unknown>)[] = [];

async function open(pairs: string[], options: Partial<FakeCoinbaseOptions> = {}) {
  const fake = await new FakeCoinbase({ pairs, secondMs: 30, ...options }).start();
  const venue = new CoinbaseVenue(fake.wsUrl, fake.restUrl, timing);
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

describe('CoinbaseVenue', () => {
  it('asks for everything in one message and delivers trades with their aggressor', async () => {
    const { fake, venue, log } = await open(['BTC-USD', 'ETH-USD']);
    venue.start(follow('BTC-USD', 'ETH-USD'), log.sink);
    await log.subscribed(2);
    expect(fake.messages.map((text) => JSON.parse(text) as object)).toEqual([
      {
        type: 'subscribe',
        channels: ['matches', 'ticker', 'heartbeat'].map((name) => ({ name, product_ids: ['BTC-USD', 'ETH-USD'] })),
      },
    ]);
    const buy = fake.trade('BTC-USD', 50_000.5, 0.25, 'buy');
    fake.trade('ETH-USD', 2_000, 1, 'sell');
    await log.until('both trades', () => log.of('trade').length === 2);
    expect(log.of('trade')).toMatchObject([
      { history: false, trade: { venue: 'coinbase', pair: 'BTC-USD', tradeId: buy.id, price: 50_000.5, side: 'buy', tradedAt: buy.at } },
      { history: false, trade: { pair: 'ETH-USD', side: 'sell' } },
    ]);
    expect(log.of('ticker')[0]?.ticker).toMatchObject({ pair: 'BTC-USD', last: 50_000.5, volume24h: 0.25 });
  });

  it('gives the last match before subscribing as history, and heartbeats as confirmations with the last id', async () => {
    const { fake, venue, log } = await open(['BTC-USD'], { firstId: 500 });
    fake.trade('BTC-USD', 100, 1, 'sell');
    venue.start(follow('BTC-USD'), log.sink);
    await log.until('a heartbeat', () => log.of('confirmed').length > 0);
    expect(log.of('trade')).toMatchObject([{ history: true, trade: { tradeId: 500, side: 'sell' } }]);
    expect(log.of('confirmed')[0]).toMatchObject({ pair: 'BTC-USD', lastTradeId: 500 });
  });

  it('drops the two unknown products, tells them, and subscribes the rest', async () => {
    const { fake, venue, log } = await open(['BTC-USD', 'GONE-USD', 'ETH-USD', 'LOST-USD'], { listedOnly: ['GONE-USD', 'LOST-USD'] });
    venue.start(follow('BTC-USD', 'GONE-USD', 'ETH-USD', 'LOST-USD'), log.sink);
    await log.subscribed(2);
    expect(log.of('refused')).toEqual([
      { kind: 'refused', pair: 'GONE-USD', reason: 'Failed to subscribe: GONE-USD is not a valid product' },
      { kind: 'refused', pair: 'LOST-USD', reason: 'Failed to subscribe: LOST-USD is not a valid product' },
    ]);
    expect(fake.messages).toHaveLength(3);
    fake.trade('ETH-USD', 5, 1, 'buy');
    await log.until('a trade', () => log.of('trade').length === 1);
    expect(log.of('rejected')).toEqual([]);
  });

  it('shows the trades of a cut by the heartbeat and repairs them by REST', async () => {
    const { fake, venue, log } = await open(['BTC-USD']);
    venue.start(follow('BTC-USD'), log.sink);
    await log.subscribed(1);
    fake.trade('BTC-USD', 100, 1, 'buy');
    await log.until('trade 1', () => log.of('trade').length === 1);
    fake.faults.dropPercent = 100;
    for (let i = 0; i < 4; i++) fake.trade('BTC-USD', 101 + i, 1, 'sell');
    await log.until('the heartbeat of id 5', () => log.of('confirmed').at(-1)?.lastTradeId === 5);
    const [pair] = follow('BTC-USD');
    const hole = { afterId: 1, beforeId: 6, fromAt: 0, toAt: Date.now() };
    const repaired = await venue.rest.tradesBetween(pair!, hole, new AbortController().signal);
    expect(repaired.map(({ tradeId, side }) => [tradeId, side])).toEqual([2, 3, 4, 5].map((id) => [id, 'sell']));
  });

  it('comes back after a reset and after a forced disconnect', async () => {
    const { fake, venue, log } = await open(['BTC-USD']);
    venue.start(follow('BTC-USD'), log.sink);
    await log.subscribed(1);
    fake.terminateAll();
    await log.subscribed(2);
    fake.closeAll();
    await log.subscribed(3);
    fake.trade('BTC-USD', 1, 1, 'buy');
    await log.until('the trade', () => log.of('trade').length === 1);
    expect(fake.mostOpen).toBe(1);
  });

  it('tells that a pair fell silent after 5 s without heartbeat', async () => {
    const { fake, venue, log } = await open(['BTC-USD']);
    venue.start(follow('BTC-USD'), log.sink);
    await log.subscribed(1);
    fake.faults.silent = true;
    await log.until('the silence', () => log.of('silent').length > 0, 8_000);
    expect(log.of('silent')[0]).toMatchObject({ pair: 'BTC-USD' });
    expect(log.of('silent')[0]?.silentMs).toBeGreaterThanOrEqual(5_000);
    fake.faults.silent = false;
    await log.subscribed(2);
  }, 20_000);
});

describe('FakeCoinbase', () => {
  it('throws out a client that does not subscribe in time', async () => {
    const { fake } = await open(['BTC-USD'], { subscribeWithinMs: 50 });
    const client = new WebSocket(fake.wsUrl);
    const code = await new Promise((resolve) => client.once('close', resolve));
    expect(code).toBe(1008);
    expect(fake.expulsions).toEqual(['no subscription within 5 s']);
  });
});

describeWithShared('CoinbaseVenue on a recorded session', (root) => {
  it('delivers the 97 matches of 2021 with their ids in the order received', async () => {
    const frames = readFrames(`${root}/data/exchange/coinbase/exchange_ws_2021.jsonl`).map(
      (raw) => JSON.parse(raw) as Record<string, unknown>,
    );
    const products = [...new Set(frames.flatMap(({ product_id }) => (typeof product_id === 'string' ? [product_id] : [])))];
    const { fake, venue, log } = await open(products);
    venue.start(follow(...products), log.sink);
    await log.subscribed(products.length);
    for (const frame of frames) fake.inject(JSON.stringify(frame));
    await log.until('107 trades', () => log.of('trade').length === 107);
    const live = log.of('trade').filter(({ history }) => !history);
    expect(live.map(({ trade }) => trade.tradeId)).toEqual(frames.filter(({ type }) => type === 'match').map(({ trade_id }) => trade_id));
    expect(log.of('rejected')).toEqual([]);
  });
});
