import { RunningApp, buildApp } from './running-app';
import { until } from './until';

/** Jest's global set-up: builds if needed and starts one app on the simulated market, shared by all journeys that need no other. */
export default async function setUp(): Promise<void> {
  buildApp();
  // Ends what was started, see RunningApp.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  // Whoever waits asks more often than 100 times.
  const app = await RunningApp.start({ MARKET_MODE: 'simulated', RATE_LIMIT_ANONYMOUS: '100000/hour' });
  Object.assign(globalThis, { stopSimulatedApp: () => app.stop() });
  process.env['TIDELINE_E2E_URL'] = app.url;
  process.env['TIDELINE_E2E_FOLDER'] = app.folder;
  await until('90 days of history', () => holdsHistory(app), 300_000, 500);
}

async function holdsHistory(app: RunningApp): Promise<boolean> {
  const days = await app.get<{ candles: unknown[] }>('/market/candles/BTC?interval=1d&limit=90').catch(() => null);
  return days?.candles.length === 90;
}
