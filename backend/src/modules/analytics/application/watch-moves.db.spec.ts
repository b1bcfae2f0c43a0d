import type { MarketAlert } from '@tideline/contracts';
import { insertCalmHistory } from '../../../../test/calm-history';
import { insertMarkets } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { until } from '../../../../test/until';
import { LocalEventBridge } from '../../../platform/events/local-event-bridge';
import { ReadColumns } from '../../market';
import { MarketAlerts } from '../db/market-alerts.repository';
import { WatchMoves } from './watch-moves';

jest.setTimeout(40_000);

const minuteMs = 60_000;

/** One process that watches: what it hears is what the test publishes, what it tells is kept. */
class Watcher {
  readonly bridge = new LocalEventBridge();
  readonly told: MarketAlert[] = [];
  readonly moves: WatchMoves;

  constructor({ app, database }: TestApp) {
    this.bridge.subscribe('analytics.alert', ({ alert }) => this.told.push(alert));
    this.moves = new WatchMoves({
      bridge: this.bridge,
      columns: app.get(ReadColumns, { strict: false }),
      alerts: new MarketAlerts(database),
      symbols: () => ['BTC'],
      threshold: 8,
      dataMode: 'live',
    });
  }
}

let server: TestApp;
const watchers: Watcher[] = [];

beforeEach(async () => {
  server = await startTestApp(async (database) => {
    await insertCalmHistory(database, (await insertMarkets(database)).get('consolidated BTC-USD') ?? 0, 60_000);
  });
});
afterEach(async () => {
  for (const { moves } of watchers.splice(0)) await moves.stop();
  await server.close();
});

async function watch(): Promise<Watcher> {
  const watcher = new Watcher(server);
  watchers.push(watcher);
  await watcher.moves.start();
  return watcher;
}

function tell(watchersHere: readonly Watcher[], price: number, ageMinutes = 0): void {
  const at = Math.floor(Date.now() / minuteMs - ageMinutes) * minuteMs;
  const updates = [
    {
      interval: '1m' as const,
      candle: [at, price, price, price, price, 1] as [number, number, number, number, number, number],
      closed: false,
    },
  ];
  for (const { bridge } of watchersHere) bridge.publish('market.candles', { venue: null, pair: 'BTC-USD', symbol: 'BTC', updates });
}

const rows = () =>
  server.database.query<{ symbol: string; direction: string; change: number; price: number; ended: boolean }>(
    'SELECT symbol, direction, change, price, ended_at IS NOT NULL AS ended FROM market_alerts ORDER BY id',
  );

/** What is usual must be read first: the move is told until it is seen. */
async function moveTo(price: number, here: readonly Watcher[], seen: () => Promise<boolean> | boolean): Promise<void> {
  await until('the move', () => {
    tell(here, price);
    return seen();
  });
}

it('stores one alert of a move that two processes see, and one of them tells it', async () => {
  const both = [await watch(), await watch()];
  await moveTo(64_800, both, async () => (await rows()).length > 0);
  // Both have learnt by then what is usual.
  for (let round = 0; round < 30; round += 1) {
    tell(both, 64_800);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await rows()).toMatchObject([{ symbol: 'BTC', direction: 'up', price: 64_800, ended: false }]);
  expect(both.flatMap(({ told }) => told)).toHaveLength(1);
  expect(both.flatMap(({ told }) => told)[0]?.change).toBeCloseTo(8, 0);
});

it('keeps the strongest moment, goes on after a restart, ends it, and tells the next move as a new one', async () => {
  const first = await watch();
  await moveTo(62_400, [first], () => first.told.length > 0);
  tell([first], 64_800);
  await until('the stronger figures', () => first.told.length === 2);
  expect(first.told[1]?.id).toBe(first.told[0]?.id);
  expect(first.told.map(({ change, price }) => [Math.round(change), price])).toEqual([
    [4, 62_400],
    [8, 62_400],
  ]);
  await first.moves.stop();

  const second = await watch();
  await moveTo(60_000, [second], async () => (await rows())[0]?.ended === true);
  expect(second.told).toEqual([]);
  await moveTo(55_200, [second], () => second.told.length > 0);
  expect((await rows()).map(({ direction, ended }) => [direction, ended])).toEqual([
    ['up', true],
    ['down', false],
  ]);
});

it('takes nothing that is history for news: a minute of an hour ago that is repaired raises no alert', async () => {
  const watcher = await watch();
  // Until the process has learnt what is usual, nothing would be told anyway: so a real move comes last and shows that it has.
  for (let age = 60; age > 4; age -= 1) tell([watcher], 90_000, age);
  await moveTo(64_800, [watcher], () => watcher.told.length > 0);
  expect(watcher.told.map(({ price }) => price)).toEqual([64_800]);
});

it('waits for a database that is away and stores the move then', async () => {
  const watcher = await watch();
  await moveTo(62_400, [watcher], () => watcher.told.length > 0);
  await server.database.query('ALTER TABLE market_alerts RENAME TO hidden');
  tell([watcher], 64_800);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(watcher.told).toHaveLength(1);
  await server.database.query('ALTER TABLE hidden RENAME TO market_alerts');
  await until('the stronger figures', () => watcher.told.length === 2);
  expect((await rows()).map(({ change }) => Math.round(change))).toEqual([8]);
});
