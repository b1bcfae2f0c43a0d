import { RunningApp } from '../stage/running-app';
import { launchChromium } from '../stage/chromium';
import { until } from '../stage/until';
import { measureChart } from './chart-drawing';
import { measureScrolling } from './chart-scrolling';
import { measureFirstPage } from './first-page';
import { measureTrades } from './trade-to-browser';

/** What a reader waits for, in real Chromium on the built app: the first page, a chart, a price. */
const browser = await launchChromium();
const app = await RunningApp.start({ MARKET_MODE: 'simulated', RATE_LIMIT_BURST: '10000/minute' });
try {
  await until(
    'yesterday’s prices',
    async () => (await app.get<{ change24h: number | null }>('/assets/BTC')).change24h !== null,
    120_000,
    1_000,
  );
  await measureFirstPage(browser, app.url);
  await measureChart(browser, app.url);
  await measureScrolling(browser, app.url);
} finally {
  await app.stop();
}
try {
  await measureTrades(browser);
} finally {
  await browser.close();
}
