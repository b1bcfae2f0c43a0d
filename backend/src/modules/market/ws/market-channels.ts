import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { candleInterval, candleIntervals, canonicalAsset, canonicalPair, type CandleInterval, type PublicTrade } from '@tideline/contracts';
import { plainChannel, unknownChannel, type ChannelKind } from '../../../platform/realtime/live/channel-kind';
import { LiveChannels } from '../../../platform/realtime/live/live-channels';
import { LiveRefusal } from '../../../platform/realtime/live/live-refusal';
import { MarketView } from '../application/market-view';
import { CandleTopic, type CandleUpdate } from './candle-topic';
import type { LiveMarket } from './live-market';
import { PricesTopic } from './prices-topic';
import { TradesTopic } from './trades-topic';
import { VenuesTopic } from './venues-topic';

/** The market's channels of the live stream, and the way of its news to them. */
@Injectable()
export class MarketChannels implements OnModuleInit {
  constructor(
    @Inject(LiveChannels) private readonly live: LiveChannels,
    @Inject(MarketView) private readonly market: LiveMarket,
  ) {}

  onModuleInit(): void {
    const { live, market } = this;
    live.offer(plainChannel('prices', () => new PricesTopic(market, null)));
    live.offer({ prefix: 'price', who: 'anyone', example: 'price:BTC', read: (words, text) => this.price(words, text) });
    live.offer({ prefix: 'trades', who: 'anyone', example: 'trades:BTC-USD', read: (words, text) => this.trades(words, text) });
    live.offer({ prefix: 'candles', who: 'anyone', example: 'candles:BTC:1m', read: (words, text) => this.candles(words, text) });
    live.offer(plainChannel('venues', () => new VenuesTopic(market)));
    live.offer(noPortfolioYet);
  }

  /** These prices may have changed. */
  pricesTouched(symbols: string[]): void {
    for (const name of ['prices', ...symbols.map((symbol) => `price:${symbol}`)]) {
      this.live.tell(name, PricesTopic, (topic) => topic.touch(symbols));
    }
  }

  /** Any price may have changed. */
  recheckPrices(): void {
    this.live.tellAll(PricesTopic, (topic) => {
      topic.waiting = true;
    });
  }

  traded(pair: string, items: PublicTrade[]): void {
    this.live.tell(`trades:${pair}`, TradesTopic, (topic) => topic.add(items));
  }

  candleMoved(symbol: string, interval: CandleInterval, update: CandleUpdate): void {
    this.live.tell(`candles:${symbol}:${interval}`, CandleTopic, (topic) => topic.update(update));
  }

  venuesChanged(): void {
    this.live.tellAll(VenuesTopic, (topic) => topic.change());
  }

  private price([subject = '', ...rest]: readonly string[], text: string): ReturnType<ChannelKind['read']> {
    const symbol = rest.length === 0 ? this.asset(subject) : null;
    if (symbol === null) throw unknownChannel(text, 'no such asset here; an example is price:BTC');
    return { name: `price:${symbol}`, open: () => new PricesTopic(this.market, symbol) };
  }

  private trades([subject = '', ...rest]: readonly string[], text: string): ReturnType<ChannelKind['read']> {
    const pair = rest.length === 0 ? canonicalPair(subject) : null;
    if (pair === null || !this.market.knowsPair(pair)) throw unknownChannel(text, 'no such pair here; an example is trades:BTC-USD');
    return { name: `trades:${pair}`, open: () => new TradesTopic(this.market, pair) };
  }

  private candles([subject = '', detail, ...rest]: readonly string[], text: string): ReturnType<ChannelKind['read']> {
    const symbol = rest.length === 0 ? this.asset(subject) : null;
    if (symbol === null) throw unknownChannel(text, 'no such asset here; an example is candles:BTC:1m');
    const { data: interval } = candleInterval.safeParse(detail);
    if (interval === undefined) throw unknownChannel(text, `the interval is one of ${candleIntervals.join(', ')}`);
    return { name: `candles:${symbol}:${interval}`, open: () => new CandleTopic(this.market, symbol, interval) };
  }

  private asset(text: string): string | null {
    const symbol = canonicalAsset(text);
    return symbol !== null && this.market.knowsAsset(symbol) ? symbol : null;
  }
}

/** The name is spoken for: integrators are told whether they may ask before they are told that there is nothing to hear. */
const noPortfolioYet: ChannelKind = {
  prefix: 'portfolio',
  who: 'account',
  example: null,
  read: () => {
    throw new LiveRefusal('LIVE.NOT_AVAILABLE', 'portfolio: there are no portfolios to hear of here');
  },
};
