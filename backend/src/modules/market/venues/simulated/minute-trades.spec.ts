import fc from 'fast-check';
import { MinuteFold } from '../../domain/minute-fold';
import { genesisDay, minutesPerDay } from './factor-path';
import { minuteTrades } from './minute-trades';
import { SimulatedMarkets } from './simulated-markets';
import { venueProfiles } from './venue-market';
import type { VenueMarket } from './venue-market';

const markets = new SimulatedMarkets('tideline', ['FOO']);
const pairs = venueProfiles.flatMap((venue) => markets.listed(venue));
const first = genesisDay * minutesPerDay;
const minutes = fc.integer({ min: first, max: first + 5 * 366 * minutesPerDay });
const anyMarket = fc.constantFrom(...pairs).map(({ venue, pair }) => markets.find(venue, pair) as VenueMarket);

describe('the trades of a simulated minute', () => {
  it('fold to exactly the candle of that minute, for any of 65 pairs and any minute of 5 years', () => {
    expect(pairs).toHaveLength(65);
    fc.assert(
      fc.property(anyMarket, minutes, (market, minute) => {
        const fold = new MinuteFold(minute * 60_000);
        for (const { tradedAt, venue, tradeId, price, quantity } of minuteTrades(market, minute)) {
          fold.add(tradedAt, venue, tradeId, price, quantity);
        }
        expect(fold.candle).toEqual(market.candle(minute, minute + 1));
      }),
      { numRuns: 150 },
    );
  });

  it('have ids that go on without a hole into the next minute, times strictly inside the minute that never fall, and sound numbers', () => {
    fc.assert(
      fc.property(anyMarket, minutes, (market, minute) => {
        const trades = [...minuteTrades(market, minute), ...minuteTrades(market, minute + 1)];
        expect(trades).toHaveLength(2 * market.tradesPerMinute);
        const faults = trades.filter((trade, k) => {
          const own = k < market.tradesPerMinute ? minute : minute + 1;
          const contiguous = trade.tradeId === minute * market.tradesPerMinute + k && Number.isSafeInteger(trade.tradeId);
          const inside = trade.tradedAt > own * 60_000 && trade.tradedAt < (own + 1) * 60_000 - 1;
          const rising = trade.tradedAt >= (trades[k - 1]?.tradedAt ?? 0);
          return !(contiguous && inside && rising && trade.price > 0 && trade.quantity > 0);
        });
        expect(faults).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('are the same from another instance that was asked in another order', () => {
    const other = new SimulatedMarkets('tideline', ['FOO']);
    const asked = [first + 800_000, first + 5, first + 799_999, first + 400_000].map((minute) => [minute, 'BTC-USDT'] as const);
    const tell = (from: SimulatedMarkets) =>
      asked.map(([minute, pair]) => minuteTrades(from.find('sim-beta', pair) as VenueMarket, minute));
    const there = tell(markets);
    asked.reverse();
    expect(tell(other).reverse()).toEqual(there);
  });

  it('are others for another seed', () => {
    const other = new SimulatedMarkets('another', []);
    const at = first + 500_000;
    const btc = (from: SimulatedMarkets) => minuteTrades(from.find('sim-alpha', 'BTC-USD') as VenueMarket, at)[0]?.price;
    expect(btc(other)).not.toBe(btc(markets));
  });

  it('come to 40 to 120 a second for the 20 default assets on all venues, BTC to more than 5', () => {
    const perMinute = (wanted: (base: string) => boolean) =>
      pairs
        .filter(({ base }) => base !== 'FOO' && wanted(base))
        .reduce((sum, { venue, pair }) => sum + (markets.find(venue, pair)?.tradesPerMinute ?? 0), 0);
    expect(perMinute(() => true) / 60).toBeGreaterThan(40);
    expect(perMinute(() => true) / 60).toBeLessThan(120);
    expect(perMinute((base) => base === 'BTC') / 60).toBeGreaterThan(5);
  });
});
