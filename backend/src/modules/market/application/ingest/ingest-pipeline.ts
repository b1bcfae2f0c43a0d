import type { TouchedSpan } from '../../db/candle-store';
import type { TradeGap } from '../../db/gap-repository';
import { bucketStart } from '../../domain/candle';
import { staleAfterMs } from '../../domain/consolidated-price';
import type { VenueEvent } from '../../venues/venue';
import type { Announcer, News } from './announcer';
import type { BatchSource, Cut } from './batch-writer';
import type { AssetState, MarketBook, MarketState } from './market-book';
import type { PendingBatch } from './pending-batch';
import type { PriceBoard } from './price-board';
import type { LateTrade, TradeIntake } from './trade-intake';
import type { VenueHealthBoard } from './venue-health-board';

const coverageEveryMs = 10_000;
const rollUpEveryMs = 60_000;
/** Prices are called stale once nothing could be stored for so long. */
const stuckAfterMs = 5_000;

export interface PipelineParts {
  book: MarketBook;
  batch: PendingBatch;
  intake: TradeIntake;
  prices: PriceBoard;
  announcer: Announcer;
  health: VenueHealthBoard;
}

export interface PipelineHandlers {
  late: (trades: LateTrade[]) => void;
  gaps: (gaps: TradeGap[]) => void;
}

/** From a venue's event to the next batch: hands each event where it belongs, cuts batches, and announces them once they are stored. */
export class IngestPipeline implements BatchSource {
  private news: News = { trades: [], candles: [], prices: null };
  private late: LateTrade[] = [];
  private readonly changed = new Map<number, TouchedSpan>();
  private rolledUpAt = 0;
  private rolledUpMinute = 0;
  private coveredAt = 0;
  private tickerMinute = 0;
  private ending = false;

  constructor(
    private readonly parts: PipelineParts,
    private readonly handlers: PipelineHandlers,
  ) {}

  /** Takes in what a venue says. */
  handle(venue: string, event: VenueEvent, now: number): void {
    const { book, health, intake } = this.parts;
    health.note(venue, event, now);
    switch (event.kind) {
      case 'trade': {
        const state = book.find(venue, event.trade.pair);
        if (state !== null && intake.take(state, event.trade, event.receivedAt) === 'late') this.late.push({ state, trade: event.trade });
        break;
      }
      case 'ticker': {
        const state = book.find(venue, event.ticker.pair);
        if (state !== null) intake.takeTicker(state, event.ticker, event.receivedAt);
        break;
      }
      case 'confirmed':
        this.confirm(book.find(venue, event.pair), event);
        break;
      case 'silent':
        book.find(venue, event.pair)?.watched.lost();
        break;
      case 'connection':
        if (event.state !== 'open') this.lost(venue);
        break;
      default:
    }
  }

  /** The venues are about to be left: what was watched up to `now` is stored with the last batch. */
  end(now: number): void {
    this.noteAlive(now);
    this.ending = true;
  }

  /** The coarser candles are stored with the next batch. */
  rollUpSoon(): void {
    this.rolledUpAt = -Infinity;
  }

  cut(now: number): Cut | null {
    const { book, batch, health, prices, announcer, intake } = this.parts;
    this.handOverLate();
    if (!this.ending) this.noteAlive(now);
    for (const state of book.markets) state.quote.down = health.isDown(state.market.venue, now);
    const holes = this.holes(now);
    const minutes = this.minutes(health.venueNow(now));
    const trades = batch.take();
    const cut: Cut = { trades, minutes, holes, rollUps: this.rollUps(now), tickers: this.tickers(now), watched: this.watched(now) };
    this.news.trades = announcer.tradesOf(trades);
    this.news.prices = prices.frame(now);
    for (const series of book.allSeries) series.dropBefore(intake.windowStart);
    return isEmpty(cut) ? null : cut;
  }

  stored(_cut: Cut | null, gaps: TradeGap[], _now: number): void {
    this.parts.batch.stored();
    if (gaps.length > 0) this.handlers.gaps(gaps);
    const news = this.news;
    this.news = { trades: [], candles: [], prices: null };
    this.parts.announcer.publish(news);
  }

  stuck(forMs: number, now: number): void {
    if (forMs < stuckAfterMs) return;
    const prices = this.parts.prices.staleFrame(now);
    if (prices !== null) this.parts.announcer.publish({ trades: [], candles: [], prices });
  }

  private confirm(state: MarketState | null, { lastTradeId, venueTime, receivedAt }: Extract<VenueEvent, { kind: 'confirmed' }>): void {
    if (state === null) return;
    state.quote.confirmedAt = receivedAt;
    if (lastTradeId === null) return;
    const at = venueTime ?? receivedAt;
    state.ledger.hint(lastTradeId, at, receivedAt);
    if (lastTradeId === state.ledger.lastId) state.watched.known(at, state.ledger.whole);
  }

  private lost(venue: string): void {
    for (const state of this.parts.book.markets) if (state.market.venue === venue) state.watched.lost();
  }

  private handOverLate(): void {
    if (this.late.length === 0) return;
    this.handlers.late(this.late);
    this.late = [];
  }

  private holes(now: number): Cut['holes'] {
    const holes: Cut['holes'] = [];
    for (const { ledger, market } of this.parts.book.markets) {
      for (const hole of ledger.dueHoles(now)) holes.push({ marketId: market.id, ...hole });
    }
    return holes;
  }

  private minutes(venueNow: number): Cut['minutes'] {
    const { book, announcer } = this.parts;
    const minutes: Cut['minutes'] = [];
    const owners: (MarketState | AssetState)[] = [...book.markets, ...book.assetStates];
    for (const owner of owners) {
      const candles = owner.series.takeTouched().map((minute) => minute.candle);
      const news = announcer.candlesOf(owner, candles, venueNow);
      if (news !== null) this.news.candles.push(news);
      if (candles.length === 0) continue;
      minutes.push({ marketId: owner.series.marketId, candles });
      this.noteChanged(owner.series.marketId, candles[0]?.openAt ?? 0, candles[candles.length - 1]?.openAt ?? 0);
    }
    return minutes;
  }

  private noteChanged(marketId: number, fromAt: number, toAt: number): void {
    const known = this.changed.get(marketId);
    this.changed.set(marketId, {
      marketId,
      fromAt: Math.min(fromAt, known?.fromAt ?? fromAt),
      toAt: Math.max(toAt, known?.toAt ?? toAt),
    });
  }

  /** The coarser candles are stored when a minute has ended, not with each of its trades. */
  private rollUps(now: number): TouchedSpan[] {
    const minute = bucketStart(this.parts.intake.newestAt, 1);
    if (this.changed.size === 0 || (minute === this.rolledUpMinute && now - this.rolledUpAt < rollUpEveryMs)) return [];
    this.rolledUpMinute = minute;
    this.rolledUpAt = now;
    const spans = [...this.changed.values()];
    this.changed.clear();
    return spans;
  }

  private tickers(now: number): Cut['tickers'] {
    const minute = bucketStart(this.parts.health.venueNow(now), 1);
    if (minute === this.tickerMinute) return [];
    this.tickerMinute = minute;
    return [...this.parts.book.markets].flatMap(({ market, ticker, quote, active }) => {
      const fresh = ticker !== null && quote.confirmedAt !== null && now - quote.confirmedAt <= staleAfterMs;
      if (!active || !fresh) return [];
      return [{ marketId: market.id, at: minute, bid: ticker.bid, ask: ticker.ask, last: ticker.last, volume24h: ticker.volume24h }];
    });
  }

  private watched(now: number): Cut['watched'] {
    if (!this.ending && now - this.coveredAt < coverageEveryMs) return [];
    this.coveredAt = now;
    return this.takeWatched();
  }

  private takeWatched(): Cut['watched'] {
    const spans: Cut['watched'] = [];
    for (const { market, ledger, watched } of this.parts.book.markets) {
      watched.settle(ledger.whole);
      for (const span of watched.take()) spans.push({ marketId: market.id, fromAt: Math.floor(span.from), toAt: Math.floor(span.to) });
    }
    return spans;
  }

  private noteAlive(now: number): void {
    const { book, health } = this.parts;
    for (const { market, quote, watched, active } of book.markets) {
      const confirmed = quote.confirmedAt !== null && now - quote.confirmedAt <= staleAfterMs;
      if (active && confirmed && health.isOpen(market.venue)) watched.alive(health.venueNow(now, market.venue));
    }
  }
}

function isEmpty(cut: Cut): boolean {
  return (
    cut.trades.tradeIds.length + cut.minutes.length + cut.holes.length + cut.rollUps.length + cut.tickers.length + cut.watched.length === 0
  );
}
