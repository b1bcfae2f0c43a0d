import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { rateCurrencies } from '../../domain/pick-pairs';
import type { BackfillCandles } from './backfill-candles';
import type { AssetState, MarketBook } from './market-book';

/** What a venue could not give is asked for again after this. */
const againMs = 10 * 60_000;

/** Runs the back-fill in the background until nothing is left, and from the top when new markets are followed. */
export class BackfillLoop {
  private readonly log = new Logger('Backfill');
  private stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly backfill: BackfillCandles,
    private readonly book: MarketBook,
  ) {}

  /** Begins, or begins again. */
  async restart(): Promise<void> {
    await this.stop();
    const { signal } = (this.stopping = new AbortController());
    this.loop = this.run(signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.backfill.run(this.assets(), Date.now(), signal);
        if (this.backfill.finished) return;
      } catch (error) {
        if (signal.aborted) return;
        this.log.warn(`interrupted, goes on later: ${error instanceof Error ? error.message : String(error)}`);
      }
      await sleep(againMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Rates first: the others are brought to USD by them. */
  private assets(): AssetState[] {
    const assets = [...this.book.assetStates].filter((asset) => asset.markets.some((state) => state.active));
    const isRate = (asset: AssetState) => rateCurrencies.includes(asset.symbol);
    return [...assets.filter(isRate), ...assets.filter((asset) => !isRate(asset))];
  }
}
