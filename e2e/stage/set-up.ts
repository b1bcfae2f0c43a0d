import { RunningApp, buildApp } from './running-app';
import { until } from './until';

/** Jest's global set-up: builds if needed and starts one app on the simulated market, shared by all journeys that need no other. */
export default async function setUp(): Promise<void> {
  buildApp();
  const app = await RunningApp.start({ MARKET_MODE: 'simulated' });
  const stop = (): Promise<void> => app.stop();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().finally(() => process.exit(1)));
  Object.assign(globalThis, { stopSimulatedApp: stop });
  process.env['TIDELINE_E2E_URL'] = app.url;
  await until(
    'the first hour of history',
    async () => {
      const { candles } = await app.get<{ candles: unknown[] }>('/market/candles/BTC?interval=1h&limit=500').catch(() => ({ candles: [] }));
      return candles.length === 500;
    },
    60_000,
    500,
  );
}
