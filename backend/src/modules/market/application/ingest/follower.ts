import type { Database } from '../../../../platform/database/database';
import type { MarketRegistry } from '../../db/market-registry';
import { pickPairs } from '../../domain/pick-pairs';
import type { VenuePair } from '../../domain/market';
import type { Venue } from '../../venues/venue';
import { loadMarkets } from './load-markets';
import type { MarketBook, MarketState } from './market-book';
import type { TradeIntake } from './trade-intake';

/** What is followed now and was not before. */
export interface Followed {
  /** Markets that were not known before. */
  fresh: MarketState[];
  /** Markets that were known and are followed again. */
  resumed: MarketState[];
}

export interface FollowerParts {
  database: Database;
  registry: MarketRegistry;
  book: MarketBook;
  intake: TradeIntake;
  /** These assets are what is told of from now on. */
  track: (assets: readonly string[]) => void;
  listed: (venue: string) => readonly VenuePair[];
  /** True once the run has ended: nothing may be opened any more. */
  stopped: () => boolean;
}

/** Keeps what is followed at the venues equal to the tracked assets and to what the venues list. */
export class Follower {
  private tracked = '';
  private readonly started = new Set<string>();

  constructor(
    private readonly venues: readonly Venue[],
    private readonly parts: FollowerParts,
    private readonly open: (venue: Venue, pairs: VenuePair[]) => void,
  ) {}

  /** Follows exactly what is tracked now. */
  async follow(): Promise<Followed> {
    const { registry, book, track } = this.parts;
    const assets = await registry.trackedAssets();
    const fresh: MarketState[] = [];
    const wanted = new Map<Venue, VenuePair[]>();
    for (const venue of this.venues) {
      const pairs = pickPairs(this.parts.listed(venue.name), assets);
      wanted.set(venue, pairs);
      fresh.push(...(await this.load(pairs)));
    }
    if (this.parts.stopped()) return { fresh: [], resumed: [] };
    track(assets);
    this.tracked = assets.join();
    const resumed = [...wanted].flatMap(([venue, pairs]) => pairs.flatMap(({ pair }) => book.paused(venue.name, pair) ?? []));
    for (const [venue, pairs] of wanted) this.apply(venue, pairs);
    return { fresh, resumed };
  }

  /** True when other assets are tracked than are followed. */
  async outdated(): Promise<boolean> {
    return (await this.parts.registry.trackedAssets()).join() !== this.tracked;
  }

  private async load(pairs: readonly VenuePair[]): Promise<MarketState[]> {
    if (pairs.length === 0) return [];
    const { database, registry, book, intake } = this.parts;
    const fresh = await loadMarkets(database, book, await registry.enter(pairs));
    for (const state of fresh) intake.newestAt = Math.max(intake.newestAt, state.lastTradedAt);
    return fresh;
  }

  private apply(venue: Venue, pairs: VenuePair[]): void {
    this.parts.book.activate(venue.name, new Set(pairs.map((pair) => pair.pair)));
    if (this.started.has(venue.name)) venue.follow(pairs);
    else this.open(venue, pairs);
    this.started.add(venue.name);
  }
}
