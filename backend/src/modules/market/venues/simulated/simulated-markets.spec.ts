import type { Candle } from '../../domain/candle';
import { defaultSymbols } from './asset-profile';
import { genesisDay, minutesPerDay } from './factor-path';
import { SimulatedMarkets } from './simulated-markets';
import { venueProfiles } from './venue-market';
import type { VenueProfile } from './venue-market';

const markets = new SimulatedMarkets('tideline', []);
const days = Array.from({ length: 60 }, (_, n) => genesisDay + 1_000 + n);

function hourlyReturns(symbol: string): number[] {
  const path = markets.paths.of(symbol);
  const prices = days.flatMap((day) => Array.from({ length: 24 }, (_, hour) => path.day(day).usd[hour * 60] ?? Number.NaN));
  return prices.slice(1).map((price, n) => Math.log(price / (prices[n] ?? Number.NaN)));
}

function correlation(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: number[], mx: number, y: number[], my: number) =>
    x.reduce((sum, value, n) => sum + (value - mx) * ((y[n] ?? 0) - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

describe('the simulated market', () => {
  it('moves its 20 assets together: every pair of assets correlates above 0.1, BTC and ETH above 0.5', () => {
    const returns = new Map(defaultSymbols.map((symbol) => [symbol, hourlyReturns(symbol)]));
    expect(returns.size).toBe(20);
    for (const a of defaultSymbols) {
      for (const b of defaultSymbols) expect(correlation(returns.get(a) ?? [], returns.get(b) ?? [])).toBeGreaterThan(0.1);
    }
    expect(correlation(returns.get('BTC') ?? [], returns.get('ETH') ?? [])).toBeGreaterThan(0.5);
    expect(correlation(returns.get('BTC') ?? [], returns.get('ETH') ?? [])).toBeLessThan(0.99);
  });

  it.each(['BTC', 'DOGE', 'TRX'])(
    'keeps the venues of %s within 0.3 % of each other, minute by minute for 20 days, USDT converted',
    (symbol) => {
      const venueMarkets = markets.of(symbol);
      const usdt = markets.paths.of('USDT');
      const widest = days.slice(0, 20).map((day) => {
        const inUsd = venueMarkets.map((market) => {
          const rate = market.venue.quote === 'USD' ? null : usdt.day(day).usd;
          return Array.from(market.day(day).price, (ticks, minute) => market.priceOf(ticks) * (rate?.[minute] ?? 1));
        });
        const spreads = inUsd[0]?.map((price, minute) => {
          const prices = [price, inUsd[1]?.[minute] ?? 0, inUsd[2]?.[minute] ?? 0];
          return Math.max(...prices) / Math.min(...prices) - 1;
        });
        return Math.max(...(spreads ?? [Infinity]));
      });
      expect(venueMarkets).toHaveLength(3);
      expect(Math.max(...widest)).toBeLessThan(0.003);
    },
  );

  it('trades more in the European afternoon than in the night, and more when prices move', () => {
    const market = markets.of('ETH')[0];
    const minutes = days.flatMap((day) => {
      const { lots, price } = market?.day(day) ?? { lots: new Float64Array(), price: new Float64Array() };
      return Array.from(lots, (volume, minute) => ({
        hour: Math.floor(minute / 60),
        volume,
        move: Math.abs((price[minute + 1] ?? 0) / (price[minute] ?? 1) - 1),
      }));
    });
    const meanVolume = (wanted: (minute: (typeof minutes)[number]) => boolean) => {
      const chosen = minutes.filter(wanted);
      return chosen.reduce((sum, { volume }) => sum + volume, 0) / chosen.length;
    };
    expect(meanVolume(({ hour }) => hour >= 13 && hour < 17)).toBeGreaterThan(1.5 * meanVolume(({ hour }) => hour >= 1 && hour < 5));
    expect(meanVolume(({ move }) => move > 0.001)).toBeGreaterThan(1.5 * meanVolume(({ move }) => move < 0.0002));
  });

  it('stays between a fifth and five times its level and has 25 to 110 % annual volatility, over 1,000 days', () => {
    for (const symbol of [...defaultSymbols, 'FOO']) {
      const path = markets.paths.of(symbol);
      const levels = Array.from({ length: 1_000 }, (_, n) => path.usdAtDayStart(genesisDay + n) / path.profile.anchorPrice);
      expect(Math.min(...levels)).toBeGreaterThan(0.2);
      expect(Math.max(...levels)).toBeLessThan(5);
      const returns = levels.slice(1).map((level, n) => Math.log(level / (levels[n] ?? 1)));
      const volatility = Math.sqrt((365 * returns.reduce((sum, r) => sum + r * r, 0)) / returns.length);
      expect(volatility).toBeGreaterThan(0.25);
      expect(volatility).toBeLessThan(1.1);
    }
  });

  it('keeps USDT within 0.5 % of a dollar for 1,000 days', () => {
    const path = markets.paths.of('USDT');
    for (let n = 0; n < 1_000; n++) expect(Math.abs(path.usdAtDayStart(genesisDay + n) - 1)).toBeLessThan(0.005);
  });

  it('lists each asset at three venues, USDT-USD at the two that quote USD, and further assets on request', () => {
    const listed = (extra: string[]) => new Map(venueProfiles.map((venue) => [venue.name, new SimulatedMarkets('s', extra).listed(venue)]));
    expect([...listed([])].map(([name, pairs]) => [name, pairs.length])).toEqual([
      ['sim-alpha', 21],
      ['sim-beta', 20],
      ['sim-gamma', 21],
    ]);
    expect(listed(['FOO']).get('sim-beta')).toContainEqual({
      venue: 'sim-beta',
      pair: 'FOO-USDT',
      base: 'FOO',
      quote: 'USDT',
      venueSymbol: 'FOO-USDT',
    });
    expect(markets.find('sim-beta', 'USDT-USDT')).toBeNull();
    expect(markets.find('sim-alpha', 'NOPE-USD')).toBeNull();
    expect(markets.find('kraken', 'BTC-USD')).toBeNull();
  });

  it.each(venueProfiles.map(({ name }) => name))('has no NaN and no empty minute in any candle of %s on one day', (name) => {
    const first = (days[7] ?? 0) * minutesPerDay;
    const venue = venueProfiles.find((profile) => profile.name === name) as VenueProfile;
    const candles = markets.listed(venue).flatMap(({ pair }) => {
      const market = markets.find(name, pair);
      return Array.from({ length: minutesPerDay }, (_, n) => market?.candle(first + n, first + n + 1));
    });
    expect(candles.length).toBeGreaterThanOrEqual(20 * minutesPerDay);
    expect(candles.filter((candle) => candle === undefined || !isSound(candle))).toEqual([]);
  });
});

function isSound({ open, high, low, close, volume }: Candle): boolean {
  return low > 0 && volume > 0 && high < Infinity && high >= Math.max(open, close) && low <= Math.min(open, close);
}
