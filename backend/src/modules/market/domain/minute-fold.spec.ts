import fc from 'fast-check';
import { ExactSum } from './exact-sum';
import { MinuteFold } from './minute-fold';

interface Row {
  tradedAt: number;
  venue: string;
  tradeId: number;
  price: number;
  quantity: number;
}

const minute = 1_700_000_040_000;
const row = fc.record({
  tradedAt: fc.integer({ min: minute, max: minute + 59_999 }),
  venue: fc.constantFrom('binance', 'coinbase', 'kraken'),
  tradeId: fc.integer({ min: 1, max: 1_000_000 }),
  price: fc.double({ min: 1e-8, max: 1e7, noNaN: true }),
  quantity: fc.integer({ min: 1, max: 1e12 }).map((parts) => parts / 1e8),
});
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 60, selector: (one) => `${one.venue} ${one.tradeId}` });

function fold(trades: readonly Row[]) {
  const result = new MinuteFold(minute);
  for (const trade of trades) result.add(trade.tradedAt, trade.venue, trade.tradeId, trade.price, trade.quantity);
  return result.candle;
}

it('gives the same candle whatever the order of the trades', () => {
  fc.assert(
    fc.property(
      rows.chain((trades) => fc.tuple(fc.constant(trades), fc.shuffledSubarray(trades, { minLength: trades.length }))),
      ([trades, shuffled]) => expect(fold(shuffled)).toEqual(fold(trades)),
    ),
  );
});

it('opens with the smallest (tradedAt, venue, tradeId) and closes with the largest', () => {
  fc.assert(
    fc.property(rows, (trades) => {
      const sorted = [...trades].sort(
        (a, b) => a.tradedAt - b.tradedAt || (a.venue < b.venue ? -1 : a.venue > b.venue ? 1 : a.tradeId - b.tradeId),
      );
      const candle = fold(trades);
      expect(candle.open).toBe(sorted[0]?.price);
      expect(candle.close).toBe(sorted.at(-1)?.price);
      expect(candle.high).toBe(Math.max(...trades.map((trade) => trade.price)));
      expect(candle.low).toBe(Math.min(...trades.map((trade) => trade.price)));
    }),
  );
});

it('breaks a tie in time by venue, then by id: kraken 7 closes over binance 9', () => {
  const at = minute + 5;
  const trades = [
    { tradedAt: at, venue: 'kraken', tradeId: 7, price: 3, quantity: 1 },
    { tradedAt: at, venue: 'binance', tradeId: 9, price: 2, quantity: 1 },
    { tradedAt: at, venue: 'binance', tradeId: 8, price: 1, quantity: 1 },
  ];
  expect(fold(trades)).toEqual({ openAt: minute, open: 1, high: 3, low: 1, close: 3, volume: 3 });
});

describe('ExactSum', () => {
  it('adds 0.1 ten times to exactly 1', () => {
    const sum = new ExactSum();
    for (let n = 0; n < 10; n++) sum.add(0.1);
    expect(sum.value).toBe(1);
  });

  it('gives the float nearest to the exact decimal sum, as big integers compute it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e12 }), { maxLength: 200 }), (parts) => {
        const sum = new ExactSum();
        for (const part of parts) sum.add(part / 1e8);
        const exact = parts.reduce((total, part) => total + BigInt(part), 0n);
        expect(sum.value).toBe(Number(exact) / 1e8);
      }),
    );
  });

  it('keeps counting where 1e-8 parts alone would pass 2^53: 3 × 123456789012.5 and 1e-8', () => {
    const sum = new ExactSum();
    for (let n = 0; n < 3; n++) sum.add(123_456_789_012.5);
    sum.add(1e-8);
    expect(sum.value).toBe(370_370_367_037.5);
  });
});
