import type { FakeVenue } from '../fake-venues/fake-venue';
import type { TradeOrder } from '../fake-venues/fake-market';

const everyMs = 20;
const startPrices: Record<string, number> = { BTC: 60_000, ETH: 3_000, SOL: 150, USDT: 0.9995 };

/** Trades on all venues: prices of one asset wander together, far from being outliers, that of USDT too unless the rate is steady. */
export class Traffic {
  private readonly prices = new Map(Object.entries(startPrices));
  private readonly random = seeded(1);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly venues: readonly FakeVenue[],
    private readonly steadyRate: boolean,
  ) {}

  /** Goes on with this many trades a second over all pairs until `stop`. */
  begin(perSecond = 500): void {
    this.stop();
    const pairs = this.venues.reduce((sum, venue) => sum + venue.market.pairs.length, 0);
    let owed = 0;
    this.timer = setInterval(() => {
      owed += (perSecond * everyMs) / 1000 / pairs;
      const rounds = Math.floor(owed);
      owed -= rounds;
      if (rounds > 0) this.trade(rounds);
    }, everyMs);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** So many trades of every pair of every venue, now or at a given time (epoch ms). */
  trade(rounds = 1, at?: number): void {
    for (const venue of this.venues) {
      venue.tradeAll(Array.from({ length: rounds }, () => venue.market.pairs.map((pair) => this.order(pair, at))).flat());
    }
  }

  private order(pair: string, at: number | undefined): TradeOrder {
    const [base = ''] = pair.split('-');
    const before = this.prices.get(base) ?? 1;
    const price = base === 'USDT' && this.steadyRate ? before : before * (1 + (this.random() - 0.5) * 2e-5);
    this.prices.set(base, price);
    const quantity = Number((0.0001 + this.random()).toFixed(8));
    return { pair, price: Number(price.toPrecision(9)), quantity, side: this.random() < 0.5 ? 'buy' : 'sell', at };
  }
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
