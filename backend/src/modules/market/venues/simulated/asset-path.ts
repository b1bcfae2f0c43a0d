import { assetProfile } from './asset-profile';
import type { AssetProfile } from './asset-profile';
import { DayCache } from './day-cache';
import { FactorPath, minutesPerDay } from './factor-path';

export interface AssetDay {
  /** USD at each minute's start, 1441 values. */
  usd: Float64Array;
  /** How busy each of the 1440 minutes is; 1 on average. */
  activity: Float64Array;
}

/** As many as who reads a stretch of the past asks for once for each venue. */
const cachedDays = 12;
/** Deviation of a day's log return of the whole market in a calm regime. */
const marketVolatility = 0.019;

/** All price paths of one seed. An asset's log price is its level, its share of the market's move, and its own move. */
export class AssetPaths {
  private readonly market: FactorPath;
  private readonly assets = new Map<string, AssetPath>();

  constructor(private readonly seed: string) {
    const settings = {
      volatility: marketVolatility,
      reversionDays: 150,
      eventful: true,
      jumpChance: 0.01,
      jumpSize: [0.03, 0.06] as const,
    };
    this.market = new FactorPath([seed, 'market'], settings, 128);
  }

  of(symbol: string): AssetPath {
    const found = this.assets.get(symbol) ?? new AssetPath(this.seed, assetProfile(symbol), this.market);
    this.assets.set(symbol, found);
    return found;
  }
}

/** The USD price of one asset at every minute since the genesis, before any venue's own offset. */
export class AssetPath {
  private readonly own: FactorPath;
  private readonly days: DayCache<AssetDay>;

  constructor(
    seed: string,
    readonly profile: AssetProfile,
    private readonly market: FactorPath,
  ) {
    const settings = {
      volatility: profile.ownVolatility,
      reversionDays: profile.stable ? 3 : 120,
      eventful: !profile.stable,
      jumpChance: 0.012,
      jumpSize: [0.04, 0.1] as const,
    };
    this.own = new FactorPath([seed, profile.symbol], settings, 1);
    this.days = new DayCache(cachedDays, (day) => this.computeDay(day));
  }

  /** Deviation of a day's log return in a calm regime, the market's part included. */
  get dailyVolatility(): number {
    return Math.hypot(this.profile.beta * marketVolatility, this.profile.ownVolatility);
  }

  /** USD at the day's start, without computing the day. */
  usdAtDayStart(day: number): number {
    return this.usd(this.market.levelAt(day), this.own.levelAt(day));
  }

  day(day: number): AssetDay {
    return this.days.get(day);
  }

  /** USD at the start of a minute (counted from the epoch). */
  usdAt(minute: number): number {
    const day = Math.floor(minute / minutesPerDay);
    return this.day(day).usd[minute - day * minutesPerDay] ?? this.profile.anchorPrice;
  }

  private computeDay(day: number): AssetDay {
    const market = this.market.day(day).path;
    const own = this.own.day(day);
    const usd = new Float64Array(minutesPerDay + 1);
    for (let minute = 0; minute <= minutesPerDay; minute++) {
      usd[minute] = this.usd(market[minute] ?? 0, own.path[minute] ?? 0);
    }
    return { usd, activity: own.activity };
  }

  private usd(market: number, own: number): number {
    return this.profile.anchorPrice * Math.exp(this.profile.beta * market + own);
  }
}
