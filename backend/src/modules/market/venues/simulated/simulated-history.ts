import type { CandleInterval } from '@tideline/contracts';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import type { Candle } from '../../domain/candle';
import { mergeCandles } from '../../domain/merge-candles';
import type { VenuePair } from '../../domain/market';
import type { ComputedHistory } from '../venue';
import { genesisDay, minutesPerDay } from './factor-path';
import type { SimulatedMarkets } from './simulated-markets';
import type { VenueMarket } from './venue-market';

const minuteMs = 60_000;
/** The simulated market's first moment, epoch ms. */
export const genesisAt = genesisDay * minutesPerDay * minuteMs;
/** How long candles are computed before other work of the process gets its turn. */
const sliceMs = 5;

/** Candles of the simulated venues, folded from computed minutes; nothing is stored and nothing later than now is told. */
export class SimulatedHistory implements ComputedHistory {
  constructor(
    private readonly markets: SimulatedMarkets,
    private readonly clock: () => number,
  ) {}

  async candles(pair: VenuePair, interval: CandleInterval, fromAt: number, toAt: number): Promise<Candle[]> {
    const market = this.markets.find(pair.venue, pair.pair);
    if (market === null) return [];
    const minutes = intervalMinutes[interval];
    const length = minutes * minuteMs;
    const end = Math.min(toAt, this.clock() - length + 1);
    const candles: Candle[] = [];
    let sliceStart = performance.now();
    for (let at = firstBucket(Math.max(fromAt, genesisAt), minutes); at < end; at += length) {
      const candle = folded(market, at / minuteMs, minutes);
      if (candle !== null) candles.push(candle);
      if (performance.now() - sliceStart > sliceMs) {
        await new Promise((resolve) => setImmediate(resolve));
        sliceStart = performance.now();
      }
    }
    return candles;
  }
}

function firstBucket(at: number, minutes: number): number {
  const start = bucketStart(at, minutes);
  return start < at ? start + minutes * minuteMs : start;
}

/** A week is merged from its days, since a market computes one day at a time. */
function folded(market: VenueMarket, from: number, minutes: number): Candle | null {
  if (minutes <= minutesPerDay) return market.candle(from, from + minutes);
  const days = Array.from({ length: minutes / minutesPerDay }, (_, n) => from + n * minutesPerDay);
  return mergeCandles(
    from * minuteMs,
    days.map((day) => market.candle(day, day + minutesPerDay)),
  );
}
