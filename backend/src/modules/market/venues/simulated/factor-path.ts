import { normal, seedOf, uniform } from './chance';
import { DayCache } from './day-cache';

/** Looked up once: these functions run millions of times. */
const { exp, floor, max, min, sqrt, cos } = Math;

export const minutesPerDay = 1440;
/** The simulated market opened on 2024-01-01 (UTC), as a day since the epoch; there is nothing before. */
export const genesisDay = 19_723;

export interface FactorSettings {
  /** Deviation of a day's log return in a calm regime. */
  volatility: number;
  /** Days after which an excursion from the level has shrunk to 1/e. */
  reversionDays: number;
  /** Regimes of drift and volatility, and jumps; a stablecoin has neither. */
  eventful: boolean;
  /** Chance of a jump on a day, and its least and greatest size as log return. */
  jumpChance: number;
  jumpSize: readonly [number, number];
}

export interface FactorDay {
  /** The factor at each minute's start, 1441 values: the last is the next day's first. */
  path: Float64Array;
  /** How busy each of the 1440 minutes is; 1 on average. Volatility follows it, volume its square. */
  activity: Float64Array;
}

const volatilityRegimes = [0.55, 0.75, 1, 1.3, 1.9] as const;
const jumpMinutes = 10;
const activityBlockMinutes = 15;

/**
 * One source of price movement as a log level over time, zero on average. Days are walked once from the genesis; within a day the path is a
 * Brownian bridge between the two day levels, computed when asked for: so any minute costs one day, in any order.
 */
export class FactorPath {
  private readonly levels: number[] = [0];
  private readonly days: DayCache<FactorDay>;
  private readonly seeds: { return: number; regime: number; drift: number; jump: number };

  constructor(
    private readonly name: readonly string[],
    private readonly settings: FactorSettings,
    cachedDays: number,
  ) {
    const seed = (what: string) => seedOf(...name, what);
    this.seeds = { return: seed('return'), regime: seed('regime'), drift: seed('drift'), jump: seed('jump') };
    this.days = new DayCache(cachedDays, (day) => this.computeDay(day));
  }

  day(day: number): FactorDay {
    return this.days.get(day);
  }

  /** The log level at the day's start. */
  levelAt(day: number): number {
    const keep = exp(-1 / this.settings.reversionDays);
    for (let n = this.levels.length; n <= day - genesisDay; n++) {
      const past = genesisDay + n - 1;
      const shock = this.volatilityOf(past) * normal(this.seeds.return, past);
      this.levels.push((this.levels[n - 1] ?? 0) * keep + this.driftOf(past) + shock + this.jumpOf(past));
    }
    return this.levels[day - genesisDay] ?? 0;
  }

  private volatilityOf(day: number): number {
    if (!this.settings.eventful) return this.settings.volatility;
    const regime = volatilityRegimes[floor(uniform(this.seeds.regime, week(day)) * volatilityRegimes.length)] ?? 1;
    return this.settings.volatility * regime;
  }

  private driftOf(day: number): number {
    return this.settings.eventful ? 0.25 * this.settings.volatility * normal(this.seeds.drift, week(day)) : 0;
  }

  private jumpOf(day: number): number {
    if (!this.settings.eventful || uniform(this.seeds.jump, 4 * day) >= this.settings.jumpChance) return 0;
    const [least, greatest] = this.settings.jumpSize;
    const size = least + (greatest - least) * uniform(this.seeds.jump, 4 * day + 1);
    return uniform(this.seeds.jump, 4 * day + 2) < 0.5 ? -size : size;
  }

  private computeDay(day: number): FactorDay {
    const start = this.levelAt(day);
    const jump = this.jumpOf(day);
    const jumpStart = 60 + floor(uniform(this.seeds.jump, 4 * day + 3) * (minutesPerDay - 120));
    const move = this.levelAt(day + 1) - start - jump;
    const activity = activityOf(seedOf(...this.name, 'activity', String(day)), day);
    const walk = new Float64Array(minutesPerDay + 1);
    const variance = new Float64Array(minutesPerDay + 1);
    const seed = seedOf(...this.name, 'minutes', String(day));
    for (let minute = 0; minute < minutesPerDay; minute++) {
      const busy = activity[minute] ?? 1;
      walk[minute + 1] = (walk[minute] ?? 0) + busy * normal(seed, minute);
      variance[minute + 1] = (variance[minute] ?? 0) + busy * busy;
    }
    const [end, total] = [walk[minutesPerDay] ?? 0, variance[minutesPerDay] ?? 1];
    const scale = this.volatilityOf(day) / sqrt(total);
    const path = new Float64Array(minutesPerDay + 1);
    for (let minute = 0; minute <= minutesPerDay; minute++) {
      const elapsed = (variance[minute] ?? 0) / total;
      const bridge = scale * ((walk[minute] ?? 0) - end * elapsed);
      const jumped = jump * min(1, max(0, (minute - jumpStart) / jumpMinutes));
      path[minute] = start + move * elapsed + bridge + jumped;
    }
    return { path, activity };
  }
}

/** The market sleeps in the European night and on weekends, and is busy in bursts. */
function activityOf(seed: number, day: number): Float64Array {
  const weekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6 ? 0.8 : 1.05;
  const activity = new Float64Array(minutesPerDay);
  for (let minute = 0; minute < minutesPerDay; minute++) {
    const season = 1 + 0.3 * cos((2 * Math.PI * (minute - 15 * 60)) / minutesPerDay);
    const burst = exp(0.3 * normal(seed, floor(minute / activityBlockMinutes)) - 0.045);
    activity[minute] = weekend * season * burst;
  }
  return activity;
}

function week(day: number): number {
  return floor(day / 7);
}
