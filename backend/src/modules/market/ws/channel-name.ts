import { candleInterval, candleIntervals, canonicalAsset, canonicalPair, type CandleInterval } from '@tideline/contracts';
import type { LiveMarket } from './live-market';
import { LiveRefusal } from './live-refusal';

/** A channel that was asked for, read: `name` is its canonical spelling. */
export type ChannelRequest =
  | { kind: 'prices'; name: string; symbol: string | null }
  | { kind: 'trades'; name: string; pair: string }
  | { kind: 'candles'; name: string; symbol: string; interval: CandleInterval }
  | { kind: 'venues'; name: string }
  | { kind: 'global'; name: string };

/** Reads a channel name in any spelling of its symbol. Throws LiveRefusal for one that does not exist or may not be heard. */
export function readChannel(text: string, market: LiveMarket): ChannelRequest {
  const [kind = '', subject = '', detail, ...rest] = text.split(':');
  if (kind === 'indicators') throw new LiveRefusal('LIVE.NOT_AVAILABLE', `${text}: indicators are not streamed by this version`);
  if (kind === 'candles' && detail !== undefined && rest.length === 0) return readCandles(text, subject, detail, market);
  if (detail !== undefined) throw unknown(text);
  return subject === '' ? readPlain(text) : readSubject(text, kind, subject, market);
}

function readPlain(text: string): ChannelRequest {
  if (text === 'prices') return { kind: 'prices', name: text, symbol: null };
  if (text === 'venues' || text === 'global') return { kind: text, name: text };
  if (text === 'notifications' || text === 'portfolio') {
    throw new LiveRefusal('AUTH.REQUIRED', `${text} is personal: connect with auth.token or auth.apiKey`);
  }
  throw unknown(text);
}

function readSubject(text: string, kind: string, subject: string, market: LiveMarket): ChannelRequest {
  if (kind === 'price') {
    const symbol = readAsset(text, subject, market);
    return { kind: 'prices', name: `price:${symbol}`, symbol };
  }
  if (kind !== 'trades') throw unknown(text);
  const pair = canonicalPair(subject);
  if (pair === null || !market.knowsPair(pair)) throw unknown(text, 'no such pair here; an example is trades:BTC-USD');
  return { kind: 'trades', name: `trades:${pair}`, pair };
}

function readCandles(text: string, subject: string, detail: string, market: LiveMarket): ChannelRequest {
  const symbol = readAsset(text, subject, market);
  const interval = candleInterval.safeParse(detail);
  if (!interval.success) throw unknown(text, `the interval is one of ${candleIntervals.join(', ')}`);
  return { kind: 'candles', name: `candles:${symbol}:${interval.data}`, symbol, interval: interval.data };
}

function readAsset(channel: string, text: string, market: LiveMarket): string {
  const symbol = canonicalAsset(text);
  if (symbol === null || !market.knowsAsset(symbol)) throw unknown(channel, 'no such asset here; an example is BTC');
  return symbol;
}

function unknown(channel: string, why = 'channels are prices, price:BTC, trades:BTC-USD, candles:BTC:1m, venues, global'): LiveRefusal {
  return new LiveRefusal('LIVE.UNKNOWN_CHANNEL', `unknown channel ${JSON.stringify(channel)}: ${why}`);
}
