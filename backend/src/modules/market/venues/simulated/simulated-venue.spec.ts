import { setTimeout as sleep } from 'node:timers/promises';
import type { Trade } from '../../domain/trade';
import type { VenueEvent } from '../venue';
import { createSimulatedMarket } from './simulated-market';

const minuteMs = 60_000;
const signal = new AbortController().signal;

/** A clock that starts 3 s before a minute's end and runs 4 times as fast, so that a minute's end passes in a short test. */
function fastClock(): { now: () => number; skip: (ms: number) => void } {
  let start = Date.UTC(2026, 10, 21, 14, 20, 57);
  const begun = performance.now();
  return { now: () => Math.floor(start + 4 * (performance.now() - begun)), skip: (ms) => (start += ms) };
}

async function listen(pairs: string[], during: (clock: ReturnType<typeof fastClock>) => Promise<void>) {
  const clock = fastClock();
  const [alpha] = createSimulatedMarket({ seed: 'tideline', assets: [], clock: clock.now }).venues;
  if (alpha === undefined) throw new Error('no venue');
  const listed = await alpha.rest.listPairs(signal);
  const chosen = pairs.map(
    (pair) => listed.find((entry) => entry.pair === pair) ?? { venue: 'sim-alpha', pair, base: pair, quote: 'USD', venueSymbol: pair },
  );
  const events: (VenueEvent & { heardAt: number })[] = [];
  alpha.start(chosen, (event) => events.push({ ...event, heardAt: clock.now() }));
  await during(clock);
  await alpha.stop();
  const trades = (history: boolean) =>
    events.filter((event) => event.kind === 'trade' && event.history === history) as {
      trade: Trade;
      heardAt: number;
      receivedAt: number;
    }[];
  return { alpha, pair: chosen[0] ?? listed[0], events, live: trades(false), history: trades(true) };
}

describe('a simulated venue', () => {
  it('opens, subscribes each pair, tells its 50 newest trades as history, then each trade when its time has come, without a hole', async () => {
    const heard = await listen(['BTC-USD', 'ETH-USD'], () => sleep(1_500));
    expect(heard.events.slice(0, 3)).toMatchObject([
      { kind: 'connection', state: 'connecting' },
      { kind: 'connection', state: 'open' },
      { kind: 'subscribed', pair: 'BTC-USD' },
    ]);
    for (const pair of ['BTC-USD', 'ETH-USD']) {
      const history = heard.history.filter(({ trade }) => trade.pair === pair).map(({ trade }) => trade.tradeId);
      const live = heard.live.filter(({ trade }) => trade.pair === pair);
      expect(history).toHaveLength(50);
      expect(live.length).toBeGreaterThan(3);
      expect([...history, ...live.map(({ trade }) => trade.tradeId)]).toEqual(
        Array.from({ length: 50 + live.length }, (_, n) => (history[0] ?? 0) + n),
      );
      for (const { trade, heardAt } of live) expect(trade.tradedAt).toBeLessThanOrEqual(heardAt);
    }
    const minutes = new Set(heard.live.map(({ trade }) => Math.floor(trade.tradedAt / minuteMs)));
    expect(minutes.size).toBe(2);
    expect(heard.events.at(-1)).toMatchObject({ kind: 'connection', state: 'closed' });
  });

  it('tells exactly the trades that its REST side gives for the same ids', async () => {
    const heard = await listen(['SOL-USD'], () => sleep(800));
    const ids = heard.live.map(({ trade }) => trade.tradeId);
    const hole = { afterId: (ids[0] ?? 0) - 1, beforeId: (ids.at(-1) ?? 0) + 1, fromAt: 0, toAt: 0 };
    if (heard.pair === undefined) throw new Error('no pair');
    expect(await heard.alpha.rest.tradesBetween(heard.pair, hole, signal)).toEqual(heard.live.map(({ trade }) => trade));
  });

  it('loses its stream when the process sleeps for 10 minutes, and REST fills the hole exactly', async () => {
    const heard = await listen(['SOL-USD'], async (clock) => {
      await sleep(400);
      clock.skip(10 * minuteMs);
      await sleep(600);
    });
    const all = heard.events.flatMap((event) => (event.kind === 'trade' ? [event.trade.tradeId] : []));
    const jump = all.findIndex((id, n) => n > 0 && id - (all[n - 1] ?? 0) > 1);
    const [afterId, beforeId] = [all[jump - 1] ?? 0, all[jump] ?? 0];
    expect(beforeId - afterId).toBeGreaterThan(500);
    if (heard.pair === undefined) throw new Error('no pair');
    const filled = await heard.alpha.rest.tradesBetween(heard.pair, { afterId, beforeId, fromAt: 0, toAt: 0 }, signal);
    expect(filled.map(({ tradeId }) => tradeId)).toEqual(Array.from({ length: beforeId - afterId - 1 }, (_, n) => afterId + 1 + n));
  });

  it('tells tickers around the last price whose 24 h volume is the sum of the 1,440 minutes before, and confirms the price', async () => {
    const heard = await listen(['XRP-USD'], () => sleep(1_300));
    const ticker = heard.events.find((event) => event.kind === 'ticker');
    if (ticker?.kind !== 'ticker' || heard.pair === undefined) throw new Error('no ticker');
    const { bid, ask, last, volume24h, at } = ticker.ticker;
    expect(bid ?? 0).toBeLessThan(last ?? 0);
    expect(ask ?? 0).toBeGreaterThan(last ?? 0);
    expect((ask ?? 0) / (bid ?? 1) - 1).toBeLessThan(0.003);
    const toAt = Math.floor((at ?? 0) / minuteMs) * minuteMs;
    const minutes = await heard.alpha.computedHistory?.candles(heard.pair, '1m', toAt - 1_440 * minuteMs, toAt);
    expect(minutes).toHaveLength(1_440);
    expect(volume24h).toBeCloseTo(minutes?.reduce((sum, { volume }) => sum + volume, 0) ?? 0, 2);
    const confirmed = heard.events.find((event) => event.kind === 'confirmed');
    expect(confirmed).toMatchObject({ pair: 'XRP-USD', lastTradeId: expect.any(Number) as number });
  });

  it('refuses a pair that it does not list, and stops telling of one that is no longer followed', async () => {
    const heard = await listen(['NOPE-USD', 'BTC-USD'], () => sleep(100));
    expect(heard.events).toContainEqual(expect.objectContaining({ kind: 'refused', pair: 'NOPE-USD' }));
    const [alpha] = createSimulatedMarket({ seed: 'tideline', assets: [] }).venues;
    const pairs = (await alpha?.rest.listPairs(signal)) ?? [];
    const tellers = new Set<string>();
    alpha?.start(pairs.slice(0, 2), (event) => event.kind === 'ticker' && tellers.add(event.ticker.pair));
    alpha?.follow(pairs.slice(1, 2));
    await sleep(1_300);
    await alpha?.stop();
    expect([...tellers]).toEqual([pairs[1]?.pair]);
  });
});
