import { decimal, type FakeTrade } from './fake-market';
import { FakeVenue, type FakeClient, type FakeVenueOptions, type RestAnswer } from './fake-venue';

export interface FakeCoinbaseOptions extends FakeVenueOptions {
  /** Pairs that REST lists although the feed does not know them. */
  listedOnly?: string[];
  /** Pairs listed with trading disabled. */
  disabled?: string[];
  /** How long a client may stay without a subscription. */
  subscribeWithinMs?: number;
  /** The real allowance is 10 with bursts of 15. */
  restPerSecond?: number;
}

const connectionsPerSecond = 8;
const messagesPerSecond = 100;
const tradesPerPage = 1000;
const candlesPerPage = 300;
const channelNames = ['matches', 'ticker', 'ticker_batch', 'heartbeat'];
const granularities = [60, 300, 900, 3600, 21_600, 86_400];

/** Coinbase Exchange: the feed at the root, REST beside it. */
export class FakeCoinbase extends FakeVenue {
  protected readonly wsPath = '';
  readonly expulsions: string[] = [];
  private sequence = 1_000_000;
  private readonly restAt: number[] = [];

  constructor(private readonly coinbase: FakeCoinbaseOptions) {
    super(coinbase);
  }

  protected servesPath(path: string): boolean {
    return path === '/';
  }

  protected refusalOf(attempts: readonly number[]): number | null {
    return attempts.filter((at) => at > this.now() - 1_000).length >= connectionsPerSecond ? 429 : null;
  }

  protected connected(client: FakeClient): void {
    setTimeout(() => {
      if (client.subscriptions.size === 0 && this.clients.has(client)) this.expel(client, 'no subscription within 5 s');
    }, this.coinbase.subscribeWithinMs ?? 5_000).unref();
  }

  protected everySecond(client: FakeClient): void {
    for (const pair of this.market.pairs) {
      if (!client.subscriptions.has(`heartbeat:${pair}`)) continue;
      const last = this.market.lastOf(pair)?.id ?? 0;
      const beat = {
        type: 'heartbeat',
        sequence: this.nextSequence(),
        last_trade_id: last,
        product_id: pair,
        time: this.stamp(this.now()),
      };
      this.send(client, JSON.stringify(beat));
    }
  }

  protected received(client: FakeClient, text: string): void {
    if (client.messagesAt.length > messagesPerSecond) return this.expel(client, 'too many messages');
    const fail = (message: string, reason: string) => this.send(client, JSON.stringify({ type: 'error', message, reason }));
    const message = parse(text);
    if (message === null) return fail('Malformed JSON', text.slice(0, 50));
    const { type } = message;
    if (type !== 'subscribe' && type !== 'unsubscribe')
      return fail('Failed to subscribe', 'Type has to be either subscribe or unsubscribe');
    const asked = subscriptionsIn(message);
    if (typeof asked === 'string') return fail('Failed to subscribe', asked);
    const unknown = asked.find(({ product }) => !this.market.pairs.includes(product) || this.isListedOnly(product));
    if (unknown !== undefined) return fail('Failed to subscribe', `${unknown.product} is not a valid product`);
    const isNew = ({ channel, product }: Asked) => type === 'subscribe' && !client.subscriptions.has(`${channel}:${product}`);
    const added = asked.filter(isNew);
    for (const { channel, product } of asked) {
      if (type === 'subscribe') client.subscriptions.add(`${channel}:${product}`);
      else client.subscriptions.delete(`${channel}:${product}`);
    }
    this.send(client, JSON.stringify({ type: 'subscriptions', channels: stateOf(client) }));
    for (const { channel, product } of added) this.greet(client, channel, product);
  }

  protected publish(trades: FakeTrade[]): void {
    for (const trade of trades) {
      this.broadcast(`ticker:${trade.pair}`, this.tickerText(trade));
      this.broadcast(`matches:${trade.pair}`, this.matchText(trade, 'match'));
    }
  }

  protected rest(url: URL): RestAnswer {
    if (!this.mayCall()) return { status: 429, body: '{"message":"Public rate limit exceeded"}' };
    const [, root, product = '', list] = url.pathname.split('/');
    if (root === 'time') return json({ iso: new Date(this.now()).toISOString(), epoch: this.now() / 1000 });
    if (root !== 'products') return json({ message: 'Route not found' }, 404);
    if (product === '') return json(this.market.pairs.map((pair) => this.productRow(pair)));
    if (!this.market.pairs.includes(product)) return json({ message: 'NotFound' }, 404);
    if (list === 'trades') return this.restTrades(product, url.searchParams);
    return list === 'candles' ? this.restCandles(product, url.searchParams) : json({ message: 'NotFound' }, 404);
  }

  /** The last known state of a product, once after subscribing. */
  private greet(client: FakeClient, channel: string, pair: string): void {
    const last = this.market.lastOf(pair);
    if (last === undefined) return;
    if (channel === 'matches') this.send(client, this.matchText(last, 'last_match'));
    if (channel === 'ticker') this.send(client, this.tickerText(last));
  }

  private expel(client: FakeClient, reason: string): void {
    this.expulsions.push(reason);
    client.socket.close(1008, reason);
  }

  private isListedOnly(pair: string): boolean {
    return this.coinbase.listedOnly?.includes(pair) === true;
  }

  private mayCall(): boolean {
    const at = performance.now();
    const recent = this.restAt.filter((earlier) => at - earlier < 1_000);
    this.restAt.splice(0, this.restAt.length, ...recent, at);
    return recent.length < (this.coinbase.restPerSecond ?? 15);
  }

  /** Counts every order event of a product, so its gaps mean nothing. */
  private nextSequence(): number {
    this.sequence += 1 + Math.floor(this.random() * 20);
    return this.sequence;
  }

  /** Times have microseconds. */
  private stamp(at: number): string {
    return new Date(at).toISOString().replace('Z', '417Z');
  }

  private matchText({ pair, id, price, quantity, side, at }: FakeTrade, type: 'match' | 'last_match'): string {
    return JSON.stringify({
      type,
      trade_id: id,
      maker_order_id: '27fff20b-af29-4f45-8744-56dd1ef57dc0',
      taker_order_id: '1da6ce16-c8da-4732-9f71-6049f4c6aaf8',
      side: makerSide(side),
      size: decimal(quantity),
      price: decimal(price),
      product_id: pair,
      sequence: this.nextSequence(),
      time: this.stamp(at),
    });
  }

  private tickerText({ pair, id, price, quantity, side, at }: FakeTrade): string {
    const volume = this.market
      .of(pair)
      .slice(-1000)
      .reduce((sum, trade) => sum + trade.quantity, 0);
    return JSON.stringify({
      type: 'ticker',
      sequence: this.nextSequence(),
      product_id: pair,
      price: decimal(price),
      open_24h: decimal(price),
      volume_24h: volume.toFixed(8),
      low_24h: decimal(price),
      high_24h: decimal(price),
      volume_30d: volume.toFixed(8),
      best_bid: decimal(price),
      best_bid_size: '0.10000000',
      best_ask: decimal(price * 1.0001),
      best_ask_size: '0.20000000',
      side,
      time: this.stamp(at),
      trade_id: id,
      last_size: decimal(quantity),
    });
  }

  private productRow(pair: string): object {
    const [base_currency, quote_currency] = pair.split('-');
    const trading_disabled = this.coinbase.disabled?.includes(pair) === true;
    return {
      id: pair,
      base_currency,
      quote_currency,
      status: 'online',
      trading_disabled,
      cancel_only: false,
      post_only: false,
      auction_mode: false,
    };
  }

  /** Newest first; `after` asks for older ones, `before` for newer ones. */
  private restTrades(pair: string, query: URLSearchParams): RestAnswer {
    const limit = Number(query.get('limit') ?? tradesPerPage);
    if (!Number.isInteger(limit) || limit < 1 || limit > tradesPerPage) return json({ message: 'Invalid limit' }, 400);
    const after = Number(query.get('after') ?? Infinity);
    const before = Number(query.get('before') ?? 0);
    const inside = this.market.of(pair).filter(({ id }) => id < after && id > before);
    const page = inside.slice(-limit).reverse();
    const rows = page.map(({ id, side, price, quantity, at }) => ({
      trade_id: id,
      side: makerSide(side),
      size: decimal(quantity),
      price: decimal(price),
      time: this.stamp(at),
    }));
    const cursors: Record<string, string> =
      page.length === 0 ? {} : { 'cb-before': String(page[0]?.id), 'cb-after': String(page.at(-1)?.id) };
    return { headers: cursors, body: JSON.stringify(rows) };
  }

  /** `[time in s, low, high, open, close, volume]`, newest first. */
  private restCandles(pair: string, query: URLSearchParams): RestAnswer {
    const granularity = Number(query.get('granularity') ?? 60);
    if (!granularities.includes(granularity)) return json({ message: 'Unsupported granularity' }, 400);
    const end = Date.parse(query.get('end') ?? new Date(this.now()).toISOString());
    const start = Date.parse(query.get('start') ?? new Date(end - (candlesPerPage - 1) * granularity * 1000).toISOString());
    if (Number.isNaN(start) || Number.isNaN(end)) return json({ message: 'Invalid start or end' }, 400);
    if ((end - start) / (granularity * 1000) + 1 > candlesPerPage) {
      return json({ message: 'granularity too small for the requested time range. Count of aggregations requested exceeds 300' }, 400);
    }
    const inside = this.market.candles(pair, granularity / 60).filter(({ openAt }) => openAt >= start && openAt <= end);
    return json(inside.reverse().map(({ openAt, open, high, low, close, volume }) => [openAt / 1000, low, high, open, close, volume]));
  }
}

interface Asked {
  channel: string;
  product: string;
}

/** Channels are names that share the message's products, or objects with their own. Gives the fault as text when the message is wrong. */
function subscriptionsIn(message: Record<string, unknown>): Asked[] | string {
  const shared = Array.isArray(message.product_ids) ? (message.product_ids as unknown[]).map(String) : [];
  const channels = Array.isArray(message.channels) ? (message.channels as unknown[]) : [];
  if (channels.length === 0) return 'channels is a required field';
  const asked: Asked[] = [];
  for (const entry of channels) {
    const { name, product_ids } = (typeof entry === 'string' ? { name: entry } : entry) as { name?: string; product_ids?: string[] };
    if (name === undefined || !channelNames.includes(name)) return `${String(name)} is not a valid channel`;
    const products = [...shared, ...(product_ids ?? [])];
    if (products.length === 0) return `You need to specify at least one product ID for channel ${name}`;
    asked.push(...products.map((product) => ({ channel: name, product })));
  }
  return asked;
}

function stateOf(client: FakeClient): object[] {
  const products = new Map<string, string[]>();
  for (const key of client.subscriptions) {
    const [channel = '', product = ''] = key.split(':');
    products.set(channel, [...(products.get(channel) ?? []), product]);
  }
  return [...products].map(([name, product_ids]) => ({ name, product_ids, account_ids: null }));
}

/** The venue prints the side of the order that rested on the book. */
function makerSide(aggressor: 'buy' | 'sell'): 'buy' | 'sell' {
  return aggressor === 'buy' ? 'sell' : 'buy';
}

function json(body: object, status = 200): RestAnswer {
  return { status, body: JSON.stringify(body) };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
