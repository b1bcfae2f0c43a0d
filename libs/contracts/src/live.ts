import { z } from 'zod';
import { instant } from './common';
import { indicatorPoint, marketAlert } from './analytics';
import { candleInterval, candleRow, publicTrade, venueStatus } from './market';

/** Every event of the `/live` namespace carries its channel, and a count that rises by one per channel and connection. */
const envelope = { channel: z.string(), seq: z.int() };

export const livePriceItem = z.strictObject({
  symbol: z.string(),
  price: z.number().nullable(),
  change24h: z.number().nullable(),
  volume24h: z.number().nullable(),
  asOf: instant.nullable(),
  stale: z.boolean(),
});
export type LivePriceItem = z.infer<typeof livePriceItem>;

export const pricesEvent = z.strictObject({ ...envelope, frameAt: instant, items: z.array(livePriceItem) });
export type PricesEvent = z.infer<typeof pricesEvent>;

export const tradesEvent = z.strictObject({ ...envelope, pair: z.string(), items: z.array(publicTrade) });
export type TradesEvent = z.infer<typeof tradesEvent>;

export const candleEvent = z.strictObject({
  ...envelope,
  symbol: z.string(),
  interval: candleInterval,
  candle: candleRow.nullable(),
  closed: z.boolean(),
});
export type CandleEvent = z.infer<typeof candleEvent>;

export const venuesEvent = z.strictObject({ ...envelope, venues: z.array(venueStatus) });
export type VenuesEvent = z.infer<typeof venuesEvent>;

export const indicatorEvent = z.strictObject({
  ...envelope,
  symbol: z.string(),
  interval: candleInterval,
  indicator: z.string().describe('The canonical spec: `rsi:14`'),
  point: indicatorPoint.nullable().describe('[ms, value, …] of the newest candle; null before there is one'),
  closed: z.boolean(),
});
export type IndicatorEvent = z.infer<typeof indicatorEvent>;

export const marketAlertEvent = z.strictObject({ ...envelope, alert: marketAlert });
export type MarketAlertEvent = z.infer<typeof marketAlertEvent>;

/** What `global` has told lately, newest first; its events are `marketAlert`. */
export const globalSnapshot = z.strictObject({ ...envelope, alerts: z.array(marketAlert) });
export type GlobalSnapshot = z.infer<typeof globalSnapshot>;

/** What `notifications` begins with; its events are those below. */
export const notificationsSnapshot = z.strictObject(envelope);
export type NotificationsSnapshot = z.infer<typeof notificationsSnapshot>;

/** On `notifications`: something of the account was changed, here or on another device; read it again. */
export const accountEvent = z.strictObject({ ...envelope, changed: z.array(z.enum(['profile', 'preferences'])).min(1) });
export type AccountEvent = z.infer<typeof accountEvent>;

/** What a socket is opened with for what is personal: an access token or an API key. Other fields are not read. */
export const liveCredentials = z.object({ token: z.string().nullish(), apiKey: z.string().nullish() });
export type LiveCredentials = z.infer<typeof liveCredentials>;

/** Comes 45 s before the credential expires, for `authenticate` with a fresh one. */
export const authExpiring = z.strictObject({ expiresAt: instant, expiresInMs: z.int() });
export type AuthExpiring = z.infer<typeof authExpiring>;

export type AuthenticateAck = { ok: true; expiresAt: string | null } | { ok: false; code: string; detail: string };

export const serverClosing = z.strictObject({ reconnectInMs: z.int() });
export type ServerClosing = z.infer<typeof serverClosing>;

/** Why a socket is refused or about to be disconnected, where no acknowledgement could say it. */
export const liveError = z.strictObject({ code: z.string(), detail: z.string() });
export type LiveError = z.infer<typeof liveError>;

export const maxChannelsPerSocket = 200;

export const subscribeRequest = z.strictObject({ channels: z.array(z.string().min(1).max(100)).min(1).max(maxChannelsPerSocket) });
export type SubscribeRequest = z.infer<typeof subscribeRequest>;

/** What `subscribe` and `unsubscribe` answer. The snapshot holds one payload per channel, in the shape of that channel's event. */
export type SubscribeAck =
  { ok: true; channels: string[]; snapshot: Record<string, unknown> } | { ok: false; code: string; detail: string };

/** Event names of `/live` and what each carries. */
export interface LiveEvents {
  prices: (event: PricesEvent) => void;
  trades: (event: TradesEvent) => void;
  candle: (event: CandleEvent) => void;
  venues: (event: VenuesEvent) => void;
  indicator: (event: IndicatorEvent) => void;
  marketAlert: (event: MarketAlertEvent) => void;
  account: (event: AccountEvent) => void;
  'auth:expiring': (event: AuthExpiring) => void;
  /** Why the socket is closed now: its session has ended, its key was revoked, its account changed, or its time was over. */
  'auth:ended': (event: LiveError) => void;
  'server:closing': (event: ServerClosing) => void;
  'live:error': (event: LiveError) => void;
}

export interface LiveRequests {
  subscribe: (request: SubscribeRequest, ack: (answer: SubscribeAck) => void) => void;
  unsubscribe: (request: SubscribeRequest, ack: (answer: SubscribeAck) => void) => void;
  authenticate: (credentials: LiveCredentials, ack: (answer: AuthenticateAck) => void) => void;
}
