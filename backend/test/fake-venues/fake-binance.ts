import { decimal, type FakeTrade } from './fake-market';
import { FakeVenue, type FakeClient, type FakeVenueOptions, type RestAnswer } from './fake-venue';

export interface FakeBinanceOptions extends FakeVenueOptions {
  /** Pairs listed with the status `BREAK`. */
  notTrading?: string[];
  /** The market-data-only host, which has no old trades. */
  noHistory?: boolean;
  /** The weight that an address may use in a minute. */
  weightPerMinute?: number;
}

const messagesPerSecond = 5;
const streamsPerConnection = 1024;
const connectionsPer5Min = 300;
const pageRows = 1000;
const streamName = /^([a-z0-9]{2,40})@(trade|ticker|aggTrade|miniTicker|bookTicker|kline_1m)$/;
const intervals: Record<string, number> = { '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '1d': 1440, '1w': 10_080 };

/** Binance spot: combined streams under `/stream`, raw ones under `/ws`, REST under `/api/v3`. */
export class FakeBinance extends FakeVenue {
  protected readonly wsPath = '';
  /** Why clients were thrown out. */
  readonly expulsions: string[] = [];
  /** The payloads of the pongs that came back. */
  readonly pongs: string[] = [];
  private readonly raw = new WeakSet<FakeClient>();
  private readonly heardAt = new WeakMap<FakeClient, number[]>();
  private usedWeight = 0;
  private weightMinute = 0;

  constructor(private readonly binance: FakeBinanceOptions) {
    super(binance);
  }

  /** Tells every client that this server ends soon. */
  announceShutdown(): void {
    const event = `{"e":"serverShutdown","E":${this.now()}}`;
    for (const client of this.clients) this.send(client, this.raw.has(client) ? event : `{"stream":"!serverShutdown","data":${event}}`);
  }

  /** The venue's own ping, every 20 s at the real one. */
  pingAll(payload: string): void {
    for (const { socket } of this.clients) socket.ping(payload);
  }

  /** Another program behind the same address uses this much of the minute's weight. */
  consumeWeight(weight: number): void {
    this.spend(weight);
  }

  protected servesPath(path: string): boolean {
    return /^\/(stream|ws)(\?|$)/.test(path);
  }

  protected refusalOf(attempts: readonly number[]): number | null {
    return attempts.filter((at) => at > this.now() - 300_000).length >= connectionsPer5Min ? 429 : null;
  }

  protected connected(client: FakeClient, path: string): void {
    if (path.startsWith('/ws')) this.raw.add(client);
    client.socket.on('ping', () => this.count(client));
    client.socket.on('pong', (payload) => {
      this.pongs.push(payload.toString());
      this.count(client);
    });
  }

  protected everySecond(client: FakeClient): void {
    for (const pair of this.market.pairs) {
      const stream = `${symbolOf(pair).toLowerCase()}@ticker`;
      if (client.subscriptions.has(stream) && this.market.lastOf(pair) !== undefined) {
        client.line.sendData(this.wrapped(client, stream, this.tickerText(pair)));
      }
    }
  }

  protected received(client: FakeClient, text: string): void {
    if (!this.count(client)) return;
    const message = parse(text);
    const id = message?.id;
    const reply = (body: object) => this.send(client, JSON.stringify(body));
    const fail = (code: number, msg: string) => reply({ code, msg, ...(Number.isInteger(id) ? { id } : {}) });
    if (message === null) return fail(3, 'Invalid JSON: expected value at line 1 column 1');
    if (!isRequestId(id)) return fail(2, 'Invalid request: request ID must be an unsigned integer');
    if (message.method === 'LIST_SUBSCRIPTIONS') return reply({ result: [...client.subscriptions], id });
    if (message.method !== 'SUBSCRIBE' && message.method !== 'UNSUBSCRIBE') {
      return fail(2, 'Invalid request: unknown variant, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`');
    }
    const streams = (Array.isArray(message.params) ? (message.params as unknown[]) : []).map((name) => JSON.stringify(name).slice(1, -1));
    if (streams.length === 0) return fail(2, 'Invalid request: missing field `params`');
    // Upper-case and made-up names are refused here; the real venue would take some of them and stay silent.
    const unknown = streams.find((name) => !this.knows(name));
    if (unknown !== undefined) return fail(2, `Invalid request: unknown stream ${unknown}`);
    for (const name of streams) {
      if (message.method === 'SUBSCRIBE') client.subscriptions.add(name);
      else client.subscriptions.delete(name);
    }
    if (client.subscriptions.size > streamsPerConnection) return this.expel(client, 'too many streams');
    reply({ result: null, id });
  }

  protected publish(trades: FakeTrade[]): void {
    for (const trade of trades) {
      const stream = `${symbolOf(trade.pair).toLowerCase()}@trade`;
      for (const client of this.clients) {
        if (client.subscriptions.has(stream)) client.line.sendData(this.wrapped(client, stream, this.tradeText(trade)));
      }
    }
  }

  protected rest(url: URL): RestAnswer {
    const query = url.searchParams;
    switch (url.pathname) {
      case '/api/v3/time':
        return this.weighed(1, () => ({ serverTime: this.now() }));
      case '/api/v3/exchangeInfo':
        return this.weighed(20, () => this.exchangeInfo(query));
      case '/api/v3/klines':
        return this.weighed(2, () => this.klines(query));
      case '/api/v3/historicalTrades':
        if (this.binance.noHistory === true) return { status: 404, body: '<html>404 page not found</html>' };
        return this.weighed(25, () => this.historicalTrades(query));
      default:
        return { status: 404, body: '' };
    }
  }

  /** Counts a frame of any kind; false = the client was thrown out for it. */
  private count(client: FakeClient): boolean {
    const at = performance.now();
    const heard = [...(this.heardAt.get(client) ?? []).filter((earlier) => at - earlier < 1_000), at];
    this.heardAt.set(client, heard);
    if (heard.length <= messagesPerSecond) return true;
    this.expel(client, 'too many messages');
    return false;
  }

  private expel(client: FakeClient, reason: string): void {
    this.expulsions.push(reason);
    client.socket.close(1008, reason);
  }

  private knows(stream: string): boolean {
    const symbol = streamName.exec(stream)?.[1];
    return symbol !== undefined && this.market.pairs.some((pair) => symbolOf(pair).toLowerCase() === symbol);
  }

  private wrapped(client: FakeClient, stream: string, payload: string): string {
    return this.raw.has(client) ? payload : `{"stream":"${stream}","data":${payload}}`;
  }

  private tradeText({ pair, id, price, quantity, side, at }: FakeTrade): string {
    return (
      `{"e":"trade","E":${at + 1},"s":"${symbolOf(pair)}","t":${id},"p":"${decimal(price)}","q":"${decimal(quantity)}",` +
      `"T":${at},"m":${side === 'sell'},"M":true}`
    );
  }

  private tickerText(pair: string): string {
    const trades = this.market.of(pair).slice(-1000);
    const [first, last] = [trades[0], trades.at(-1)];
    const price = last?.price ?? 0;
    const volume = trades.reduce((sum, { quantity }) => sum + quantity, 0);
    const now = this.now();
    return (
      `{"e":"24hrTicker","E":${now},"s":"${symbolOf(pair)}","p":"0.0","P":"0.0","w":"${decimal(price)}","x":"${decimal(price)}",` +
      `"c":"${decimal(price)}","Q":"${decimal(last?.quantity ?? 0)}","b":"${decimal(price)}","B":"1.0","a":"${decimal(price * 1.0001)}","A":"1.0",` +
      `"o":"${decimal(first?.price ?? 0)}","h":"${decimal(price)}","l":"${decimal(price)}","v":"${volume.toFixed(8)}","q":"1.0",` +
      `"O":${now - 86_400_000},"C":${now},"F":${first?.id ?? -1},"L":${last?.id ?? -1},"n":${trades.length}}`
    );
  }

  private spend(weight: number): void {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.weightMinute) this.usedWeight = 0;
    this.weightMinute = minute;
    this.usedWeight += weight;
  }

  private weighed(weight: number, answer: () => object): RestAnswer {
    this.spend(weight);
    const headers: Record<string, string> = { 'x-mbx-used-weight-1m': String(this.usedWeight) };
    if (this.usedWeight > (this.binance.weightPerMinute ?? 6000)) {
      headers['retry-after'] = String(60 - Math.floor((Date.now() % 60_000) / 1000));
      return {
        status: 429,
        headers,
        body: '{"code":-1003,"msg":"Too much request weight used; current limit is 6000 request weight per 1 MINUTE."}',
      };
    }
    const body = answer();
    return { status: 'code' in body ? 400 : 200, headers, body: JSON.stringify(body) };
  }

  private exchangeInfo(query: URLSearchParams): object {
    const wanted = query.get('symbolStatus');
    const symbols = this.market.pairs.map((pair) => {
      const [baseAsset, quoteAsset] = pair.split('-');
      const status = this.binance.notTrading?.includes(pair) === true ? 'BREAK' : 'TRADING';
      return { symbol: symbolOf(pair), status, baseAsset, quoteAsset, isSpotTradingAllowed: true, permissions: [], permissionSets: [] };
    });
    return { timezone: 'UTC', serverTime: this.now(), symbols: symbols.filter(({ status }) => wanted === null || status === wanted) };
  }

  private historicalTrades(query: URLSearchParams): object {
    const pair = this.pairNamed(query.get('symbol'));
    if (pair === undefined) return { code: -1121, msg: 'Invalid symbol.' };
    const limit = Number(query.get('limit') ?? 500);
    if (!Number.isInteger(limit) || limit < 1 || limit > pageRows)
      return { code: -1130, msg: "Data sent for parameter 'limit' is not valid." };
    const fromId = query.get('fromId');
    const all = this.market.of(pair);
    const page = fromId === null ? all.slice(-limit) : all.filter(({ id }) => id >= Number(fromId)).slice(0, limit);
    return page.map(({ id, price, quantity, side, at }) => ({
      id,
      price: decimal(price),
      qty: decimal(quantity),
      quoteQty: decimal(price * quantity),
      time: at,
      isBuyerMaker: side === 'sell',
      isBestMatch: true,
    }));
  }

  /** With a start time the page is counted upwards from it, else downwards from the end. */
  private klines(query: URLSearchParams): object {
    const pair = this.pairNamed(query.get('symbol'));
    const minutes = intervals[query.get('interval') ?? ''];
    if (pair === undefined) return { code: -1121, msg: 'Invalid symbol.' };
    if (minutes === undefined) return { code: -1120, msg: 'Invalid interval.' };
    const limit = Math.min(pageRows, Number(query.get('limit') ?? 500));
    const start = query.get('startTime');
    const end = Number(query.get('endTime') ?? Infinity);
    const inside = this.market.candles(pair, minutes).filter(({ openAt }) => openAt >= Number(start ?? 0) && openAt <= end);
    const page = start === null ? inside.slice(-limit) : inside.slice(0, limit);
    return page.map(({ openAt, open, high, low, close, volume, count }) => [
      openAt,
      ...[open, high, low, close].map(decimal),
      volume.toFixed(8),
      openAt + minutes * 60_000 - 1,
      '0.0',
      count,
      '0.0',
      '0.0',
      '0',
    ]);
  }

  private pairNamed(symbol: string | null): string | undefined {
    return this.market.pairs.find((pair) => symbolOf(pair) === symbol);
  }
}

/** `BTC-USDT` → `BTCUSDT`. */
function symbolOf(pair: string): string {
  return pair.replace('-', '');
}

function isRequestId(id: unknown): boolean {
  return id === null || Number.isInteger(id) || (typeof id === 'string' && /^[A-Za-z0-9]{1,36}$/.test(id));
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
