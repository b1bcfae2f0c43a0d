import { decimal, type FakeTrade } from './fake-market';
import { FakeVenue, type FakeClient, type FakeVenueOptions, type RestAnswer } from './fake-venue';

export interface FakeKrakenOptions extends FakeVenueOptions {
  /** Pairs listed with a status other than `online`: not to be subscribed. */
  notOnline?: string[];
  /** The public REST allowance; Kraken's own is about one call a second. */
  restPerSecond?: number;
}

const connectionsPer10Min = 150;
const messagesPerSecond = 50;
const tradesPerPage = 1000;
const candlesPerPage = 720;
const intervals = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600];

/** Kraken: WebSocket v2 under `/v2`, REST under `/0/public`. */
export class FakeKraken extends FakeVenue {
  /** The engine's state, told on connecting and when it changes. */
  private system = 'online';
  private restTokens = 0;
  private restAt = 0;
  protected readonly wsPath = '/v2';

  constructor(private readonly kraken: FakeKrakenOptions) {
    super(kraken);
    this.restTokens = this.restPerSecond + 1;
  }

  /** `online`, `maintenance`, `cancel_only`, `post_only`. */
  setSystem(system: string): void {
    this.system = system;
    for (const client of this.clients) this.send(client, this.status());
  }

  protected servesPath(path: string): boolean {
    return path === '/v2';
  }

  protected refusalOf(attempts: readonly number[]): number | null {
    const since = this.now() - 600_000;
    return attempts.filter((at) => at > since).length >= connectionsPer10Min ? 429 : null;
  }

  protected connected(client: FakeClient): void {
    this.send(client, this.status());
  }

  protected everySecond(client: FakeClient): void {
    if (client.subscriptions.size > 0 && performance.now() - client.sentAt > 0.9 * this.secondMs)
      this.send(client, '{"channel":"heartbeat"}');
  }

  protected received(client: FakeClient, text: string): void {
    const message = parse(text);
    const stamps = { time_in: this.stamp(), time_out: this.stamp() };
    const id = Number.isInteger(message?.req_id) ? { req_id: message?.req_id } : {};
    const reply = (answer: object) => this.send(client, JSON.stringify({ method: message?.method ?? '', ...id, ...answer, ...stamps }));
    const error = message === null ? 'JSON parse error' : faultOf(message, client.messagesAt.length);
    if (error !== null || message === null) reply({ error, success: false });
    else if (message.method === 'ping') this.send(client, JSON.stringify({ method: 'pong', ...id, ...stamps }));
    else this.change(client, message, reply);
  }

  protected publish(trades: FakeTrade[]): void {
    for (const pair of new Set(trades.map((trade) => trade.pair))) {
      const rows = trades.filter((trade) => trade.pair === pair);
      const symbol = symbolOf(pair);
      this.broadcast(`trade:${symbol}`, `{"channel":"trade","type":"update","data":[${rows.map(tradeText).join(',')}]}`);
      this.broadcast(`ticker:${symbol}`, `{"channel":"ticker","type":"update","data":[${this.tickerText(pair)}]}`);
    }
  }

  protected rest(url: URL): RestAnswer {
    if (!this.mayCall()) return errorAnswer('EAPI:Rate limit exceeded');
    switch (url.pathname) {
      case '/0/public/Time':
        return resultAnswer(`{"unixtime":${Math.floor(this.now() / 1000)},"rfc1123":"${new Date(this.now()).toUTCString()}"}`);
      case '/0/public/AssetPairs':
        return resultAnswer(`{${this.market.pairs.map((pair) => this.assetPairText(pair)).join(',')}}`);
      case '/0/public/Trades':
        return this.restTrades(url.searchParams);
      case '/0/public/OHLC':
        return this.restCandles(url.searchParams);
      default:
        return errorAnswer('EGeneral:Unknown Method');
    }
  }

  private change(client: FakeClient, message: Fields, reply: (answer: object) => void): void {
    const { channel, symbol } = message.params as { channel: string; symbol: unknown[] };
    for (const name of symbol.map(String)) {
      const error = this.changeOne(client.subscriptions, message.method === 'subscribe', channel, name);
      if (error !== null) {
        reply({ error, success: false, symbol: name });
      } else if (message.method === 'subscribe') {
        reply({ result: resultOf(channel, name, message.params), success: true });
        this.snapshot(client, channel, name, message.params);
      } else {
        reply({ result: { channel, symbol: name }, success: true });
      }
    }
  }

  private changeOne(subscriptions: Set<string>, isSubscribe: boolean, channel: string, symbol: string): string | null {
    if (!this.market.pairs.some((pair) => symbolOf(pair) === symbol)) return `Currency pair not supported ${symbol}`;
    const key = `${channel}:${symbol}`;
    if (!isSubscribe) return subscriptions.delete(key) ? null : 'Subscription Not Found';
    if (subscriptions.has(key)) return 'Already subscribed';
    subscriptions.add(key);
    return null;
  }

  private snapshot(client: FakeClient, channel: string, symbol: string, params: unknown): void {
    const pair = symbol.replace('/', '-');
    const asked = (params as { snapshot?: boolean }).snapshot;
    const trades = this.market.of(pair).slice(-50);
    if (trades.length === 0) return;
    if (channel === 'ticker' && asked !== false) {
      this.send(client, `{"channel":"ticker","type":"snapshot","data":[${this.tickerText(pair)}]}`);
    }
    // Trades are silent about the past unless asked.
    if (channel === 'trade' && asked === true) {
      this.send(client, `{"channel":"trade","type":"snapshot","data":[${trades.map(tradeText).join(',')}]}`);
    }
  }

  private status(): string {
    // The connection id is beyond what a double holds.
    return `{"channel":"status","data":[{"api_version":"v2","connection_id":18266300427528990701,"system":"${this.system}","version":"2.0.10"}],"type":"update"}`;
  }

  private tickerText(pair: string): string {
    const last = this.market.lastOf(pair)?.price ?? 0;
    const first = this.market.of(pair)[0]?.price ?? last;
    const volume = this.market.volumeOf(pair);
    const ask = decimal(last * 1.0001);
    return (
      `{"symbol":"${symbolOf(pair)}","bid":${decimal(last)},"bid_qty":0.10000000,"ask":${ask},"ask_qty":39.67506683,"last":${decimal(last)},` +
      `"volume":${volume.toFixed(8)},"vwap":${decimal(last)},"low":${decimal(Math.min(first, last))},"high":${decimal(Math.max(first, last))},` +
      `"change":${decimal(last - first)},"change_pct":0.10,"timestamp":"${this.stamp()}"}`
    );
  }

  private stamp(): string {
    return new Date(this.now()).toISOString().replace('Z', '071Z');
  }

  private get restPerSecond(): number {
    return this.kraken.restPerSecond ?? 1;
  }

  private mayCall(): boolean {
    const at = performance.now();
    this.restTokens = Math.min(this.restPerSecond + 1, this.restTokens + ((at - this.restAt) / 1000) * this.restPerSecond);
    this.restAt = at;
    if (this.restTokens < 1) return false;
    this.restTokens -= 1;
    return true;
  }

  private pairNamed(name: string | null): string | undefined {
    return this.market.pairs.find((pair) => name === altName(pair) || name === restKey(pair));
  }

  /** Trades later than `since` (ns), oldest first. */
  private restTrades(query: URLSearchParams): RestAnswer {
    const pair = this.pairNamed(query.get('pair'));
    if (pair === undefined) return errorAnswer('EQuery:Unknown asset pair');
    const count = Number(query.get('count') ?? tradesPerPage);
    if (!Number.isInteger(count) || count < 1 || count > tradesPerPage) return errorAnswer('EGeneral:Invalid arguments:count');
    const since = query.get('since');
    const all = this.market.of(pair);
    const later = since === null ? all.slice(-count) : all.filter((trade) => nanos(trade) > BigInt(since)).slice(0, count);
    const rows = later.map(
      (trade) =>
        `["${decimal(trade.price)}","${trade.quantity.toFixed(8)}",${seconds(trade)},"${trade.side === 'buy' ? 'b' : 's'}","l","",${trade.id}]`,
    );
    const last = later.at(-1);
    return resultAnswer(`{"${restKey(pair)}":[${rows.join(',')}],"last":"${last === undefined ? since : nanos(last)}"}`);
  }

  /** The newest 720, the running one last. */
  private restCandles(query: URLSearchParams): RestAnswer {
    const pair = this.pairNamed(query.get('pair'));
    if (pair === undefined) return errorAnswer('EQuery:Unknown asset pair');
    const interval = Number(query.get('interval') ?? 1);
    if (!intervals.includes(interval)) return errorAnswer('EGeneral:Invalid arguments:interval');
    const candles = this.market.candles(pair, interval).slice(-candlesPerPage);
    const rows = candles.map(
      ({ openAt, open, high, low, close, volume, count }) =>
        `[${openAt / 1000},"${decimal(open)}","${decimal(high)}","${decimal(low)}","${decimal(close)}","${decimal(close)}","${volume.toFixed(8)}",${count}]`,
    );
    return resultAnswer(`{"${restKey(pair)}":[${rows.join(',')}],"last":${(candles.at(-1)?.openAt ?? 0) / 1000}}`);
  }

  private assetPairText(pair: string): string {
    const [base = '', quote = ''] = pair.split('-');
    const status = this.kraken.notOnline?.includes(pair) === true ? 'cancel_only' : 'online';
    const wsname = `${oldName(base)}/${oldName(quote)}`;
    const row = {
      altname: altName(pair),
      wsname,
      aclass_base: 'currency',
      base: oldName(base),
      aclass_quote: 'currency',
      quote: oldName(quote),
    };
    return `"${restKey(pair)}":${JSON.stringify({ ...row, lot: 'unit', pair_decimals: 1, lot_decimals: 8, ordermin: '0.0001', status })}`;
  }
}

type Fields = Record<string, unknown>;

/** What is wrong with a message as a whole; null = nothing. */
function faultOf(message: Fields, messagesThisSecond: number): string | null {
  const { method, params, req_id } = message;
  if (messagesThisSecond > messagesPerSecond) return 'Exceeded msg rate';
  if (req_id !== undefined && !Number.isInteger(req_id)) return "Field 'req_id' must be an integer";
  if (method === 'ping') return params === undefined ? null : "Unsupported field: 'params' for the given msg type: ping";
  if (method !== 'subscribe' && method !== 'unsubscribe') return 'Unsupported event';
  const { channel, symbol } = (params ?? {}) as { channel?: unknown; symbol?: unknown };
  if (channel !== 'trade' && channel !== 'ticker') return 'Unsupported event';
  return Array.isArray(symbol) && symbol.length > 0 ? null : "Field 'symbol' must be a non-empty list";
}

function parse(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

function resultOf(channel: string, symbol: string, params: unknown): object {
  const { snapshot, event_trigger } = params as { snapshot?: boolean; event_trigger?: string };
  return channel === 'ticker'
    ? { channel, event_trigger: event_trigger ?? 'trades', snapshot: snapshot ?? true, symbol }
    : { channel, snapshot: snapshot ?? false, symbol };
}

/** `BTC-USD` → `BTC/USD`. */
function symbolOf(pair: string): string {
  return pair.replace('-', '/');
}

function oldName(asset: string): string {
  return asset === 'BTC' ? 'XBT' : asset === 'DOGE' ? 'XDG' : asset;
}

/** `BTC-USD` → `XBTUSD`. */
function altName(pair: string): string {
  return pair.split('-').map(oldName).join('');
}

/** `BTC-USD` → `XXBTZUSD`; younger pairs are named like their altname. */
function restKey(pair: string): string {
  const [base = '', quote = ''] = pair.split('-').map(oldName);
  return ['XBT', 'ETH', 'XRP', 'LTC', 'XLM', 'ETC'].includes(base) && ['USD', 'EUR'].includes(quote) ? `X${base}Z${quote}` : base + quote;
}

/** Kraken's times are finer than ours: microseconds made from the id. */
function micros({ id }: FakeTrade): string {
  return String(id % 1000).padStart(3, '0');
}

function nanos(trade: FakeTrade): bigint {
  return BigInt(trade.at) * 1_000_000n + BigInt(micros(trade)) * 1000n;
}

function seconds(trade: FakeTrade): string {
  return `${Math.floor(trade.at / 1000)}.${String(trade.at % 1000).padStart(3, '0')}${micros(trade)}`;
}

function tradeText(trade: FakeTrade): string {
  const time = new Date(trade.at).toISOString().replace('Z', `${micros(trade)}Z`);
  return (
    `{"symbol":"${symbolOf(trade.pair)}","side":"${trade.side}","price":${decimal(trade.price)},"qty":${trade.quantity.toFixed(8)},` +
    `"ord_type":"limit","trade_id":${trade.id},"timestamp":"${time}"}`
  );
}

function resultAnswer(result: string): RestAnswer {
  return { body: `{"error":[],"result":${result}}` };
}

function errorAnswer(error: string): RestAnswer {
  return { body: JSON.stringify({ error: [error] }) };
}
