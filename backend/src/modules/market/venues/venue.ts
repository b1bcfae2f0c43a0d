import type { CandleInterval } from '@tideline/contracts';
import type { Candle } from '../domain/candle';
import type { VenuePair } from '../domain/market';
import type { Trade } from '../domain/trade';

/**
 * The port to a market. Two kinds of implementation exist: the real venues (Kraken, Binance, Coinbase) and the simulated one.
 * A venue's own spelling and quirks end here: everything that crosses this line is canonical and validated.
 */
export interface Venue {
  readonly name: string;
  readonly rest: VenueRest;
  /** Present where history is computed on read instead of fetched and stored (the simulated market). */
  readonly computedHistory?: ComputedHistory;
  /** Opens the stream for these pairs and keeps it open (reconnecting) until `stop`. Events reach the sink in the order received. */
  start(pairs: VenuePair[], sink: (event: VenueEvent) => void): void;
  /** Changes what is followed without a reconnect where the venue allows it. */
  follow(pairs: VenuePair[]): void;
  stop(): Promise<void>;
}

export type VenueEvent =
  | {
      kind: 'trade';
      trade: Trade;
      receivedAt: number;
      /** Part of a snapshot after (re)subscribing: may be known already. */ history: boolean;
    }
  | { kind: 'ticker'; ticker: Ticker; receivedAt: number }
  /** The venue confirms that its price for this pair still stands; `lastTradeId` when it tells (Coinbase heartbeat, Binance ticker). */
  | { kind: 'confirmed'; pair: string; lastTradeId: number | null; venueTime: number | null; receivedAt: number }
  | { kind: 'subscribed'; pair: string }
  | { kind: 'refused'; pair: string; reason: string }
  /** The subscription fell silent beyond what the venue promises. */
  | { kind: 'silent'; pair: string; silentMs: number }
  | { kind: 'connection'; state: 'connecting' | 'open' | 'closed'; reason: string | null; attempt: number }
  /** Something that is not valid data: counted by reason, never acted on. */
  | { kind: 'rejected'; reason: RejectReason; detail: string }
  | { kind: 'ignored'; type: string };

export const rejectReasons = ['not_json', 'bad_shape', 'bad_number', 'bad_time', 'future_time', 'unknown_pair', 'too_large'] as const;
export type RejectReason = (typeof rejectReasons)[number];

export interface Ticker {
  venue: string;
  pair: string;
  bid: number | null;
  ask: number | null;
  last: number | null;
  /** Base asset, rolling 24 h. */
  volume24h: number | null;
  /** Venue time, epoch ms; null when the frame has none. */
  at: number | null;
}

/** The venue's REST side. Every call waits for its place in the venue's rate limit; gap repairs go before anything else. */
export interface VenueRest {
  /** All pairs the venue lists for trading now, canonical. */
  listPairs(signal: AbortSignal): Promise<VenuePair[]>;
  /**
   * Trades with `afterId < id < beforeId`, ascending, oldest part first when there are more than one page: call again from the last one.
   * `fromAt`/`toAt` (epoch ms) bound the hole in time for venues that page by time. Empty = the venue has no trade in the hole.
   */
  tradesBetween(pair: VenuePair, hole: TradeHole, signal: AbortSignal): Promise<Trade[]>;
  /** Closed candles with `fromAt ≤ openAt < toAt`, ascending, at most one page counted from `toAt` backwards; `reachedAt` tells how far back the page goes. */
  candlesBefore(
    pair: VenuePair,
    interval: CandleInterval,
    fromAt: number,
    toAt: number,
    signal: AbortSignal,
  ): Promise<{ candles: Candle[]; reachedAt: number; exhausted: boolean }>;
  /** The venue's clock, epoch ms, with the round trip it took. */
  serverTime(signal: AbortSignal): Promise<{ venueTime: number; roundTripMs: number }>;
  /** The candle intervals the venue itself serves. */
  readonly candleIntervals: readonly CandleInterval[];
}

/**
 * History that costs less to compute than to store. The back-fill stores only the coarse intervals of such a venue, and who reads a
 * finer one asks here for what the database lacks; the answer is the same that `VenueRest.candlesBefore` gives.
 */
export interface ComputedHistory {
  /** Closed candles of one venue's pair with `fromAt ≤ openAt < toAt`, ascending, all of them; yields to the event loop while it computes. */
  candles(pair: VenuePair, interval: CandleInterval, fromAt: number, toAt: number): Promise<Candle[]>;
}

export interface TradeHole {
  afterId: number;
  beforeId: number;
  fromAt: number;
  toAt: number;
}

/** A REST refusal that has a name: shown to the user as it stands. `retryAfterMs` when the venue asked to wait; null = don't retry (451). */
export class VenueRefusal extends Error {
  constructor(
    readonly venue: string,
    readonly reason: string,
    readonly retryAfterMs: number | null,
  ) {
    super(`${venue}: ${reason}`);
  }
}
