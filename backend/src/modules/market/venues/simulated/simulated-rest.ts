import { candleIntervals } from '@tideline/contracts';
import type { CandleInterval } from '@tideline/contracts';
import { intervalMinutes } from '../../domain/candle';
import type { VenuePair } from '../../domain/market';
import type { Trade } from '../../domain/trade';
import type { TradeHole, VenueRest } from '../venue';
import { minuteTrades } from './minute-trades';
import type { SimulatedHistory } from './simulated-history';
import { genesisAt } from './simulated-history';
import type { SimulatedMarkets } from './simulated-markets';
import type { VenueProfile } from './venue-market';

const minuteMs = 60_000;
const tradesPerPage = 1_000;
const candlesPerPage = 2_500;

/** The REST side of a simulated venue: pages like a real one, answers at once, knows nothing of the future. */
export class SimulatedRest implements VenueRest {
  readonly candleIntervals = candleIntervals;

  constructor(
    private readonly venue: VenueProfile,
    private readonly markets: SimulatedMarkets,
    private readonly history: SimulatedHistory,
    private readonly clock: () => number,
  ) {}

  async listPairs(): Promise<VenuePair[]> {
    return this.markets.listed(this.venue);
  }

  async tradesBetween(pair: VenuePair, hole: TradeHole): Promise<Trade[]> {
    const market = this.markets.find(this.venue.name, pair.pair);
    if (market === null) return [];
    const now = this.clock();
    const trades: Trade[] = [];
    const first = Math.max(Math.floor((hole.afterId + 1) / market.tradesPerMinute), genesisAt / minuteMs);
    const last = Math.min(Math.floor((hole.beforeId - 1) / market.tradesPerMinute), Math.floor(now / minuteMs));
    for (let minute = first; minute <= last && trades.length < tradesPerPage; minute++) {
      const inHole = minuteTrades(market, minute).filter(
        (trade) => trade.tradeId > hole.afterId && trade.tradeId < hole.beforeId && trade.tradedAt <= now,
      );
      trades.push(...inHole);
    }
    return trades.slice(0, tradesPerPage);
  }

  async candlesBefore(pair: VenuePair, interval: CandleInterval, fromAt: number, toAt: number) {
    const page = intervalMinutes[interval] * minuteMs * candlesPerPage;
    const reachedAt = Math.max(fromAt, genesisAt, toAt - page);
    const candles = await this.history.candles(pair, interval, reachedAt, toAt);
    return { candles, reachedAt, exhausted: reachedAt === genesisAt };
  }

  async serverTime(): Promise<{ venueTime: number; roundTripMs: number }> {
    return { venueTime: this.clock(), roundTripMs: 0 };
  }
}
