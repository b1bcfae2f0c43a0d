import type { LivePriceItem } from '@tideline/contracts';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { ScriptedMarket } from '../../../../test/live-server';
import type { Subscription } from '../../../platform/realtime/live/live-channel';
import { LiveChannels, type LiveClient } from '../../../platform/realtime/live/live-channels';
import type { NumberedPacket } from '../../../platform/realtime/socket-wire';
import { MarketChannels } from './market-channels';

const symbols = ['BTC', 'ETH', 'SOL'];

/** A client whose connection a test blocks and frees. */
class ScriptedClient implements LiveClient {
  readonly accountId = null;
  subscriptions: readonly Subscription[] = [];
  readonly events: { at: number; seq: number; items: LivePriceItem[] }[] = [];
  readonly state = new Map<string, number | null>();
  blocked = false;
  closed = false;

  drained(): boolean {
    return !this.blocked;
  }

  write(packet: NumberedPacket, seq: number): void {
    if (this.blocked) throw new Error('written to a connection that had not drained');
    const event = (JSON.parse(packet.text(seq).slice('2/live,'.length)) as [string, { seq: number; items: LivePriceItem[] }])[1];
    this.take(event.items);
    this.events.push({ at: performance.now(), seq: event.seq, items: event.items });
  }

  close(): void {
    this.closed = true;
  }

  take(items: LivePriceItem[]): void {
    for (const { symbol, price } of items) this.state.set(symbol, price);
  }
}

let market: ScriptedMarket;
let channels: LiveChannels;
let told: MarketChannels;

function begin(): void {
  market = new ScriptedMarket(symbols);
  channels = new LiveChannels();
  told = new MarketChannels(channels, market);
  told.onModuleInit();
}

function join(): ScriptedClient {
  const client = new ScriptedClient();
  channels.join();
  client.take((channels.subscribe(client, ['prices']).snapshot['prices'] as { items: LivePriceItem[] }).items);
  return client;
}

function change(symbol: string, price: number): void {
  market.price(symbol, price);
  told.pricesTouched([symbol]);
}

beforeEach(() => {
  jest.useFakeTimers();
  begin();
});
afterEach(() => {
  channels.stop();
  jest.useRealTimers();
});

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('price' as const), of: fc.nat(2), to: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('wait' as const), of: fc.integer({ min: 1, max: 400 }), to: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('block' as const, 'free' as const), of: fc.nat(1), to: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('join' as const), of: fc.constant(0), to: fc.constant(0) }) },
);

it('brings every client to the market’s state, seq without a hole, frames 250 ms apart, whatever blocks in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      channels.stop();
      begin();
      const clients = [join(), join()];
      for (const { does, of, to } of steps) {
        if (does === 'price') change(symbols[of] ?? 'BTC', to);
        else if (does === 'wait') await jest.advanceTimersByTimeAsync(of);
        else if (does === 'join') clients.push(join());
        else (clients[of] as ScriptedClient).blocked = does === 'block';
      }
      for (const client of clients) client.blocked = false;
      await jest.advanceTimersByTimeAsync(1_000);
      const wanted = Object.fromEntries(market.livePrices().map(({ symbol, price }) => [symbol, price]));
      for (const { events, state } of clients) {
        expect(Object.fromEntries(state)).toEqual(wanted);
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => 2 + index));
        for (let i = 1; i < events.length; i += 1) expect((events[i]?.at ?? 0) - (events[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(244);
      }
    }),
    { numRuns: 150 },
  );
});

it('holds at most one entry per asset for a client that reads nothing for 50 s, and closes it after 60 s', async () => {
  const client = join();
  client.blocked = true;
  for (let second = 1; second <= 50; second += 1) {
    for (const symbol of symbols) change(symbol, second);
    await jest.advanceTimersByTimeAsync(1_000);
  }
  expect((client.subscriptions[0]?.missed as Set<string>).size).toBe(3);
  expect(client.closed).toBe(false);
  await jest.advanceTimersByTimeAsync(11_000);
  expect([client.closed, channels.counts.closedSlow, client.events.length]).toEqual([true, 1, 0]);
});

it('sends nothing when only asOf moved', async () => {
  const client = join();
  await jest.advanceTimersByTimeAsync(300);
  change('BTC', 100);
  await jest.advanceTimersByTimeAsync(300);
  expect(client.events).toEqual([]);
  const price = market.prices.get('BTC') as LivePriceItem;
  market.prices.set('BTC', { ...price, stale: true });
  told.recheckPrices();
  await jest.advanceTimersByTimeAsync(1);
  expect(client.events.map(({ items }) => items.map(({ symbol, stale }) => [symbol, stale]))).toEqual([[['BTC', true]]]);
});

it('keeps the newest 50 trades for a client that missed 300', async () => {
  const client = new ScriptedClient();
  channels.subscribe(client, ['trades:BTC-USD']);
  client.blocked = true;
  for (let id = 1; id <= 300; id += 1) {
    const tradedAt = new Date(1_790_000_000_000 + id).toISOString();
    told.traded('BTC-USD', [{ venue: 'kraken', pair: 'BTC-USD', tradeId: String(id), price: 1, quantity: 1, side: 'buy', tradedAt }]);
    if (id % 10 === 0) await jest.advanceTimersByTimeAsync(250);
  }
  client.blocked = false;
  await jest.advanceTimersByTimeAsync(300);
  const ids = client.events.flatMap(({ items }) => (items as unknown as { tradeId: string }[]).map(({ tradeId }) => Number(tradeId)));
  expect(client.events).toHaveLength(1);
  expect(ids).toEqual(Array.from({ length: 50 }, (_, index) => 300 - index));
});

it('gives up a channel that nobody hears any more', () => {
  const client = join();
  channels.unsubscribe(client, ['prices']);
  change('BTC', 7);
  expect(jest.getTimerCount()).toBe(0);
});
