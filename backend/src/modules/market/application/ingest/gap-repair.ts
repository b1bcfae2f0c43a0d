import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Venue } from '../../venues/venue';
import { VenueRefusal } from '../../venues/venue';
import type { TradeGap } from '../../db/gap-repository';
import type { GapFill } from './gap-fill';
import type { MarketBook, MarketState } from './market-book';

const backOffMs = { first: 1_000, most: 60_000 };
/** USDT and USDC markets wait so long for the repair of the rates they are valued by. */
const rateFirstMs = 60_000;
/** Holes this close together are fetched as one. */
const togetherIds = 1_000;

interface Waiting extends TradeGap {
  state: MarketState;
  queuedAt: number;
}

/** Repairs holes, one at a time and venue: oldest first, rates before what is valued by them, until each is settled. */
export class GapRepair {
  private readonly log = new Logger('GapRepair');
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly loops = new Map<string, Promise<void>>();
  private stopping = new AbortController();

  constructor(
    private readonly venues: readonly Venue[],
    private readonly book: MarketBook,
    private readonly fill: GapFill,
  ) {}

  /** Takes on holes that are kept as open. */
  add(gaps: readonly TradeGap[]): void {
    for (const gap of gaps) {
      const state = this.book.known(gap.marketId);
      if (state === null) continue;
      const { venue } = state.market;
      const queue = this.waiting.get(venue) ?? [];
      if (queue.some((one) => one.id === gap.id)) continue;
      queue.push({ ...gap, state, queuedAt: Date.now() });
      this.waiting.set(venue, queue);
    }
    for (const venue of this.venues) {
      if ((this.waiting.get(venue.name)?.length ?? 0) > 0 && !this.loops.has(venue.name)) this.begin(venue);
    }
  }

  /** How many holes wait for their repair. */
  get open(): number {
    return [...this.waiting.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops.values());
    this.waiting.clear();
    this.stopping = new AbortController();
  }

  private begin(venue: Venue): void {
    const { signal } = this.stopping;
    const loop = this.run(venue, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) this.log.error(`${venue.name}: ${String(error)}`);
      })
      .finally(() => this.loops.delete(venue.name));
    this.loops.set(venue.name, loop);
  }

  private async run(venue: Venue, signal: AbortSignal): Promise<void> {
    let waitMs = backOffMs.first;
    while (!signal.aborted) {
      const queue = this.waiting.get(venue.name) ?? [];
      if (queue.length === 0) return;
      const group = this.next(queue, Date.now());
      if (group.length === 0) {
        await sleep(backOffMs.first, undefined, { signal });
        continue;
      }
      try {
        await this.fill.settle(venue, group, signal);
        this.waiting.set(
          venue.name,
          (this.waiting.get(venue.name) ?? []).filter((gap) => !group.includes(gap)),
        );
        waitMs = backOffMs.first;
      } catch (error) {
        if (signal.aborted) return;
        const asked = error instanceof VenueRefusal ? error.retryAfterMs : null;
        this.log.warn(`${venue.name}: a hole of ${group[0]?.state.market.pair ?? '?'} stays open for now: ${messageOf(error)}`);
        await sleep(Math.max(asked ?? 0, waitMs * (0.5 + Math.random())), undefined, { signal });
        waitMs = Math.min(waitMs * 2, backOffMs.most);
      }
    }
  }

  /** The next hole with those of its market that are close to it; none when all must wait for a rate. */
  private next(queue: readonly Waiting[], now: number): Waiting[] {
    const ready = queue.filter((gap) => !this.waitsForRate(gap, now));
    const first = ready.find((gap) => isRate(gap.state)) ?? ready[0];
    if (first === undefined) return [];
    const group: Waiting[] = [];
    const ofMarket = ready.filter((gap) => gap.marketId === first.marketId).sort((a, b) => a.afterId - b.afterId);
    for (const gap of ofMarket) {
      if (group.length === 0 || gap.beforeId - (group[0]?.afterId ?? 0) <= togetherIds) group.push(gap);
    }
    return group;
  }

  private waitsForRate(gap: Waiting, now: number): boolean {
    const { quote } = gap.state.market;
    if (quote === 'USD' || now - gap.queuedAt > rateFirstMs) return false;
    return [...this.waiting.values()].some((queue) =>
      queue.some((other) => other.state.market.base === quote && other.fromAt <= gap.toAt && other.toAt >= gap.fromAt),
    );
  }
}

function isRate(state: MarketState): boolean {
  return state.market.base === 'USDT' || state.market.base === 'USDC';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
