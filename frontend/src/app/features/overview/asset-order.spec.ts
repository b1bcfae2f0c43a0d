import type { AssetSummary } from '@tideline/contracts';
import { firstOrder, matching, movers, sorted } from './asset-order';

function asset(symbol: string, name: string, rank: number | null, change24h: number | null): AssetSummary {
  return {
    ...{ symbol, name, rank, change24h, coingeckoId: null, price: rank, change1h: null, change7d: null },
    ...{ volume24h: null, marketCap: null, sparkline7d: [], asOf: null, stale: false, dataMode: 'simulated' },
  };
}

const coins = [
  asset('BTC', 'Bitcoin', 1, -1.5),
  asset('ADA', 'Cardano', null, null),
  asset('ETH', 'Ethereum', 2, 4),
  asset('XRP', 'XRP', 3, 0.5),
];
const symbols = (list: AssetSummary[]): string => list.map((coin) => coin.symbol).join(' ');

describe('asset order', () => {
  it('sorts ranks 1, 2, 3 upwards and the unknown rank last', () => expect(symbols(sorted(coins, 'rank', 'asc'))).toBe('BTC ETH XRP ADA'));
  it('keeps the unknown rank last when sorting downwards', () => expect(symbols(sorted(coins, 'rank', 'desc'))).toBe('XRP ETH BTC ADA'));
  it('sorts names by the alphabet', () => expect(symbols(sorted(coins, 'name', 'asc'))).toBe('BTC ADA ETH XRP'));
  it('leaves the list it was given as it was', () => {
    sorted(coins, 'rank', 'desc');
    expect(symbols(coins)).toBe('BTC ADA ETH XRP');
  });
  it('starts a change with the largest and a name with A', () =>
    expect([firstOrder('change24h'), firstOrder('name')]).toEqual(['desc', 'asc']));
  it('finds "bit" in Bitcoin and " eth " in ETH', () => {
    expect(symbols(matching(coins, 'bit'))).toBe('BTC');
    expect(symbols(matching(coins, ' eth '))).toBe('ETH');
  });
  it('counts ETH +4 and XRP +0.5 as gainers, BTC -1.5 as the only loser', () => {
    expect(symbols(movers(coins, '24h', 'gainers', 5))).toBe('ETH XRP');
    expect(symbols(movers(coins, '24h', 'gainers', 1))).toBe('ETH');
    expect(symbols(movers(coins, '24h', 'losers', 5))).toBe('BTC');
  });
  it('has no movers where no change is known', () => expect(movers(coins, '7d', 'gainers', 5)).toEqual([]));
});
