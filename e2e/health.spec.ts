import type { Page } from 'playwright-core';
import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';

const calendarRows = (page: Page) => page.locator('tl-coverage-calendar .rows li');

describeJourneys('data health', (visit) => {
  it('shows three live venues that count trades, and which days of 20 coins are covered', async () => {
    const { page } = await visit(`${simulatedUrl}/health`);
    await page.getByText('All 3 venues are live').waitFor();
    const venues = page.getByRole('region', { name: 'Venues' }).last().getByRole('row');
    await holds(async () => expect(await venues.count()).toBe(4));
    const received = async (): Promise<string> => venues.nth(1).locator('td').nth(4).innerText();
    const before = await received();
    await until('more trades', async () => (await received()) !== before);

    await until('a calendar of 20 coins', async () => (await calendarRows(page).locator('.cells').count()) === 20);
    await holds(async () => expect(await calendarRows(page).first().locator('.cells .cell').count()).toBe(30));
    await page.getByRole('group', { name: 'Days shown' }).getByText('90 days').click();
    await until('90 days', async () => (await calendarRows(page).first().locator('.cells .cell').count()) === 90);
    await holds(async () => {
      expect(page.url()).toContain('days=90');
      expect(await calendarRows(page).first().locator('.visually-hidden').innerText()).toMatch(/^\d+ of 90 complete$/);
    });
  });
});
