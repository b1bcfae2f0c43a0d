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

const stepMs = 5 * 60_000;
let server: TestApp;
let marketId = 0;
/** The opening time of the five-minute candle `hours` hours before the newest. */
const stepAgo = (hours: number): number => Math.floor(Date.now() / stepMs) * stepMs - hours * 3_600_000;

beforeEach(async () => {
  server = await startTestApp(async (database) => {
    marketId = (await insertMarkets(database)).get('consolidated BTC-USD') ?? 0;
    await insertCalmHistory(database, marketId, 60_000);
  });
});
afterEach(() => server.close());

/** All closes rise by 6 % within the three steps from `at` on. */
async function jump(at: number): Promise<void> {
  for (const table of ['candles', 'minute_candles'])
    await server.database.query(
      `UPDATE ${table} SET close = close * 1.06 ^ LEAST(1, (open_at - $2::bigint) / $3::float8 / 3 + 1.0 / 3)
       WHERE market_id = $1 AND open_at >= $2`,
      [marketId, at, stepMs],
    );
}

const listed = async (): Promise<MarketAlert[]> =>
  ((await (await server.get('/api/v1/market/alerts')).json()) as { data: MarketAlert[] }).data;

/** Starts a process that watches, until the list holds so many; gives it and what was told as new. */
async function watchUntil(count: number): Promise<{ alerts: MarketAlert[]; told: MarketAlert[] }> {
  const bridge = new LocalEventBridge();
  const told: MarketAlert[] = [];
  bridge.subscribe('analytics.alert', ({ alert }) => told.push(alert));
  const moves = new WatchMoves({
    bridge,
    columns: server.app.get(ReadColumns, { strict: false }),
    alerts: new MarketAlerts(server.database),
    symbols: () => ['BTC'],
    threshold: 8,
    dataMode: 'live',
  });
  await moves.start();
  try {
    await until(`${count} alerts`, async () => (await listed()).length >= count, 15_000);
  } finally {
    await moves.stop();
  }
  return { alerts: await listed(), told };
}

it('stores a jump of 6 % in 15 minutes, 20 hours ago, as one ended move that was found later, and tells nobody', async () => {
  const at = stepAgo(20);
  await jump(at);
  const { alerts, told } = await watchUntil(1);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({ symbol: 'BTC', direction: 'up', foundLater: true, threshold: 8, dataMode: 'live' });
  expect(alerts[0]?.change).toBeCloseTo(6, 0);
  expect(Date.parse(alerts[0]?.detectedAt ?? '')).toBe(at + stepMs);
  // The strongest moment is when all of it lies in a window.
  const strongest = (Date.parse(alerts[0]?.updatedAt ?? '') - at) / stepMs;
  expect(strongest).toBeGreaterThanOrEqual(3);
  expect(strongest).toBeLessThanOrEqual(12);
  expect(Date.parse(alerts[0]?.startedAt ?? '')).toBeLessThanOrEqual(at);
  expect(told).toEqual([]);
  const [row] = await server.database.query<{ minutes: number }>('SELECT (ended_at - detected_at) / 60000 AS minutes FROM market_alerts');
  expect(Number(row?.minutes)).toBeGreaterThan(30);
  expect(Number(row?.minutes)).toBeLessThanOrEqual(75);
});

it('adds only what is new when the history has changed: the move of 20 hours ago stays one, that of 8 hours ago comes first', async () => {
  await jump(stepAgo(20));
  const before = (await watchUntil(1)).alerts;
  const at = stepAgo(8);
  await jump(at);
  const { alerts } = await watchUntil(2);
  expect(alerts).toHaveLength(2);
  expect(alerts[1]).toEqual(before[0]);
  expect(Date.parse(alerts[0]?.detectedAt ?? '')).toBe(at + stepMs);
});

it('does not double a move that was found live, and finds another one after it though its end was noticed days later', async () => {
  await server.database.query(
    `INSERT INTO market_alerts (symbol, direction, window_minutes, change, z_score, threshold, price, observations,
                                started_at, detected_at, updated_at, ended_at)
     VALUES ('BTC', 'up', 15, 5.9, 40, 8, 63000, 8628, $1::bigint, $1::bigint + 400000, $1::bigint + 900000, $2)`,
    [stepAgo(20), stepAgo(0)],
  );
  await jump(stepAgo(20));
  await jump(stepAgo(8));
  const { alerts } = await watchUntil(2);
  expect(alerts.map(({ foundLater }) => foundLater)).toEqual([true, false]);
});
