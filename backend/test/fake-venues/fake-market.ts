/** A trade as a fake venue made it; `at` is epoch ms, `side` the aggressor. */
export interface FakeTrade {
  pair: string;
  id: number;
  price: number;
  quantity: number;
  side: 'buy' | 'sell';
  at: number;
}

export interface FakeCandle {
  openAt: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  count: number;
}

/** What a scripted trade needs; the time is now unless given. */
export interface TradeOrder {
  pair: string;
  price: number;
  quantity: number;
  side: 'buy' | 'sell';
  at?: number;
}

/** What really happened at a fake venue, whatever its faults let through: the oracle of the tests. Ids count up by one per pair. */
export class FakeMarket {
  private readonly trades = new Map<string, FakeTrade[]>();
  private readonly volumes = new Map<string, number>();

  constructor(
    readonly pairs: readonly string[],
    private readonly now: () => number,
    private readonly firstId = 1,
  ) {
    for (const pair of pairs) this.trades.set(pair, []);
  }

  /** Makes a trade with the next id of its pair. */
  trade({ pair, price, quantity, side, at = this.now() }: TradeOrder): FakeTrade {
    const made = this.of(pair);
    const trade = { pair, id: this.firstId + made.length, price, quantity, side, at };
    made.push(trade);
    this.volumes.set(pair, this.volumeOf(pair) + quantity);
    return trade;
  }

  /** Every trade of a pair, in the order of their ids. */
  of(pair: string): FakeTrade[] {
    const made = this.trades.get(pair);
    if (made === undefined) throw new Error(`the fake venue does not list ${pair}`);
    return made;
  }

  /** Every trade id ever issued for a pair. */
  idsOf(pair: string): number[] {
    return this.of(pair).map(({ id }) => id);
  }

  lastOf(pair: string): FakeTrade | undefined {
    return this.of(pair).at(-1);
  }

  /** Base asset, over all trades. */
  volumeOf(pair: string): number {
    return this.volumes.get(pair) ?? 0;
  }

  /** The trades folded into candles of so many minutes, ascending; minutes without trades are absent. */
  candles(pair: string, minutes: number): FakeCandle[] {
    const candles = new Map<number, FakeCandle>();
    for (const { price, quantity, at } of this.of(pair)) {
      const openAt = Math.floor(at / (minutes * 60_000)) * minutes * 60_000;
      const candle = candles.get(openAt) ?? { openAt, open: price, high: price, low: price, close: price, volume: 0, count: 0 };
      candle.high = Math.max(candle.high, price);
      candle.low = Math.min(candle.low, price);
      candle.close = price;
      candle.volume += quantity;
      candle.count += 1;
      candles.set(openAt, candle);
    }
    return [...candles.values()].sort((a, b) => a.openAt - b.openAt);
  }
}

/** Prints a number as the decimal that it is, without an exponent. */
export function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}
