import { assembleParts, type RunParts } from '../../src/modules/market/application/ingest/assemble';
import { loadMarkets } from '../../src/modules/market/application/ingest/load-markets';
import { binanceToEvents } from '../../src/modules/market/venues/binance/to-events';
import { coinbaseToEvents } from '../../src/modules/market/venues/coinbase/to-events';
import { krakenToEvents } from '../../src/modules/market/venues/kraken/to-events';
import { liveVenues } from '../../src/modules/market/venues/live-venues';
import type { ParseContext } from '../../src/modules/market/venues/socket-protocol';
import type { VenueEvent } from '../../src/modules/market/venues/venue';
import { readConfig } from '../../src/platform/config/config';
import type { Database } from '../../src/platform/database/database';
import { LocalEventBridge } from '../../src/platform/events/local-event-bridge';
import { assets, pairsOf, type Frame } from './frames';

const readers = { kraken: krakenToEvents, binance: binanceToEvents, coinbase: coinbaseToEvents };
/** What a frame tells the connection rather than the pipeline. */
const signals = new Set(['acked', 'declined', 'alive', 'resubscribe', 'reconnect', 'notice']);
const rate = { venue: 'kraken', pair: 'USDT-USD', base: 'USDT', quote: 'USD', venueSymbol: 'USDT/USD' };

/** The product's own way in, from a venue's text to a batch that is ready to be stored; the storing is left out. */
export class TakingIn {
  trades = 0;
  private readonly contexts = new Map<string, ParseContext>();

  private constructor(
    private readonly parts: RunParts,
    private readonly now: number,
  ) {
    for (const [venue, { quote, symbol }] of Object.entries(pairsOf)) {
      const pairs = new Map(assets.map((base) => [symbol(base), `${base}-${quote}`]));
      this.contexts.set(venue, { receivedAt: now, clockOffsetMs: 0, pairOf: (name) => pairs.get(name) ?? null });
    }
    const trade = {
      venue: 'kraken',
      pair: 'USDT-USD',
      tradeId: 1,
      price: 0.9995,
      quantity: 1,
      side: 'buy' as const,
      tradedAt: now - 60_000,
    };
    parts.pipeline.handle('kraken', { kind: 'trade', trade, receivedAt: now, history: false }, now);
    this.cut();
    this.trades = 0;
  }

  /** Follows 20 assets at three venues, of which nothing is known yet; `now` is the time at which the frames come (epoch ms). */
  static async open(database: Database, now: number): Promise<TakingIn> {
    const handlers = { changed: () => Promise.resolve(), gaps: () => undefined, listed: () => Promise.resolve(), stopped: () => false };
    const parts = assembleParts(database, liveVenues(readConfig({})), new LocalEventBridge(), { dataMode: 'live' }, handlers);
    const pairs = Object.entries(pairsOf).flatMap(([venue, { quote, symbol }]) =>
      assets.map((base) => ({ venue, pair: `${base}-${quote}`, base, quote, venueSymbol: symbol(base) })),
    );
    await loadMarkets(database, parts.book, await parts.registry.enter([rate, ...pairs]));
    return new TakingIn(parts, now);
  }

  /** Reads a frame, drops what is known, values and folds the rest. */
  take({ venue, raw }: Frame): void {
    const context = this.contexts.get(venue);
    if (context === undefined) return;
    for (const item of readers[venue as keyof typeof readers](raw, context)) {
      if (!signals.has(item.kind)) this.parts.pipeline.handle(venue, item as VenueEvent, this.now);
    }
  }

  /** Cuts the batch, as the writer does every 250 ms. */
  cut(): void {
    const cut = this.parts.pipeline.cut(this.now);
    this.trades += cut?.trades.tradeIds.length ?? 0;
    this.parts.pipeline.stored(cut, [], this.now);
  }
}
