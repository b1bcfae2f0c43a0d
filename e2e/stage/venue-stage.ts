import type { PublicTrade } from '@tideline/contracts';
import { FakeBinance } from '../../backend/test/fake-venues/fake-binance';
import { FakeCoinbase } from '../../backend/test/fake-venues/fake-coinbase';
import { FakeKraken } from '../../backend/test/fake-venues/fake-kraken';
import type { FakeVenue } from '../../backend/test/fake-venues/fake-venue';
import { RunningApp } from './running-app';
import { until } from './until';

export type VenueName = 'kraken' | 'binance' | 'coinbase';

const startPrices: Record<string, number> = { BTC: 64_000, ETH: 3_200 };
const tradeEveryMs = 40;
const pagesAtMost = 100;

/** Three fake venues with strict protocols that trade BTC and ETH, and the built app in live mode on them. */
export class VenueStage {
  readonly venues = {
    kraken: new FakeKraken({ pairs: ['BTC-USD', 'ETH-USD', 'USDT-USD'] }),
    binance: new FakeBinance({ pairs: ['BTC-USDT', 'ETH-USDT'] }),
    coinbase: new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD'] }),
  };
  /** What is followed and traded; the rate of USDT is traded once at the start. */
  readonly markets: readonly { venue: VenueName; pair: string }[] = (['kraken', 'binance', 'coinbase'] as const).flatMap((venue) =>
    this.venues[venue].market.pairs.filter((pair) => pair !== 'USDT-USD').map((pair) => ({ venue, pair })),
  );
  private readonly ports = new Map<VenueName, number>();
  private running: RunningApp | null = null;
  private trading: NodeJS.Timeout | null = null;
  private made = 0;

  get app(): RunningApp {
    if (this.running === null) throw new Error('the stage was not set up');
    return this.running;
  }

  async start(): Promise<void> {
    const environment: Record<string, string> = {
      MARKET_MODE: 'live',
      ASSETS: 'BTC,ETH',
      COINGECKO_URL: 'http://127.0.0.1:1',
      // Whoever waits for trades asks more often than 100 times.
      RATE_LIMIT_ANONYMOUS: '100000/hour',
    };
    for (const [name, venue] of this.each()) {
      await venue.start();
      this.ports.set(name, Number(new URL(venue.restUrl).port));
      environment[`${name.toUpperCase()}_WS_URL`] = venue.wsUrl;
      environment[`${name.toUpperCase()}_REST_URL`] = venue.restUrl;
    }
    this.running = await RunningApp.start(environment);
    const { kraken, binance, coinbase } = this.venues;
    const subscribed = (venue: FakeVenue): number => [...venue.clients].reduce((sum, { subscriptions }) => sum + subscriptions.size, 0);
    await until('every subscription', () => subscribed(kraken) >= 6 && subscribed(binance) >= 4 && subscribed(coinbase) >= 6, 30_000);
    kraken.trade('USDT-USD', 1.0002, 100, 'buy');
  }

  async stop(): Promise<void> {
    this.pause();
    await this.running?.stop();
    for (const [, venue] of this.each()) await venue.stop();
  }

  /** One more trade somewhere: every market in turn, prices on a gentle wave. */
  tradeOnce(): void {
    const { venue, pair } = this.markets[this.made % this.markets.length] as { venue: VenueName; pair: string };
    const start = startPrices[pair.split('-')[0] ?? ''] ?? 1;
    const price = Math.round(start * (1 + 0.002 * Math.sin(this.made / 50)) * 100 + (this.made % 7)) / 100;
    this.venues[venue].trade(pair, price, 0.01 + (this.made % 5) / 100, this.made % 2 === 0 ? 'buy' : 'sell');
    this.made += 1;
  }

  /** Trades come until `pause`; a venue that is down goes on trading. */
  tradeOn(): void {
    this.trading ??= setInterval(() => this.tradeOnce(), tradeEveryMs);
  }

  pause(): void {
    if (this.trading !== null) clearInterval(this.trading);
    this.trading = null;
  }

  /** Nothing answers any more where the venue was. */
  unplug(name: VenueName): Promise<void> {
    return this.venues[name].stop();
  }

  async plugIn(name: VenueName): Promise<void> {
    await this.venues[name].start(this.ports.get(name));
  }

  /** The ids of a market's trades as the API gives them, ascending. */
  async storedIds(venue: VenueName, pair: string): Promise<number[]> {
    const ids: number[] = [];
    let cursor = '';
    for (let page = 0; page < pagesAtMost; page += 1) {
      const path = `/market/trades/${pair}?venue=${venue}&limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const answer = await this.app.get<{ data: PublicTrade[]; page: { nextCursor: string | null } }>(path);
      ids.push(...answer.data.map(({ tradeId }) => Number(tradeId)));
      if (answer.page.nextCursor === null) break;
      cursor = answer.page.nextCursor;
    }
    return ids.sort((a, b) => a - b);
  }

  private each(): [VenueName, FakeVenue][] {
    return Object.entries(this.venues) as [VenueName, FakeVenue][];
  }
}
