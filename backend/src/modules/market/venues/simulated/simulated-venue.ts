import { Turn } from '../../../../platform/turns/turn';
import type { VenuePair } from '../../domain/market';
import type { Trade } from '../../domain/trade';
import type { Venue, VenueEvent } from '../venue';
import { minuteTrades } from './minute-trades';
import type { SimulatedHistory } from './simulated-history';
import type { SimulatedMarkets } from './simulated-markets';
import { SimulatedRest } from './simulated-rest';
import type { VenueMarket, VenueProfile } from './venue-market';

const minuteMs = 60_000;
const tickMs = 100;
/** Each pair gets a ticker once in so many ticks: once a second, the pairs taking turns. */
const tickerTurns = 10;
/** As a real venue does after subscribing, the newest trades are told first. */
const historyTrades = 50;
/** A process that slept longer than this has lost its stream, as it would with a real venue; the hole is found by id and filled from REST. */
const lostAfterMs = 5_000;

interface Followed {
  market: VenueMarket;
  /** The minute whose trades are held, and the place of the next one to tell. */
  minute: number;
  trades: Trade[];
  next: number;
  last: Trade | null;
}

type Sink = (event: VenueEvent) => void;

/** A simulated exchange as a venue: tells each trade when its absolute time has come, a ticker a second, and that each price stands. */
export class SimulatedVenue implements Venue {
  readonly name: string;
  readonly rest: SimulatedRest;
  private wanted: ReadonlySet<string> = new Set();
  private readonly followed = new Map<string, Followed>();
  private sink: Sink = () => undefined;
  private timer: NodeJS.Timeout | null = null;
  private toldAt = 0;
  private turn = 0;

  constructor(
    profile: VenueProfile,
    private readonly markets: SimulatedMarkets,
    readonly computedHistory: SimulatedHistory,
    private readonly clock: () => number,
  ) {
    this.name = profile.name;
    this.rest = new SimulatedRest(profile, markets, computedHistory, clock);
  }

  start(pairs: VenuePair[], sink: Sink): void {
    this.sink = sink;
    this.toldAt = this.clock();
    sink({ kind: 'connection', state: 'connecting', reason: null, attempt: 1 });
    sink({ kind: 'connection', state: 'open', reason: null, attempt: 1 });
    this.follow(pairs);
    this.timer = setInterval(() => this.tick(), tickMs);
  }

  follow(pairs: VenuePair[]): void {
    this.wanted = new Set(pairs.map(({ pair }) => pair));
    for (const pair of this.followed.keys()) if (!this.wanted.has(pair)) this.followed.delete(pair);
    void this.subscribeAll(this.wanted);
  }

  async stop(): Promise<void> {
    if (this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
    this.wanted = new Set();
    this.followed.clear();
    this.sink({ kind: 'connection', state: 'closed', reason: 'stopped', attempt: 0 });
  }

  /** With pauses, since each begins with the computing of a day; ends when others are wanted. */
  private async subscribeAll(wanted: ReadonlySet<string>): Promise<void> {
    const turn = new Turn();
    for (const pair of wanted) {
      if (turn.isOver) await turn.next();
      if (this.wanted !== wanted) return;
      if (!this.followed.has(pair)) this.subscribe(pair);
    }
  }

  private subscribe(pair: string): void {
    const market = this.markets.find(this.name, pair);
    if (market === null) {
      this.sink({ kind: 'refused', pair, reason: `${this.name} does not list ${pair}` });
      return;
    }
    this.sink({ kind: 'subscribed', pair });
    const followed: Followed = { market, minute: 0, trades: [], next: 0, last: null };
    this.followed.set(pair, followed);
    this.skipTo(followed, this.toldAt);
  }

  /** Tells the newest trades up to `at` as history and goes on from there. */
  private skipTo(followed: Followed, at: number): void {
    const minute = Math.floor(at / minuteMs);
    const recent = [minute - 2, minute - 1, minute]
      .flatMap((n) => minuteTrades(followed.market, n))
      .filter((trade) => trade.tradedAt <= at);
    for (const trade of recent.slice(-historyTrades)) this.tell(followed, trade, true);
    followed.minute = minute;
    followed.trades = minuteTrades(followed.market, minute);
    followed.next = followed.trades.filter((trade) => trade.tradedAt <= at).length;
  }

  private tick(): void {
    const now = this.clock();
    const lost = now - this.toldAt > lostAfterMs || now < this.toldAt;
    this.turn = (this.turn + 1) % tickerTurns;
    let place = 0;
    for (const followed of this.followed.values()) {
      if (lost) this.skipTo(followed, now);
      else this.tellDue(followed, now);
      if (place++ % tickerTurns === this.turn) this.tellTicker(followed, now);
    }
    this.toldAt = now;
  }

  private tellDue(followed: Followed, now: number): void {
    for (;;) {
      const trade = followed.trades[followed.next];
      if (trade === undefined) {
        if ((followed.minute + 1) * minuteMs > now) return;
        followed.minute += 1;
        followed.trades = minuteTrades(followed.market, followed.minute);
        followed.next = 0;
        continue;
      }
      if (trade.tradedAt > now) return;
      this.tell(followed, trade, false);
      followed.next += 1;
    }
  }

  private tell(followed: Followed, trade: Trade, history: boolean): void {
    followed.last = trade;
    this.sink({ kind: 'trade', trade, receivedAt: this.clock(), history });
  }

  private tellTicker(followed: Followed, now: number): void {
    const { market, last } = followed;
    if (last === null) return;
    const halfSpread = market.halfSpread(last.price);
    this.sink({
      kind: 'ticker',
      ticker: {
        venue: this.name,
        pair: market.pair,
        bid: market.toTick(last.price - halfSpread),
        ask: market.toTick(last.price + halfSpread),
        last: last.price,
        volume24h: market.volume24hBefore(Math.floor(now / minuteMs)),
        at: now,
      },
      receivedAt: now,
    });
    this.sink({ kind: 'confirmed', pair: market.pair, lastTradeId: last.tradeId, venueTime: now, receivedAt: now });
  }
}
