import type { Config, RateLimitRule } from '../config/config';
import { FixedWindows, type Standing } from './fixed-windows';

export const limitPolicies = ['anonymous', 'authenticated', 'ceiling'] as const;
export type LimitPolicy = (typeof limitPolicies)[number];
export type LimitRules = Record<LimitPolicy, RateLimitRule>;

/** Somebody's window under one of the policies. */
export interface Counted {
  policy: LimitPolicy;
  caller: string;
}

/** Keeps the counts: in the memory of this process, or for all processes over Redis. */
export interface LimitCounts {
  /**
   * Counts one request in each window, the ceiling first, up to the one that refuses it; gives where they stand, of a refused request
   * perhaps only the first. Never rejects.
   */
  take(wanted: Counted[]): Standing[] | Promise<Standing[]>;
  /** Where a window that is known to be used up stands, without asking anybody; null for one that may have room. */
  usedUp(one: Counted): Standing | null;
  /** Whether this process counts for itself although there are others. */
  readonly isAlone: boolean;
  close(): Promise<void>;
}

/** Gives each policy's limit and window as they are configured. */
export function limitRules(config: Config): LimitRules {
  return { anonymous: config.RATE_LIMIT_ANONYMOUS, authenticated: config.RATE_LIMIT_AUTHENTICATED, ceiling: config.RATE_LIMIT_BURST };
}

/** Whole milliseconds of a clock that nobody sets: with fractions, a window of 60 s would be told to last 61. */
export function steadyMs(): number {
  return Math.floor(performance.now());
}

/** Counts in memory. The clock is a steady one: setting the machine's time neither opens nor prolongs a window. */
export class LocalCounts implements LimitCounts {
  readonly isAlone = false;
  private readonly windows: Record<LimitPolicy, FixedWindows>;

  constructor(
    rules: LimitRules,
    private readonly now: () => number = steadyMs,
  ) {
    this.windows = {
      anonymous: new FixedWindows(rules.anonymous),
      authenticated: new FixedWindows(rules.authenticated),
      ceiling: new FixedWindows(rules.ceiling),
    };
  }

  take(wanted: Counted[]): Standing[] {
    const now = this.now();
    let open = true;
    return wanted.map(({ policy, caller }) => {
      const standing = open ? this.windows[policy].take(caller, now) : this.windows[policy].look(caller, now);
      open = open && standing.allowed;
      return standing;
    });
  }

  usedUp({ policy, caller }: Counted): Standing | null {
    const standing = this.windows[policy].look(caller, this.now());
    return standing.allowed ? null : standing;
  }

  /** Takes over what was counted elsewhere, in a window that ends at `endsAt` (by the clock of this one). */
  learn({ policy, caller }: Counted, count: number, endsAt: number): void {
    this.windows[policy].learn(caller, { count, endsAt }, this.now());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
