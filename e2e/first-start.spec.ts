import { describeJourneys } from './stage/journey';
import { RunningApp } from './stage/running-app';
import { until } from './stage/until';

let app: RunningApp;

describeJourneys('the first start', (visit) => {
  beforeAll(async () => {
    app = await RunningApp.start({ MARKET_MODE: 'simulated', RATE_LIMIT_BURST: '2000/minute' });
  }, 90_000);
  afterAll(() => app.stop(), 30_000);

  it('has prices in its first minute, and the chart of 7 days fills by itself while history arrives', async () => {
    const overview = await visit(app.url);
    await until(
      '20 prices',
      async () => {
        const prices = await overview.page.locator('tl-asset-row .price .price').allInnerTexts();
        return prices.length === 20 && prices.every((price) => /\d/.test(price));
      },
      60_000,
    );
    const { page } = await visit(`${app.url}/coin/BTC?range=7d&interval=1h`);
    const chart = page.getByRole('application', { name: 'BTC candles, 1h' });
    await until(
      'a candle of six days ago at the left',
      async () => {
        const box = await chart.boundingBox();
        if (box === null) return false;
        await page.mouse.move(box.x + 16, box.y + 99);
        await page.mouse.move(box.x + 17, box.y + 100);
        const at = Date.parse(`${await page.locator('tl-candle-legend .time dd').innerText()} UTC`);
        return Date.now() - at > 6 * 86_400_000;
      },
      90_000,
      500,
    );
  }, 240_000);

  it('limits others to 100 requests an hour, but not 600 requests of our own page', async () => {
    const { page } = await visit(app.url);
    const own = await page.evaluate(async () => {
      const statuses: number[] = [];
      while (statuses.length < 600) {
        const answers = await Promise.all(Array.from({ length: 20 }, () => fetch('/api/v1/market/overview')));
        statuses.push(...answers.map(({ status }) => status));
      }
      return statuses.filter((status) => status !== 200 && status !== 304).length;
    });
    expect(own).toBe(0);
    const others: number[] = [];
    for (let i = 0; i < 101; i += 1) others.push((await fetch(`${app.url}/api/v1/market/overview`)).status);
    expect(others.slice(0, 100).every((status) => status === 200)).toBe(true);
    expect(others[100]).toBe(429);
  });
});
