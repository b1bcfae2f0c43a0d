import { describeJourneys, simulatedUrl } from './stage/journey';
import { phone } from './stage/watched-page';

const pages = {
  overview: '/',
  coin: '/coin/BTC',
  screener: '/screener?where=rsi:14~gt~1',
  'the volatility ranking': '/screener?view=volatility',
  correlation: '/correlation?pair=BTC,ETH',
  'market alerts': '/alerts',
  health: '/health',
  'a page that is not there': '/nothing',
};
const looks = ['dark', 'light'] as const;

describeJourneys('a phone of 390 × 844', (visit) => {
  for (const [name, path] of Object.entries(pages)) {
    it(`shows ${name} without scrolling sideways, in dark and in light`, async () => {
      for (const colorScheme of looks) {
        const { page } = await visit(simulatedUrl + path, { viewport: phone, colorScheme, isMobile: true, hasTouch: true });
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        const { width, scheme } = await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          scheme: getComputedStyle(document.documentElement).colorScheme,
        }));
        expect({ width, scheme }).toEqual({ width: 390, scheme: colorScheme });
      }
    });
  }

  it('has the navigation as a bar at the bottom, with targets of at least 44 px', async () => {
    const { page } = await visit(simulatedUrl, { viewport: phone, isMobile: true, hasTouch: true });
    const bar = page.getByRole('navigation', { name: 'Main' });
    const box = await bar.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844);
    for (const link of await bar.getByRole('link').all()) expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await bar.getByRole('link', { name: 'Data health' }).tap();
    await page.getByRole('heading', { level: 1, name: 'Data health' }).waitFor();
  });

  it('opens the price’s sources within the screen', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC`, { viewport: phone, isMobile: true, hasTouch: true });
    await page.getByText('from 3 venues').tap();
    const sheet = await page.locator('tl-price-sources .sheet').boundingBox();
    expect(sheet?.x).toBeGreaterThanOrEqual(0);
    expect((sheet?.x ?? 0) + (sheet?.width ?? 0)).toBeLessThanOrEqual(390);
  });
});
