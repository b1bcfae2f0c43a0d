import type { AssetPrice, VenueStatus } from '@tideline/contracts';
import type { Database } from '../../src/platform/database/database';
import { FakeBinance } from '../fake-venues/fake-binance';
import { FakeCoinbase } from '../fake-venues/fake-coinbase';
import { FakeKraken } from '../fake-venues/fake-kraken';
import { until } from '../until';
import { AppProcess, buildApp } from './app-process';
import { candleFaults, storedTrades, tradeFaults, type TradeRow } from './fault-oracle';
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

  constructor(seed = 1) {
    this.traffic = new Traffic(this.all, seed);
  }

  /** Starts venues and app; resolves when every venue is live and the rate of USDT is known. */
  async open(): Promise<this> {
    buildApp();
    await Promise.all(this.all.map((venue) => venue.start()));
    this.app = new AppProcess({
      MARKET_MODE: 'live',
      ASSETS: 'BTC,ETH,SOL',
      KRAKEN_WS_URL: this.kraken.wsUrl,
      KRAKEN_REST_URL: this.kraken.restUrl,
      BINANCE_WS_URL: this.binance.wsUrl,
      BINANCE_REST_URL: this.binance.restUrl,
      COINBASE_WS_URL: this.coinbase.wsUrl,
      COINBASE_REST_URL: this.coinbase.restUrl,
      // Nobody listens there: the market-wide figures' outage disturbs nothing.
      COINGECKO_URL: 'http://127.0.0.1:9',
      RATE_LIMIT_ANONYMOUS: '1000000/hour',
      RATE_LIMIT_BURST: '1000000/minute',
    });
    await this.app.start();
    await this.live();
    for (const venue of [this.kraken, this.coinbase]) venue.trade('USDT-USD', 0.9995, 1_000, 'buy');
    await until('the rate of USDT', async () => (await storedTrades(this.db)).length >= 2, 30_000);
    return this;
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
  async recovered(fault: string, withinMs = 90_000): Promise<TradeRow[]> {
    const began = performance.now();
    this.traffic.begin();
    await new Promise((resolve) => setTimeout(resolve, 500));
    this.traffic.stop();
    // Where a venue does not tell its last id, the next trade does.
    this.traffic.trade();
    await this.live(withinMs);
    await this.settle('trades', async () => tradeFaults(await storedTrades(this.db), this.venues), withinMs);
    await this.settle('holes', () => this.openHoles(), withinMs);
    const tookMs = performance.now() - began;
    await this.endMinute();
    await this.settle('trades', async () => tradeFaults(await storedTrades(this.db), this.venues));
    const trades = await storedTrades(this.db);
    await this.settle('candles', () => candleFaults(this.db, trades));
    expect(this.app.lines.filter((line) => line.includes('uncaught error'))).toEqual([]);
    const holes = (await this.statuses()).reduce((sum, { gapsFound }) => sum + gapsFound, 0);
    process.stdout.write(
      `fault: ${fault}: recovered in ${(tookMs / 1000).toFixed(1)} s; ${trades.length} trades, none missing, none twice; ${holes} holes, all repaired; candles equal\n`,
    );
    return trades;
  }

  /** Coarser candles are stored when a minute ends, so a trade of the next minute is made; venues' clocks may run ahead by less than a minute. */
  private async endMinute(): Promise<void> {
    const next = () => (Math.floor(Date.now() / minuteMs) + 1) * minuteMs;
    await until('a later second', () => next() - Date.now() < 0.9 * minuteMs);
    this.binance.trade('BTC-USDT', this.binance.market.lastOf('BTC-USDT')?.price ?? 60_000, 0.5, 'buy', next());
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
    const found = async () => (left = await faults()).length === 0;
    await until(what, found, withinMs).catch(() => {
      throw new Error(`${what}: ${left.length} faults remain:\n${left.slice(0, 10).join('\n')}\n${this.app.lines.slice(-15).join('\n')}`);
    });
  }
}
