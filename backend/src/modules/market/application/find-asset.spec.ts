import { commonSymbols } from '../domain/known-assets';
import { createSimulatedMarket } from '../venues/simulated/simulated-market';
import { VenueRefusal, type Venue } from '../venues/venue';
import { FindAsset } from './find-asset';

const simulated = createSimulatedMarket({ seed: 's', assets: commonSymbols });
const finder = new FindAsset(simulated.facts, simulated.venues);

const refusing = (retryAfterMs: number | null): Venue => ({
  name: 'elsewhere',
  rest: {
    candleIntervals: [],
    listPairs: () => Promise.reject(new VenueRefusal('elsewhere', 'not in your region', retryAfterMs)),
    tradesBetween: async () => [],
    candlesBefore: async () => ({ candles: [], reachedAt: 0, exhausted: true }),
    serverTime: async () => ({ venueTime: 0, roundTripMs: 0 }),
  },
  start: () => undefined,
  follow: () => undefined,
  stop: async () => undefined,
});

describe('FindAsset', () => {
  it('finds common assets in the simulated market, without asking anybody', async () => {
    const monero = { symbol: 'XMR', name: 'Monero', coingeckoId: 'monero' };
    expect(await finder.find({ coingeckoId: 'monero' })).toEqual(monero);
    expect(await finder.find({ pair: 'XMR-USDT' })).toEqual(monero);
  });

  it.each([
    [{ coingeckoId: 'no-such-coin' }, 'MARKET.UNKNOWN_COIN'],
    [{ pair: 'NOPE-USD' }, 'MARKET.NOT_LISTED'],
    [{ coingeckoId: 'dai' }, 'MARKET.NOT_LISTED'],
  ])('refuses %j there: %s', async (asked, code) => {
    await expect(finder.find(asked)).rejects.toMatchObject({ status: 422, code });
  });

  it('takes a venue that refuses for good as one that lists nothing, and one that may answer later as unknown', async () => {
    const find = (retryAfterMs: number | null) => new FindAsset(simulated.facts, [refusing(retryAfterMs)]).find({ pair: 'XMR-USD' });
    await expect(find(null)).rejects.toMatchObject({ status: 422, code: 'MARKET.NOT_LISTED' });
    await expect(find(5_000)).rejects.toMatchObject({ status: 503, code: 'MARKET.SOURCE_UNAVAILABLE' });
  });
});
