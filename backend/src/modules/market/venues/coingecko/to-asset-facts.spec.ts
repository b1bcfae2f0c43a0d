import fc from 'fast-check';
import { toAssetFacts } from './to-asset-facts';

const symbols = new Map([
  ['bitcoin', 'BTC'],
  ['uniswap', 'UNI'],
]);
const hourly = Array.from({ length: 168 }, (_, hour) => 100 + hour);
const row = { id: 'bitcoin', symbol: 'btc', current_price: 300, sparkline_in_7d: { price: hourly } };

describe('the rows of /coins/markets', () => {
  it('tie to our symbol by id: a second coin called UNI is left out, and a repeated row too', () => {
    const rows = [
      { id: 'uniswap', symbol: 'uni', current_price: 9 },
      { id: 'unicorn-token', symbol: 'uni', current_price: 0.01 },
      { id: 'uniswap', symbol: 'uni', current_price: 8 },
    ];
    expect(toAssetFacts(rows, symbols)).toMatchObject([{ symbol: 'UNI', price: 9 }]);
  });

  it('read null, 0, negative, text and absent figures as unknown', () => {
    const dirty = {
      ...row,
      current_price: null,
      market_cap: 0,
      total_volume: -5,
      market_cap_rank: 1.5,
      circulating_supply: '19',
      ath: undefined,
    };
    expect(toAssetFacts([dirty], symbols)[0]).toMatchObject({
      price: null,
      marketCap: null,
      volume24h: null,
      rank: null,
      circulatingSupply: null,
      allTimeHigh: null,
    });
  });

  it('take the changes that CoinGecko gives, and work out the others from 168 hourly points', () => {
    expect(toAssetFacts([{ ...row, price_change_percentage_1h_in_currency: 1.5 }], symbols)[0]).toMatchObject({
      change1h: 1.5,
      change24h: 100 * (300 / 244 - 1),
      change7d: 200,
    });
  });

  it('leave a change unknown when the sparkline is short of 168 points', () => {
    const short = { ...row, sparkline_in_7d: { price: hourly.slice(1) } };
    expect(toAssetFacts([short], symbols)[0]).toMatchObject({ change1h: null, change24h: null, change7d: null });
  });

  it('drop points of a sparkline that are no prices', () => {
    const holed = { ...row, sparkline_in_7d: { price: [1, null, 'x', -3, 2] } };
    expect(toAssetFacts([holed], symbols)[0]?.sparkline7d).toEqual([1, 2]);
    expect(toAssetFacts([{ ...row, sparkline_in_7d: null }], symbols)[0]?.sparkline7d).toEqual([]);
  });

  it('never throw and never give NaN, a negative or an unknown symbol, whatever the rows hold', () => {
    const anyRow = fc.oneof(
      fc.anything(),
      fc.record({
        id: fc.constantFrom('bitcoin', 'uniswap', 'x'),
        current_price: fc.anything(),
        market_cap: fc.double(),
        sparkline_in_7d: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 5 }), (rows) => {
        for (const fact of toAssetFacts(rows, symbols)) {
          expect(['BTC', 'UNI']).toContain(fact.symbol);
          const figures = [fact.price, fact.marketCap, ...fact.sparkline7d].filter((figure) => figure !== null);
          expect(figures.every((figure) => figure > 0 && figure < Infinity)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
