import type { CandleSeries } from '@tideline/contracts';
import type { Page } from 'playwright-core';
import { describeJourneys } from './stage/journey';
import { holds, until } from './stage/until';
import { VenueStage } from './stage/venue-stage';

const stage = new VenueStage();
const pill = (page: Page) => page.locator('tl-status-pill').innerText();
const row = (page: Page, venue: string) => page.locator('tl-price-sources tbody tr').filter({ hasText: venue });

describeJourneys('when venues cannot be reached', (visit) => {
  beforeAll(async () => {
    await stage.start();
    stage.tradeOn();
  }, 120_000);
  afterAll(() => stage.stop(), 60_000);

  it('says that one of three is down, uses the other two, and all three again when it is back', async () => {
    const { page } = await visit(`${stage.app.url}/coin/BTC?interval=1m`);
    await until('a live market', async () => /status:\s+Live/.test(await pill(page)), 30_000);
    await page.getByText('from 3 venues').click();

    await stage.unplug('coinbase');
    await until('the pill to tell', async () => (await pill(page)).includes('2 of 3 venues'), 30_000);
    await page.getByText('from 2 of 3 venues').waitFor();
    await holds(async () => {
      expect(await row(page, 'coinbase').innerText()).toContain('Left out: venue is down');
      const weights = await page.locator('tl-price-sources tbody td:nth-child(6)').allInnerTexts();
      expect(weights.reduce((sum, weight) => sum + (Number.parseFloat(weight) || 0), 0)).toBeCloseTo(100, 0);
    });
    const health = await visit(`${stage.app.url}/health`);
    await health.page.getByText('2 of 3 venues are live').waitFor();
    const coinbase = health.page.locator('tl-venue-table tr').filter({ hasText: 'coinbase' });
    await holds(async () => expect(await coinbase.innerText()).toMatch(/Down|Connecting/));

    await stage.plugIn('coinbase');
    await until('a live market again', async () => /status:\s+Live/.test(await pill(page)), 45_000);
    await page.getByText('from 3 venues').waitFor();
    await health.page.getByText('All 3 venues are live').waitFor();
  }, 150_000);

  it('keeps the last picture marked as old when the network is gone, and misses no trade and no candle afterwards', async () => {
    const { page } = await visit(`${stage.app.url}/coin/ETH?interval=1m`);
    await until('a live market', async () => /status:\s+Live/.test(await pill(page)), 30_000);
    await Promise.all([stage.unplug('kraken'), stage.unplug('binance'), stage.unplug('coinbase')]);
    await until('the pill to tell', async () => (await pill(page)).includes('Prices are old'), 30_000);
    await holds(async () => expect(await page.locator('tl-coin-header .price .price').innerText()).toMatch(/^3,\d{3}\.\d/));

    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await Promise.all([stage.plugIn('kraken'), stage.plugIn('binance'), stage.plugIn('coinbase')]);
    await until('a live market again', async () => /status:\s+Live/.test(await pill(page)), 60_000);

    stage.pause();
    for (const { venue, pair } of stage.markets) {
      const issued = stage.venues[venue].market.idsOf(pair);
      await until(
        `${issued.length} trades of ${venue} ${pair}`,
        async () => (await stage.storedIds(venue, pair)).length >= issued.length,
        45_000,
        500,
      );
      expect(await stage.storedIds(venue, pair)).toEqual(issued);
      const { candles } = await stage.app.get<CandleSeries>(`/market/candles/${pair.slice(0, 3)}?interval=1m&limit=1000&venue=${venue}`);
      const expected = stage.venues[venue].market.candles(pair, 1);
      expect(candles.map(rounded)).toEqual(
        expected.map(({ openAt, open, high, low, close, volume }) => rounded([openAt, open, high, low, close, volume])),
      );
    }
  }, 200_000);
});

/** Volumes are sums; the venue's own rounds differently in the last digits. */
function rounded(candle: number[]): number[] {
  return candle.map((value, index) => (index === 5 ? Number(value.toFixed(6)) : value));
}
