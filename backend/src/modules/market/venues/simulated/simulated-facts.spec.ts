import { defaultSymbols } from './asset-profile';
import { createSimulatedMarket } from './simulated-market';

const now = Date.UTC(2026, 10, 21, 14, 20, 30);
const signal = new AbortController().signal;
const market = createSimulatedMarket({ seed: 'tideline', assets: ['FOO'], clock: () => now });
const assets = [...defaultSymbols, 'FOO'].map((symbol) => ({ symbol, coingeckoId: null }));

describe('figures of the simulated market', () => {
  it('have caps of price × supply, ranks 1 to 21 by cap, changes that agree with 168 hourly points, and a high that was reached', async () => {
    const facts = await market.facts.assetFacts(assets, signal);
    expect(facts.map(({ rank }) => rank).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 21 }, (_, n) => n + 1));
    expect(facts.find(({ symbol }) => symbol === 'BTC')?.rank).toBe(1);
    for (const fact of facts) {
      const price = fact.price ?? Number.NaN;
      expect(fact.marketCap).toBe(price * (fact.circulatingSupply ?? 0));
      expect(fact.sparkline7d).toHaveLength(168);
      expect(fact.sparkline7d.at(-1)).toBe(price);
      expect(fact.change24h).toBeCloseTo(100 * (price / (fact.sparkline7d[143] ?? 0) - 1), 9);
      expect(fact.change1h).toBeCloseTo(100 * (price / (fact.sparkline7d[166] ?? 0) - 1), 9);
      expect(fact.allTimeHigh ?? 0).toBeGreaterThanOrEqual(Math.max(...fact.sparkline7d));
    }
  });

  it('have a volume that is the sum of the three venues, in USD', async () => {
    const [fact] = await market.facts.assetFacts([{ symbol: 'ETH', coingeckoId: null }], signal);
    let base = 0;
    for (const venue of market.venues) {
      const pair = (await venue.rest.listPairs(signal)).find((entry) => entry.base === 'ETH');
      if (pair === undefined) throw new Error('ETH is not listed');
      const toAt = Math.floor(now / 60_000) * 60_000;
      const minutes = await market.history.candles(pair, '1m', toAt - 86_400_000, toAt);
      base += minutes.reduce((sum, { volume }) => sum + volume, 0);
    }
    expect(fact?.volume24h).toBeCloseTo(base * (fact?.price ?? 0), -1);
  });

  it('add up to the whole market, with a BTC dominance between 40 and 90 %', async () => {
    const [facts, global] = [await market.facts.assetFacts(assets.slice(0, 20), signal), await market.facts.globalFacts(signal)];
    const cap = facts.reduce((sum, { marketCap }) => sum + (marketCap ?? 0), 0);
    expect(global.marketCap).toBeCloseTo(cap, -3);
    expect(global.btcDominance).toBeGreaterThan(40);
    expect(global.btcDominance).toBeLessThan(90);
    expect(global.volume24h).toBeCloseTo(
      facts.reduce((sum, { volume24h }) => sum + (volume24h ?? 0), 0),
      -3,
    );
  });

  it('are the same again, and from another instance', async () => {
    const other = createSimulatedMarket({ seed: 'tideline', assets: [], clock: () => now });
    const first = await market.facts.assetFacts(assets.slice(0, 3), signal);
    expect(await market.facts.assetFacts(assets.slice(0, 3), signal)).toEqual(first);
    expect(await other.facts.assetFacts(assets.slice(0, 3), signal)).toEqual(first);
  });
});
