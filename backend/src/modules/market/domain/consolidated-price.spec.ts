import fc from 'fast-check';
import { consolidate, type VenueQuote } from './consolidated-price';

const now = 1_700_000_000_000;
const quote = (venue: string, price: number | null, more: Partial<VenueQuote> = {}): VenueQuote => ({
  venue,
  pair: 'BTC-USD',
  quote: 'USD',
  price,
  volume24h: 100,
  confirmedAt: now - 1_000,
  down: false,
  ...more,
});
const usdOnly = (currency: string) => (currency === 'USD' ? 1 : null);
const excluded = (quotes: VenueQuote[], last: number | null = null, rate = usdOnly) =>
  consolidate(quotes, rate, last, now).sources.map((source) => source.excluded);

it('weighs by 24 h base volume: 100 × 3/4 + 104 × 1/4 = 101', () => {
  const result = consolidate([quote('kraken', 100, { volume24h: 300 }), quote('coinbase', 104)], usdOnly, null, now);
  expect(result).toMatchObject({ price: 101, stale: false, volume24h: 300 * 100 + 100 * 104 });
  expect(result.sources.map((source) => [source.weight, source.ageMs])).toEqual([
    [0.75, 1_000],
    [0.25, 1_000],
  ]);
});

it('leaves out what nothing has confirmed for more than 30 s', () => {
  const quotes = [
    quote('kraken', 100),
    quote('coinbase', 101, { confirmedAt: now - 30_001 }),
    quote('binance', 102, { confirmedAt: now - 30_000 }),
  ];
  expect(excluded(quotes)).toEqual([null, 'stale', null]);
});

it('leaves out a venue that is down, one without a price, and a quote without a rate', () => {
  const quotes = [
    quote('kraken', 100, { down: true }),
    quote('coinbase', null),
    quote('binance', 100, { quote: 'USDT' }),
    quote('other', 100),
  ];
  expect(excluded(quotes)).toEqual(['down', 'stale', 'no_rate', null]);
});

it('brings USDT to USD by its rate, never by 1: 100 USDT at 0.998', () => {
  const result = consolidate([quote('binance', 100, { quote: 'USDT' })], (currency) => (currency === 'USDT' ? 0.998 : 1), null, now);
  expect(result.price).toBeCloseTo(99.8, 10);
  expect(result.sources[0]).toMatchObject({ price: 99.8, quotePrice: 100, weight: 1 });
});

it('of three, leaves out the one farther from the median than max(1 %, 5 × 1.4826 × MAD)', () => {
  // Median 100, MAD 0.1: the limit is 1 % = 1.
  expect(excluded([quote('a', 99.9), quote('b', 100), quote('c', 101.01)])).toEqual([null, null, 'outlier']);
  expect(excluded([quote('a', 99.9), quote('b', 100), quote('c', 100.99)])).toEqual([null, null, null]);
  // Median 100, MAD 2: the limit is 14.826.
  expect(excluded([quote('a', 98), quote('b', 100), quote('c', 114.8)])).toEqual([null, null, null]);
  expect(excluded([quote('a', 98), quote('b', 100), quote('c', 114.9)])).toEqual([null, null, 'outlier']);
});

it('of two more than 5 % apart, leaves out the one farther from the last consolidated price', () => {
  expect(excluded([quote('a', 100), quote('b', 105.1)], 100.5)).toEqual([null, 'outlier']);
  expect(excluded([quote('a', 100), quote('b', 105.1)], 105)).toEqual(['outlier', null]);
  expect(excluded([quote('a', 100), quote('b', 104.9)], 100)).toEqual([null, null]);
});

it('with none left gives the last price, stale', () => {
  expect(consolidate([quote('a', 100, { down: true })], usdOnly, 99, now)).toMatchObject({ price: 99, stale: true, volume24h: null });
});

it('counts an unknown volume as the mean of the known ones, and all the same when none is known', () => {
  const weights = (volumes: (number | null)[]) =>
    consolidate(
      volumes.map((volume24h, index) => quote(`v${index}`, 100, { volume24h })),
      usdOnly,
      null,
      now,
    ).sources.map((source) => source.weight);
  expect(weights([10, 30, null])).toEqual([1 / 6, 0.5, 1 / 3]);
  expect(weights([null, null])).toEqual([0.5, 0.5]);
  expect(weights([0, 0])).toEqual([0.5, 0.5]);
});

it('has weights that sum to 1 over those included, and a price within theirs', () => {
  const anyQuote = fc.record({
    price: fc.option(fc.double({ min: 90, max: 110, noNaN: true })),
    volume24h: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    confirmedAt: fc.option(fc.integer({ min: now - 60_000, max: now })),
    down: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyQuote, { maxLength: 5 }), (quotes) => {
      const { price, stale, sources } = consolidate(
        quotes.map((one, index) => quote(`v${index}`, one.price, one)),
        usdOnly,
        null,
        now,
      );
      const included = sources.filter((source) => source.excluded === null);
      expect(stale).toBe(included.length === 0);
      if (stale) return;
      expect(included.reduce((sum, source) => sum + source.weight, 0)).toBeCloseTo(1, 9);
      expect(price).toBeGreaterThanOrEqual(Math.min(...included.map((source) => source.price ?? 0)) - 1e-9);
      expect(price).toBeLessThanOrEqual(Math.max(...included.map((source) => source.price ?? 0)) + 1e-9);
      expect(sources.filter((source) => source.excluded !== null).every((source) => source.weight === 0)).toBe(true);
    }),
  );
});

it('gives the very price that all venues agree on, whatever their volumes', () => {
  const volume = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  const price = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(price, fc.array(volume, { minLength: 1, maxLength: 5 }), (agreed, volumes) => {
      const quotes = volumes.map((volume24h, index) => quote(`venue${index}`, agreed, { volume24h }));
      expect(consolidate(quotes, usdOnly, null, now).price).toBe(agreed);
    }),
  );
});
