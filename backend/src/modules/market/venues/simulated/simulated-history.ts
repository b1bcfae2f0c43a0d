import type { CandleInterval } from '@tideline/contracts';
import { Turn } from '../../../../platform/turns/turn';
import { bucketStart, intervalMinutes } from '../../domain/candle';
import type { Candle } from '../../domain/candle';
import { mergeCandles } from '../../domain/merge-candles';
import type { VenuePair } from '../../domain/market';
import type { ComputedHistory } from '../venue';
import { genesisDay, minutesPerDay } from './factor-path';
import type { SimulatedMarkets } from './simulated-markets';

const minuteMs = 60_000;
/** The simulated market's first moment, epoch ms. */
export const genesisAt = genesisDay * minutesPerDay * minuteMs;

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
    const turn = new Turn();
    for (let at = firstBucket(Math.max(fromAt, genesisAt), minutes); at < end; at += length) {
      const days: Candle[] = [];
      // A market computes one day at a time: a week is merged from its days.
      for (const [from, to] of withinDays(at / minuteMs, minutes)) {
        if (turn.isOver) await turn.next();
        days.push(market.candle(from, to));
      }
      const [only] = days;
      const candle = days.length === 1 ? only : mergeCandles(at, days);
      if (candle) candles.push(candle);
    }
    return candles;
  }
}

function firstBucket(at: number, minutes: number): number {
  const start = bucketStart(at, minutes);
  return start < at ? start + minutes * minuteMs : start;
}

/** The stretches of a bucket (minutes since the epoch), none longer than a day. */
function withinDays(from: number, minutes: number): [from: number, to: number][] {
  if (minutes <= minutesPerDay) return [[from, from + minutes]];
  return Array.from({ length: minutes / minutesPerDay }, (_, n) => [from + n * minutesPerDay, from + (n + 1) * minutesPerDay]);
}
