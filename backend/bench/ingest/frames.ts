import { seeded } from '../../test/faults/traffic';

/** A text frame as a venue sends it, and how many trades are in it. */
export interface Frame {
  venue: string;
  raw: string;
  trades: number;
}

export const assets = 'BTC ETH SOL XRP ADA DOGE AVAX DOT LINK LTC BCH UNI ATOM XLM ETC NEAR AAVE ALGO FIL TRX'.split(' ');

/** What the frames are about: the pairs of the bench as each venue spells them. */
export const pairsOf: Record<string, { quote: string; symbol: (base: string) => string }> = {
  kraken: { quote: 'USD', symbol: (base) => `${base}/USD` },
  binance: { quote: 'USDT', symbol: (base) => `${base}USDT` },
  coinbase: { quote: 'USD', symbol: (base) => `${base}-USD` },
};

interface Made {
  base: string;
  id: number;
  price: string;
  quantity: string;
  at: number;
  isBuy: boolean;
}

/**
 * Frames with `trades` trades of one venue within the minute before `endAt`, and the frames that come with them: at Kraken a ticker with
 * each frame of 1 to 5 trades, at Coinbase one with each match and a heartbeat a second and product, at Binance one a second and symbol.
 */
export function framesOf(venue: string, trades: number, endAt: number, seed = 1): Frame[] {
  const maker = new TradeMaker(trades, endAt - 60_000, seed);
  const frames: Frame[] = [];
  let second = 0;
  while (maker.made < trades) {
    const frame = tradeFrames[venue]?.(maker) ?? [];
    frames.push(...frame.map((one) => ({ venue, ...one })));
    // One frame in twenty comes again, as after a reconnect.
    if (maker.random() < 0.05) frames.push(...frame.map(({ raw }) => ({ venue, raw, trades: 0 })));
    if (Math.floor(maker.at / 1000) === second) continue;
    second = Math.floor(maker.at / 1000);
    for (const base of assets) frames.push(...(secondFrames[venue]?.(maker, base) ?? []).map((raw) => ({ venue, raw, trades: 0 })));
  }
  return frames;
}

/** Makes trades whose ids count up by one per asset. */
class TradeMaker {
  made = 0;
  readonly random: () => number;
  private readonly ids = new Map<string, number>();

  constructor(
    private readonly total: number,
    private readonly startAt: number,
    seed: number,
  ) {
    this.random = seeded(seed);
  }

  get at(): number {
    return this.startAt + Math.floor((this.made / this.total) * 60_000);
  }

  /** Large assets trade more often. */
  base(): string {
    return assets[Math.floor(this.random() ** 2 * assets.length)] ?? 'BTC';
  }

  next(base: string): Made {
    this.made += 1;
    const id = this.lastId(base) + 1;
    this.ids.set(base, id);
    const price = (60_000 / (1 + assets.indexOf(base)) + this.random()).toFixed(2);
    return { base, id, price, quantity: (this.random() / 10 + 1e-4).toFixed(8), at: this.at, isBuy: this.random() < 0.5 };
  }

  lastId(base: string): number {
    return this.ids.get(base) ?? 70_000_000;
  }
}

const tradeFrames: Record<string, (maker: TradeMaker) => Omit<Frame, 'venue'>[]> = {
  kraken: (maker) => {
    const base = maker.base();
    const rows = Array.from({ length: 1 + Math.floor(maker.random() ** 2 * 5) }, () => maker.next(base));
    const last = rows[rows.length - 1];
    const data = rows.map(
      ({ id, price, quantity, at, isBuy }) =>
        `{"symbol":"${base}/USD","side":"${isBuy ? 'buy' : 'sell'}","price":${price},"qty":${quantity},"ord_type":"market","trade_id":${id},"timestamp":"${stamp(at)}"}`,
    );
    const ticker =
      `{"channel":"ticker","type":"update","data":[{"symbol":"${base}/USD","bid":${last?.price},"bid_qty":0.00001458,"ask":${last?.price},` +
      `"ask_qty":2.5,"last":${last?.price},"volume":2351.86438372,"vwap":68371.4,"low":67000.1,"high":69212.3,"change":-1023.1,"change_pct":-1.48,"timestamp":"${stamp(maker.at)}"}]}`;
    return [
      { raw: `{"channel":"trade","type":"update","data":[${data.join(',')}]}`, trades: rows.length },
      { raw: ticker, trades: 0 },
    ];
  },
  binance: (maker) => {
    const { base, id, price, quantity, at, isBuy } = maker.next(maker.base());
    const symbol = `${base}USDT`;
    const raw = `{"stream":"${symbol.toLowerCase()}@trade","data":{"e":"trade","E":${at + 1},"s":"${symbol}","t":${id},"p":"${price}000000","q":"${quantity}","T":${at},"m":${!isBuy},"M":true}}`;
    return [{ raw, trades: 1 }];
  },
  coinbase: (maker) => {
    const { base, id, price, quantity, at, isBuy } = maker.next(maker.base());
    const product = `${base}-USD`;
    const side = isBuy ? 'sell' : 'buy';
    const ticker = {
      type: 'ticker',
      sequence: 24_000_000 + id,
      product_id: product,
      price,
      open_24h: '60123.1',
      volume_24h: '16234.40162316',
    };
    const rest = { low_24h: '59000', high_24h: '61000', volume_30d: '512342.23', best_bid: price, best_bid_size: '0.1', best_ask: price };
    const end = { best_ask_size: '0.2', side, time: stamp(at), trade_id: id, last_size: quantity };
    const orders = { maker_order_id: '27fff20b-af29-4f45-8744-56dd1ef57dc0', taker_order_id: '1da6ce16-c8da-4732-9f71-6049f4c6aaf8' };
    const match = {
      type: 'match',
      trade_id: id,
      ...orders,
      side,
      size: quantity,
      price,
      product_id: product,
      sequence: 24_000_001 + id,
      time: stamp(at),
    };
    return [
      { raw: JSON.stringify({ ...ticker, ...rest, ...end }), trades: 0 },
      { raw: JSON.stringify(match), trades: 1 },
    ];
  },
};

const secondFrames: Record<string, (maker: TradeMaker, base: string) => string[]> = {
  binance: (maker, base) => {
    const figures = `"p":"-94.99","P":"-95.96","w":"0.29628482","x":"0.10","c":"${60_000 / (1 + assets.indexOf(base))}","Q":"0.01","b":"59999.1","B":"31.21","a":"60000.2","A":"40.66"`;
    const day = `"o":"60100.0","h":"61000.0","l":"59000.0","v":"8913.30000000","q":"15.30","O":0,"C":${maker.at},"F":0,"L":${maker.lastId(base)},"n":18151`;
    return [`{"stream":"${base.toLowerCase()}usdt@ticker","data":{"e":"24hrTicker","E":${maker.at},"s":"${base}USDT",${figures},${day}}}`];
  },
  coinbase: (maker, base) => [
    `{"type":"heartbeat","last_trade_id":${maker.lastId(base)},"product_id":"${base}-USD","sequence":24000000,"time":"${stamp(maker.at)}"}`,
  ],
};

/** Microseconds, as the venues print them. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '417Z');
}
