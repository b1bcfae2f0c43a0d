import { combineCandles } from './combine-candles';
import { pickPairs } from './pick-pairs';
import { RateHistory } from './rate-history';
import { usdValue } from './value-trade';
import { WatchedTime } from './watched-time';

const candle = (open: number, high: number, low: number, close: number, volume: number) => ({
  openAt: 60_000,
  open,
  high,
  low,
  close,
  volume,
});

describe('combineCandles', () => {
  it('weighs open and close by volume, takes the extremes and sums the volume', () => {
    const venues = [
      { candle: candle(100, 103, 99, 102, 3), rate: 1 },
      { candle: candle(104, 106, 101, 102.4, 1), rate: 1 },
    ];
    expect(combineCandles(venues, null)).toEqual({ openAt: 60_000, open: 101, high: 106, low: 99, close: 102.1, volume: 4 });
  });

  it('brings each venue to USD by its rate and leaves out one without', () => {
    const venues = [
      { candle: candle(100, 100, 100, 100, 1), rate: 0.5 },
      { candle: candle(80, 80, 80, 80, 9), rate: null },
    ];
    expect(combineCandles(venues, null)).toMatchObject({ open: 50, close: 50, volume: 1 });
  });

  it('leaves out the venue whose close stands apart: 60000 beside 60, 60.1', () => {
    const venues = [60, 60.1, 60_000].map((close) => ({ candle: candle(close, close, close, close, 1), rate: 1 }));
    expect(combineCandles(venues, null)).toMatchObject({ high: 60.1, volume: 2 });
  });

  it('gives none when no venue is left', () => {
    expect(combineCandles([{ candle: candle(1, 1, 1, 1, 1), rate: null }], null)).toBeNull();
  });
});

describe('pickPairs', () => {
  const listed = ['BTC-USD', 'BTC-USDT', 'ETH-USDC', 'ETH-USDT', 'SOL-EUR', 'USDT-USD'].map((pair) => {
    const [base = '', quote = ''] = pair.split('-');
    return { venue: 'v', pair, base, quote, venueSymbol: pair };
  });

  it('takes USD before USDT before USDC, the listed rates, and nothing for an asset without them', () => {
    expect(pickPairs(listed, ['BTC', 'ETH', 'SOL', 'XRP']).map((pair) => pair.pair)).toEqual(['USDT-USD', 'BTC-USD', 'ETH-USDT']);
  });

  it('lists a rate once when it is tracked as an asset as well', () => {
    expect(pickPairs(listed, ['USDT']).map((pair) => pair.pair)).toEqual(['USDT-USD']);
  });
});

describe('RateHistory', () => {
  const hour = 3_600_000;
  const at = (openAt: number, close: number) => ({ openAt, open: close, high: close, low: close, close, volume: 1 });

  it('gives the minute, up to five minutes before, else the hour, else nothing', () => {
    const rates = new RateHistory();
    rates.add(1, [at(hour, 0.99)]);
    rates.add(60, [at(hour, 0.98)]);
    expect([hour, hour + 300_000, hour + 360_000, 3 * hour].map((openAt) => rates.at(openAt, 1))).toEqual([0.99, 0.99, 0.98, null]);
  });
});

describe('usdValue', () => {
  it('is null without a rate, and for a price of 1000 times the others', () => {
    expect(usdValue(100, null, [], null)).toBeNull();
    expect(usdValue(100_000, 1, [100, 100.2], 100)).toBeNull();
    expect(usdValue(100_000, 1, [100], 100)).toBeNull();
    expect(usdValue(100.1, 1, [100, 100.2], 100)).toBe(100.1);
    expect(usdValue(100, 0.5, [], null)).toBe(50);
  });
});

describe('WatchedTime', () => {
  it('counts the time in which the subscription lived, without the break of 40 s', () => {
    const watched = new WatchedTime(null);
    for (const at of [0, 10, 20]) watched.alive(at);
    watched.lost();
    for (const at of [60, 70]) watched.alive(at);
    expect(watched.take()).toEqual([
      { from: 0, to: 20 },
      { from: 60, to: 70 },
    ]);
    watched.alive(80);
    expect(watched.take()).toEqual([{ from: 70, to: 80 }]);
  });

  it('closes a break when the ids go on without a hole', () => {
    const watched = new WatchedTime(100);
    watched.lost();
    watched.known(250, true);
    expect(watched.take()).toEqual([{ from: 100, to: 250 }]);
    watched.known(400, false);
    expect(watched.take()).toEqual([]);
    watched.known(300, false);
    watched.settle(true);
    expect(watched.take()).toEqual([{ from: 250, to: 400 }]);
  });
});
