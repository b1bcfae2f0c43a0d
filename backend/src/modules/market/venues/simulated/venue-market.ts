import type { Candle } from '../../domain/candle';
import type { AssetPath } from './asset-path';
import { normal, seedOf } from './chance';
import { DayCache } from './day-cache';
import { genesisDay, minutesPerDay } from './factor-path';

/** Looked up once: these functions run millions of times. */
const { abs, exp, floor, max, min, round } = Math;

/** One simulated exchange. */
export interface VenueProfile {
  name: string;
  quote: 'USD' | 'USDT';
  /** Its part of all volume; the profiles' parts sum to 1. */
  volumeShare: number;
  /** Trades a minute, relative to a venue of average size. */
  tradeShare: number;
  /** Where its prices stand on average, in parts of 10,000. */
  offsetBps: number;
}

export const venueProfiles: readonly VenueProfile[] = [
  { name: 'sim-alpha', quote: 'USD', volumeShare: 0.3, tradeShare: 1, offsetBps: 0.6 },
  { name: 'sim-beta', quote: 'USDT', volumeShare: 0.5, tradeShare: 1.3, offsetBps: -0.4 },
  { name: 'sim-gamma', quote: 'USD', volumeShare: 0.2, tradeShare: 0.7, offsetBps: 0.2 },
];

/** Prices in ticks and volumes in lots, so that nothing is lost to rounding; index = minute of the day. */
export interface MarketDay {
  /** The price at each minute's start, 1441 values: a minute opens where the one before closed. */
  price: Float64Array;
  high: Float64Array;
  low: Float64Array;
  lots: Float64Array;
  /** Lots traded before each minute of the day, 1441 values. */
  lotsBefore: Float64Array;
}

const offsetBlockMinutes = 30;
const minuteMs = 60_000;

/** One pair at one simulated venue: the candle of every minute since the genesis, in any order. */
export class VenueMarket {
  /** Constant, so that trade ids count up without a hole: id = minute × tradesPerMinute + place in the minute. */
  readonly tradesPerMinute: number;
  /** One tick is 10^-priceDecimals of the quote currency. */
  readonly priceDecimals: number;
  /** One lot in 1e-8 of the base asset: coarser for cheap assets, so that sums of units stay exact in a double. */
  readonly lotUnits: number;
  readonly seed: number;
  private readonly days: DayCache<MarketDay>;
  private readonly ticksPerUnit: number;

  constructor(
    seed: string,
    readonly venue: VenueProfile,
    readonly pair: string,
    private readonly asset: AssetPath,
    /** USD per unit of the quote currency; null = the quote is USD. */
    private readonly quotePath: AssetPath | null,
  ) {
    const { anchorPrice, tradesPerMinute } = asset.profile;
    this.tradesPerMinute = max(6, round(tradesPerMinute * venue.tradeShare));
    this.priceDecimals = max(0, 5 - floor(Math.log10(anchorPrice)));
    this.lotUnits = anchorPrice >= 1000 ? 1 : anchorPrice >= 10 ? 100 : anchorPrice >= 0.8 ? 10_000 : 1_000_000;
    this.ticksPerUnit = 10 ** this.priceDecimals;
    this.seed = seedOf(seed, venue.name, pair);
    this.days = new DayCache(3, (day) => this.computeDay(day));
  }

  day(day: number): MarketDay {
    return this.days.get(day);
  }

  /** Converts ticks to the quote currency. */
  priceOf(ticks: number): number {
    return ticks / this.ticksPerUnit;
  }

  /** Converts lots to the base asset. */
  quantityOf(lots: number): number {
    return (lots * this.lotUnits) / 1e8;
  }

  /** The nearest price that this market quotes. */
  toTick(price: number): number {
    return this.priceOf(max(1, round(price * this.ticksPerUnit)));
  }

  /** Half the distance between bid and ask: at least a tick in all, wider where less is traded. */
  halfSpread(price: number): number {
    const bps = this.asset.profile.stable ? 0.5 : 0.3 + 60 / this.tradesPerMinute;
    return max(1 / this.ticksPerUnit, (price * bps) / 10_000);
  }

  /** The candle of minutes `from ≤ minute < to`, all of the same day (minutes counted from the epoch). */
  candle(from: number, to: number): Candle {
    const dayNumber = floor(from / minutesPerDay);
    const day = this.day(dayNumber);
    const [first, end] = [from - dayNumber * minutesPerDay, to - dayNumber * minutesPerDay];
    let [high, low] = [day.high[first] ?? 0, day.low[first] ?? 0];
    for (let minute = first + 1; minute < end; minute++) {
      high = max(high, day.high[minute] ?? 0);
      low = min(low, day.low[minute] ?? 0);
    }
    return {
      openAt: from * minuteMs,
      open: this.priceOf(day.price[first] ?? 0),
      high: this.priceOf(high),
      low: this.priceOf(low),
      close: this.priceOf(day.price[end] ?? 0),
      volume: this.quantityOf((day.lotsBefore[end] ?? 0) - (day.lotsBefore[first] ?? 0)),
    };
  }

  /** The base volume of the 1440 minutes before `minute` (counted from the epoch). */
  volume24hBefore(minute: number): number {
    const dayNumber = floor(minute / minutesPerDay);
    const today = this.day(dayNumber).lotsBefore[minute - dayNumber * minutesPerDay] ?? 0;
    if (dayNumber === genesisDay) return this.quantityOf(today);
    const yesterday = this.day(dayNumber - 1).lotsBefore;
    const rest = (yesterday[minutesPerDay] ?? 0) - (yesterday[minute - dayNumber * minutesPerDay] ?? 0);
    return this.quantityOf(today + rest);
  }

  private computeDay(dayNumber: number): MarketDay {
    const { usd, activity } = this.asset.day(dayNumber);
    const price = this.boundaryPrices(dayNumber, usd);
    const [high, low, lots] = [new Float64Array(minutesPerDay), new Float64Array(minutesPerDay), new Float64Array(minutesPerDay)];
    const lotsBefore = new Float64Array(minutesPerDay + 1);
    const minuteVolatility = this.asset.dailyVolatility / Math.sqrt(minutesPerDay);
    const usualLots = this.lotsPerMinute();
    const firstMinute = dayNumber * minutesPerDay;
    for (let minute = 0; minute < minutesPerDay; minute++) {
      const [open, close, busy] = [price[minute] ?? 0, price[minute + 1] ?? 0, activity[minute] ?? 1];
      const reach = minuteVolatility * busy * open;
      const draws = 3 * (firstMinute + minute);
      high[minute] = max(open, close) + floor(0.5 * reach * abs(normal(this.seed, draws)));
      low[minute] = max(1, min(open, close) - floor(0.5 * reach * abs(normal(this.seed, draws + 1))));
      const stir = 0.6 + 0.5 * min(8, abs(close - open) / max(reach, 1e-9));
      const noise = exp(0.55 * normal(this.seed, draws + 2) - 0.15);
      lots[minute] = max(this.tradesPerMinute, round(usualLots * busy * busy * stir * noise));
      lotsBefore[minute + 1] = (lotsBefore[minute] ?? 0) + (lots[minute] ?? 0);
    }
    return { price, high, low, lots, lotsBefore };
  }

  private boundaryPrices(dayNumber: number, usd: Float64Array): Float64Array {
    const quote = this.quotePath?.day(dayNumber).usd ?? null;
    const price = new Float64Array(minutesPerDay + 1);
    const scale = this.asset.profile.stable ? 0.2 : 1;
    const slowSeed = this.seed ^ 0x5f3759df;
    const fastSeed = this.seed ^ 0x2545f491;
    const firstMinute = dayNumber * minutesPerDay;
    for (let minute = 0; minute <= minutesPerDay; minute++) {
      const block = (firstMinute + minute) / offsetBlockMinutes;
      const [before, part] = [floor(block), block % 1];
      const slow = (1 - part) * normal(slowSeed, before) + part * normal(slowSeed, before + 1);
      const bps = scale * (this.venue.offsetBps + 1.6 * slow + 0.7 * normal(fastSeed, firstMinute + minute));
      const inQuote = ((usd[minute] ?? 0) * (1 + bps / 10_000)) / (quote?.[minute] ?? 1);
      price[minute] = max(1, round(inQuote * this.ticksPerUnit));
    }
    return price;
  }

  private lotsPerMinute(): number {
    const { dailyVolumeUsd, anchorPrice } = this.asset.profile;
    return (dailyVolumeUsd * this.venue.volumeShare * 1e8) / anchorPrice / minutesPerDay / this.lotUnits;
  }
}
