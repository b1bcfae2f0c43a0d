import { describeJourneys } from './stage/journey';
import { RunningApp } from './stage/running-app';

let app: RunningApp;

describeJourneys('the limit of 100 anonymous requests an hour', (visit) => {
  beforeAll(async () => {
    app = await RunningApp.start({ MARKET_MODE: 'simulated', RATE_LIMIT_BURST: '2000/minute' });
  }, 90_000);
  afterAll(() => app.stop(), 30_000);

  it('does not hold 600 requests of our own page, but the 101st of another program', async () => {
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
