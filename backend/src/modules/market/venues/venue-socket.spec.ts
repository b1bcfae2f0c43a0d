import { setTimeout as sleep } from 'node:timers/promises';
import { krakenPair, SocketProbe } from '../../../../test/socket-probe';
import { krakenProtocol } from './kraken/kraken';
import type { SocketProtocol } from './socket-protocol';

const pairs = ['BTC-USD', 'ETH-USD'].map(krakenPair);

describe('VenueSocket', () => {
  let probe: SocketProbe;
  afterEach(() => probe.stop());

  const start = async (...options: Parameters<typeof SocketProbe.start>) => (probe = await SocketProbe.start(...options));

  it('subscribes to both channels of 2 pairs in 2 messages, and passes trades and tickers on in order', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    expect(probe.kraken.messages.map((text) => (JSON.parse(text) as { params: object }).params)).toEqual([
      { channel: 'trade', symbol: ['BTC/USD', 'ETH/USD'], snapshot: true },
      { channel: 'ticker', symbol: ['BTC/USD', 'ETH/USD'], event_trigger: 'trades', snapshot: true },
    ]);
    await probe.until('the second channel', () => probe.kraken.clients.values().next().value?.subscriptions.size === 4);
    probe.kraken.trade('BTC-USD', 60_000.1, 0.5, 'buy');
    probe.kraken.trade('BTC-USD', 60_000.2, 0.25, 'sell');
    await probe.until('2 tickers', () => probe.all('ticker').length === 2);
    expect(probe.all('trade').map(({ trade, history }) => [trade.tradeId, trade.price, trade.quantity, trade.side, history])).toEqual([
      [1, 60_000.1, 0.5, 'buy', false],
      [2, 60_000.2, 0.25, 'sell', false],
    ]);
    expect(probe.all('connection').map(({ state }) => state)).toEqual(['connecting', 'open']);
  });

  it('reports the refusal of ABC-USD once, asks no more before the next follow, and lets no heartbeat confirm it', async () => {
    await start();
    probe.socket.follow([...pairs, krakenPair('ABC-USD')]);
    await probe.until('confirmed', () => probe.all('confirmed').length >= 2);
    await sleep(400);
    expect(probe.all('refused')).toEqual([{ kind: 'refused', pair: 'ABC-USD', reason: 'Currency pair not supported ABC/USD' }]);
    expect(new Set(probe.all('confirmed').map(({ pair }) => pair))).toEqual(new Set(['BTC-USD', 'ETH-USD']));
    expect(probe.kraken.messages.filter((text) => text.includes('ABC'))).toHaveLength(2);
    probe.socket.follow([...pairs, krakenPair('ABC-USD')]);
    await probe.until('asked again', () => probe.all('refused').length === 2);
    expect(probe.kraken.messages.filter((text) => text.includes('ABC'))).toHaveLength(4);
  });

  it('confirms a quiet pair while only the other trades, at most once a second', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    const startedAt = performance.now();
    for (let id = 0; id < 150; id++) {
      probe.kraken.trade('BTC-USD', 60_000, 1, 'buy');
      await sleep(10);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const quiet = probe.all('confirmed').filter(({ pair }) => pair === 'ETH-USD');
    expect(quiet.length).toBeGreaterThanOrEqual(1);
    // One when it was subscribed, one at the first trade.
    expect(quiet.length).toBeLessThanOrEqual(2 + seconds);
    expect(probe.closings).toEqual([]);
  });

  it('follows SOL-USD and leaves ETH-USD on the same connection', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.socket.follow([krakenPair('BTC-USD'), krakenPair('SOL-USD')]);
    await probe.until('SOL-USD', () => probe.all('subscribed').some(({ pair }) => pair === 'SOL-USD'));
    await probe.until('4 subscriptions', () => probe.kraken.clients.values().next().value?.subscriptions.size === 4);
    probe.kraken.trade('ETH-USD', 3_000, 1, 'buy');
    probe.kraken.trade('SOL-USD', 150, 1, 'buy');
    await probe.until('a trade', () => probe.all('trade').length > 0);
    expect(probe.all('trade').map(({ trade }) => trade.pair)).toEqual(['SOL-USD']);
    expect(probe.kraken.attempts).toHaveLength(1);
  });

  it('asks again for what is not acknowledged', async () => {
    await start({ allSilentAfterMs: 60_000 });
    probe.kraken.faults.silent = true;
    probe.socket.follow(pairs);
    await probe.until('asked twice', () => probe.kraken.messages.filter((text) => text.includes('subscribe')).length === 4);
    expect(probe.kraken.attempts).toHaveLength(1);
    probe.kraken.faults.silent = false;
    await probe.subscribed();
  });

  it('resubscribes the one pair that is silent, and reconnects when it stays so', async () => {
    // Only data is a sign of life here, as with heartbeats per product.
    const ofPairs = krakenProtocol('').parse;
    await start({ parse: (raw, context) => ofPairs(raw, context).filter(({ kind }) => kind !== 'alive') });
    probe.socket.follow(pairs);
    await probe.subscribed();
    const ticking = setInterval(() => probe.kraken.trade('BTC-USD', 60_000, 1, 'buy'), 20);
    try {
      await probe.until('asked anew', () => probe.kraken.messages.some((text) => text.includes('unsubscribe')));
      expect(probe.all('silent')).toMatchObject([{ pair: 'ETH-USD' }]);
      expect(probe.closings).toEqual([]);
      await probe.until('closed', () => probe.closings.length > 0);
      expect(probe.closings).toEqual(['ETH-USD stays silent']);
    } finally {
      clearInterval(ticking);
    }
  });

  it('says that the venue is in maintenance, confirms nothing meanwhile, and takes it back', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.setSystem('maintenance');
    await probe.until('notice', () => probe.all('connection').at(-1)?.reason === 'the venue reports: maintenance');
    const confirmed = probe.all('confirmed').length;
    await sleep(1_200);
    expect(probe.all('confirmed')).toHaveLength(confirmed);
    probe.kraken.setSystem('online');
    await probe.until('confirmed', () => probe.all('confirmed').length > confirmed);
    expect(probe.all('connection').at(-1)).toMatchObject({ state: 'open', reason: null });
  });

  it('leaves at once when the venue asks, but backs off when it asks of every new connection', async () => {
    const parse: SocketProtocol['parse'] = (raw, context) =>
      raw === '"bye"' ? [{ kind: 'reconnect', reason: 'serverShutdown' }] : krakenProtocol('').parse(raw, context);
    await start({ parse }, { random: () => 1, timing: { stableMs: 150, backOffMinMs: 400, backOffMaxMs: 800 } });
    probe.socket.follow(pairs);
    await probe.subscribed();
    await sleep(200);
    probe.kraken.inject('"bye"');
    await probe.subscribed(2);
    expect(probe.all('connection').filter(({ state }) => state === 'connecting')).toMatchObject([{ attempt: 0 }, { attempt: 0 }]);
    probe.kraken.inject('"bye"');
    await probe.until('closed twice', () => probe.closings.length === 2);
    await sleep(200);
    expect(probe.kraken.attempts).toHaveLength(2);
    await probe.subscribed(3);
  });

  it('renews a connection that reaches its greatest age', async () => {
    await start({ maxAgeMs: 200 });
    probe.socket.follow(pairs);
    await probe.subscribed(2);
    expect(probe.closings).toEqual(['renewed before the venue ends it']);
    expect(probe.kraken.mostOpen).toBe(1);
  });

  it('sends no more than 3 messages in 3 s', async () => {
    const one = krakenProtocol('');
    await start({
      pacing: { messages: 3, perMs: 3_000 },
      subscribe: (subscriptions, nextId) => subscriptions.flatMap((subscription) => one.subscribe([subscription], nextId)),
    });
    probe.socket.follow([...pairs, krakenPair('SOL-USD')]);
    await probe.until('3 messages', () => probe.kraken.messages.length >= 3);
    await sleep(100);
    expect(probe.kraken.messages).toHaveLength(3);
    await probe.until('the other 3', () => probe.kraken.messages.length === 6);
  });

  it('sends the protocol’s own pings', async () => {
    await start({ ping: { everyMs: 100, frame: (id) => `{"method":"ping","req_id":${id}}` } });
    probe.socket.follow(pairs);
    await probe.until('2 pongs', () => probe.all('ignored').filter(({ type }) => type === 'pong').length >= 2);
  });

  it('closes when there is nothing to follow, and opens when there is again', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.socket.follow([]);
    await probe.until('gone', () => probe.kraken.clients.size === 0);
    await sleep(100);
    expect(probe.kraken.attempts).toHaveLength(1);
    probe.socket.follow(pairs);
    await probe.subscribed(2);
  });

  it('stops in any state without coming back', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.socket.stop();
    probe.socket.follow(pairs);
    await probe.subscribed();
    await probe.socket.stop();
    expect(probe.closings).toEqual(['stopped', 'stopped']);
    const attempts = probe.kraken.attempts.length;
    await sleep(200);
    expect(probe.kraken.attempts).toHaveLength(attempts);
  });
});
