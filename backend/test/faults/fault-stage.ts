import type { AssetPrice, VenueStatus } from '@tideline/contracts';
import type { Database } from '../../src/platform/database/database';
import { FakeBinance } from '../fake-venues/fake-binance';
import { FakeCoinbase } from '../fake-venues/fake-coinbase';
import { FakeKraken } from '../fake-venues/fake-kraken';
import type { FakeVenue } from '../fake-venues/fake-venue';
import { until } from '../until';
import { AppProcess, buildApp } from './app-process';
import { candleFaults, servedFaults, storedTrades, tradeFaults, type TradeRow } from './fault-oracle';
import { Traffic } from './traffic';

/** True in `npm run test:faults`; false in `npm test`, where each fault is tried once and briefly. */
export const atFullLength = process.env['FAULTS'] === 'full';

const minuteMs = 60_000;

/** The real app in front of three venues that fail on request; trades flow, and afterwards everything must be there. */
export class FaultStage {
  readonly kraken = new FakeKraken({ pairs: ['BTC-USD', 'ETH-USD', 'SOL-USD', 'USDT-USD'], firstId: 1_000 });
  readonly binance = new FakeBinance({ pairs: ['BTC-USDT', 'ETH-USDT', 'SOL-USDT'], firstId: 5_000_000 });
  readonly coinbase = new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD', 'SOL-USD', 'USDT-USD'], firstId: 70_000 });
  readonly venues = { kraken: this.kraken, binance: this.binance, coinbase: this.coinbase };
  readonly all = Object.values(this.venues);
  readonly traffic: Traffic;
  app!: AppProcess;
  private database: Database | null = null;

  /** `repeatable`: USDT stays at one rate and no venue gives candles, so that the same trades make the same rows. */
  constructor({ repeatable = false } = {}) {
    this.traffic = new Traffic(this.all, repeatable);
    if (repeatable) for (const { market } of this.all) Object.assign(market, { candles: () => [] });
  }

  /** Starts venues and app; resolves when every venue is live and the rate of USDT is known, from trades made at `at` (epoch ms). */
  async open(at?: number): Promise<this> {
    try {
      await this.begin(at);
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private async begin(at: number | undefined): Promise<void> {
    buildApp();
    await Promise.all(this.all.map((venue) => venue.start()));
    this.app = new AppProcess({
      MARKET_MODE: 'live',
      ASSETS: 'BTC,ETH,SOL',
      ...addresses('KRAKEN', this.kraken),
      ...addresses('BINANCE', this.binance),
      ...addresses('COINBASE', this.coinbase),
      // Nobody listens there: the outage of the market-wide figures disturbs nothing.
      COINGECKO_URL: 'http://127.0.0.1:9',
      RATE_LIMIT_ANONYMOUS: '1000000/hour',
      RATE_LIMIT_BURST: '1000000/minute',
    });
    await this.app.start();
    await this.live();
    // They are live as soon as the connections are open; what is traded before anybody subscribed, nobody is told.
    const told = ({ clients, market }: FakeVenue) =>
      [...clients].reduce((sum, { subscriptions }) => sum + subscriptions.size, 0) >= 2 * market.pairs.length;
    await until('every subscription', () => this.all.every(told));
    for (const venue of [this.kraken, this.coinbase]) venue.trade('USDT-USD', 0.9995, 1_000, 'buy', at);
    await until('the rate of USDT', async () => (await storedTrades(this.db)).length >= 2, 30_000);
  }

  async close(): Promise<void> {
    this.traffic.stop();
    await this.forget();
    await this.app?.stop();
    await Promise.all(this.all.map((venue) => venue.stop()));
  }

  /** Our own connection to the app's database. */
  get db(): Database {
    this.database ??= this.app.openDatabase();
    return this.database;
  }

  /** Lets go of our connection: the server behind it is about to die or has died. */
  async forget(): Promise<void> {
    const database = this.database;
    this.database = null;
    await database?.close().catch(() => undefined);
  }

  async statuses(): Promise<VenueStatus[]> {
    return (await this.app.get<{ data: VenueStatus[] }>('/market/venues')).data;
  }

  async price(symbol: string): Promise<AssetPrice> {
    return this.app.get<AssetPrice>(`/market/prices/${symbol}`);
  }

  /** How often a venue was asked for trades by REST. */
  get tradesAsked(): number {
    return this.all.reduce((sum, { requests }) => sum + requests.filter((path) => /trades/i.test(path)).length, 0);
  }

  async live(withinMs = 60_000): Promise<void> {
    await until(
      'three live venues',
      async () => {
        const statuses = await this.statuses();
        return statuses.length === 3 && statuses.every(({ status }) => status === 'live');
      },
      withinMs,
    );
  }

  /**
   * The fault is over: trades flow on for half a second, then stop. Resolves when every venue is live, every trade issued is stored as
   * issued, once, every hole found is repaired, and every candle is what its trades fold to. Prints the time that took.
   */
  async recovered(fault: string, withinMs = 120_000): Promise<TradeRow[]> {
    const began = performance.now();
    this.traffic.begin();
    await new Promise((resolve) => setTimeout(resolve, 500));
    this.traffic.stop();
    // Where a venue does not tell its last id, the next trade does.
    this.traffic.trade();
    await this.live(withinMs);
    await this.whole(withinMs);
    await this.settle('holes', () => this.openHoles(), withinMs);
    const tookMs = performance.now() - began;
    // Venues' clocks may run ahead of ours by less than a minute.
    const nextMinute = () => (Math.floor(Date.now() / minuteMs) + 1) * minuteMs;
    await until('a later second', () => nextMinute() - Date.now() < 0.9 * minuteMs);
    const trades = await this.settled(nextMinute());
    const holes = (await this.statuses()).reduce((sum, { gapsFound }) => sum + gapsFound, 0);
    tell(
      `${fault}: recovered in ${(tookMs / 1000).toFixed(1)} s; ${trades.length} trades, none missing, none twice; ${holes} holes, all repaired; candles equal`,
    );
    return trades;
  }

  /**
   * Makes a last trade at `at`, in a minute after all others, whereupon the coarser candles are stored; resolves with the stored trades
   * when all are there and every candle is what they fold to.
   */
  async settled(at: number): Promise<TradeRow[]> {
    const { market } = this.binance;
    this.binance.trade('BTC-USDT', market.lastOf('BTC-USDT')?.price ?? 60_000, 0.5, 'buy', at);
    await this.whole();
    const trades = await storedTrades(this.db);
    await this.settle('candles', () => candleFaults(this.db, trades));
    await this.settle('candles served', () => servedFaults(this.app, trades));
    expect(this.app.lines.filter((line) => line.includes('uncaught error'))).toEqual([]);
    return trades;
  }

  private async whole(withinMs?: number): Promise<void> {
    await this.settle('trades', async () => tradeFaults(await storedTrades(this.db), this.venues), withinMs);
  }

  private async openHoles(): Promise<string[]> {
    const statuses = await this.statuses();
    const open = await this.db.query<{ status: string; n: number }>(
      `SELECT status, count(*)::int AS n FROM trade_gaps WHERE status <> 'repaired' GROUP BY status`,
    );
    const differ = statuses.filter(({ gapsFound, gapsRepaired }) => gapsFound !== gapsRepaired);
    return [
      ...open.map(({ status, n }) => `${n} holes are ${status}`),
      ...differ.map(({ venue, gapsFound, gapsRepaired }) => `${venue}: ${gapsRepaired} of ${gapsFound} holes are repaired`),
    ];
  }

  /** Waits until there are no faults; fails with the first of them. */
  private async settle(what: string, faults: () => Promise<string[]>, withinMs = 20_000): Promise<void> {
    let left: string[] = [];
    // A database that is still recovering refuses our question, too.
    const found = async () => (left = await faults().catch((error: Error) => [error.message])).length === 0;
    await until(what, found, withinMs, 200).catch(() => {
      throw new Error(`${what}: ${left.length} faults remain:\n${left.slice(0, 10).join('\n')}\n${this.app.lines.slice(-15).join('\n')}`);
    });
  }
}

/** Prints a line of the fault run's report. */
export function tell(line: string): void {
  process.stdout.write(`fault: ${line}\n`);
}

function addresses(name: string, { wsUrl, restUrl }: FakeVenue): Record<string, string> {
  return { [`${name}_WS_URL`]: wsUrl, [`${name}_REST_URL`]: restUrl };
}
