import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { FakeKraken } from '../../../../../test/fake-venues/fake-kraken';
import type { VenuePair } from '../../domain/market';
import type { VenueEvent } from '../venue';
import { KrakenVenue } from './kraken';

const signal = new AbortController().signal;

describe('KrakenVenue', () => {
  let fake: FakeKraken;
  let venue: KrakenVenue;
  let events: VenueEvent[] = [];
  let pairs: VenuePair[] = [];

  beforeEach(async () => {
    events = [];
    fake = await new FakeKraken({ pairs: ['BTC-USD', 'DOGE-USD'], firstId: 70_635_251, secondMs: 100 }).start();
    venue = new KrakenVenue(fake.wsUrl, fake.restUrl, { backOffMinMs: 20, backOffMaxMs: 100, tickMs: 20 });
    pairs = await venue.rest.listPairs(signal);
    venue.start(pairs, (event) => events.push(event));
    await until(() => events.filter(({ kind }) => kind === 'subscribed').length === 2);
  });
  afterEach(async () => {
    await venue.stop();
    await fake.stop();
  });

  const until = async (holds: () => boolean) => {
    for (const startedAt = performance.now(); !holds() && performance.now() - startedAt < 4_000;) await sleep(5);
    expect(holds()).toBe(true);
  };
  const trades = () => events.flatMap((event) => (event.kind === 'trade' ? [event.trade] : []));

  it('gives every trade of DOGE-USD, which its REST side calls XDG, with the exact figures', async () => {
    fake.trade('DOGE-USD', 0.1234567, 1234.00000001, 'buy', Date.UTC(2026, 0, 1, 0, 0, 0, 123));
    await until(() => trades().length === 1);
    const expected = {
      venue: 'kraken',
      pair: 'DOGE-USD',
      tradeId: 70_635_251,
      price: 0.1234567,
      quantity: 1234.00000001,
      side: 'buy',
      tradedAt: Date.UTC(2026, 0, 1, 0, 0, 0, 123),
    };
    expect(trades()).toEqual([expected]);
  });

  it('gives the same trade over the stream and over REST', async () => {
    const at = Date.now() - 5_000;
    for (let index = 0; index < 30; index++)
      fake.trade('BTC-USD', 60_000.1 + index, 0.00000001 * (index + 1), index % 2 === 0 ? 'buy' : 'sell', at + index * 37);
    await until(() => trades().length === 30);
    const repaired = await venue.rest.tradesBetween(
      pairs[0] as VenuePair,
      { afterId: 70_635_250, beforeId: 70_635_281, fromAt: at, toAt: at + 2_000 },
      signal,
    );
    expect(repaired).toEqual(trades());
  });

  it('gives each of 300 trades that are tripled and shuffled within 20, delayed by 30 ms', async () => {
    Object.assign(fake.faults, { repeat: 3, shuffleWithin: 20, delayMs: 30 });
    for (let index = 0; index < 300; index++) fake.trade('BTC-USD', 60_000 + index, 1, 'sell');
    await until(() => trades().length === 900);
    const ids = trades().map(({ tradeId }) => tradeId);
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
    expect([...new Set(ids)].sort((a, b) => a - b)).toEqual(fake.market.idsOf('BTC-USD'));
  });

  it('passes a 1000-fold spike on as the venue printed it', async () => {
    fake.trade('BTC-USD', 60_000, 1, 'buy');
    fake.spike('BTC-USD');
    await until(() => trades().length === 2);
    expect(trades()[1]?.price).toBe(60_000_000);
  });

  it('finds 25 of 500 trades missing, give or take, when 5 % of the frames are dropped', async () => {
    fake.faults.dropPercent = 5;
    for (let index = 0; index < 500; index++) fake.trade('BTC-USD', 60_000, 1, 'buy');
    fake.faults.dropPercent = 0;
    fake.trade('BTC-USD', 60_001, 1, 'buy');
    await until(() => trades().at(-1)?.price === 60_001);
    expect(trades().length).toBeGreaterThan(440);
    expect(trades().length).toBeLessThan(500);
  });

  it('keeps streaming under 2 s of random garbage, and gives every good trade', async () => {
    const sound =
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":1.5,"qty":1,"trade_id":1,"timestamp":"2026-01-01T00:00:00Z"}]}';
    const cut = fc.tuple(fc.nat(sound.length - 6), fc.string({ maxLength: 3 })).map(([at, text]) => sound.slice(0, at) + text);
    const rubbish = fc
      .sample(fc.oneof(fc.json(), fc.string(), cut), 2_000)
      .filter((text) => !/"channel":\s*"(heartbeat|status)"/.test(text));
    fake.faults.garbage = rubbish;
    for (let index = 0; index < 2_000; index++) {
      fake.trade('BTC-USD', 60_000 + index, 1, 'buy');
      if (index % 10 === 9) await sleep(10);
    }
    await until(() => trades().length >= 2_000);
    expect(trades().map(({ tradeId }) => tradeId)).toEqual(fake.market.idsOf('BTC-USD'));
    expect(events.filter(({ kind }) => kind === 'rejected').length).toBeGreaterThan(1_000);
    expect(events.filter((event) => event.kind === 'connection' && event.state === 'closed')).toEqual([]);
  });
});
