import type { Page } from 'playwright-core';
import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const symbols = (page: Page) => page.locator('tl-asset-row .symbol').allInnerTexts();
const figure = async (page: Page, term: string): Promise<string> =>
  page.locator('tl-market-header div').filter({ hasText: term }).locator('dd').first().innerText();

describeJourneys('the overview', (visit) => {
  it('says that the market is simulated, gives its four figures and 20 coins, and a price moves within 10 s', async () => {
    const { page } = await visit(simulatedUrl);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await until('20 coins', async () => (await page.locator('tl-asset-table .count').innerText()) === '20 coins');
    expect(await page.getByText('Simulated market').count()).toBeGreaterThanOrEqual(1);
    expect(await page.locator('tl-status-pill').innerText()).toContain('Simulated');
    await holds(async () => {
      for (const term of ['Market cap', 'Volume, 24 h']) expect(await figure(page, term)).toMatch(/^\$\d+(\.\d+)?\s[MBT]/);
      expect(await figure(page, 'BTC dominance')).toMatch(/^\d{1,2}\.\d{2}%/);
      expect(await figure(page, 'Rising and falling')).toMatch(/▲ \d+[\s\S]*\d+ ▼/);
    });
    const price = rowOf(page, 'Bitcoin').first().locator('.price .price');
    await holds(async () => expect(await price.innerText()).toMatch(/^[\d,]+\.\d+$/));
    const before = await price.innerText();
    await until('another price of Bitcoin', async () => (await price.innerText()) !== before, 10_000);
  });

  it('sorts by 24h and filters by "co"; the address brings the same picture back', async () => {
    const { page } = await visit(simulatedUrl);
    const table = page.getByRole('table', { name: 'Coins' });
    await table.getByRole('button', { name: '24h' }).click();
    await page.getByRole('searchbox', { name: 'Filter coins' }).fill('co');
    await until('the choice in the address', () => /q=co/.test(page.url()) && /sort=change24h/.test(page.url()));
    const chosen = await until('a filtered list', async () => {
      const list = await symbols(page);
      return list.length > 1 && list.length < 20 && list;
    });
    await holds(async () => expect(await table.getByRole('columnheader', { name: '24h' }).getAttribute('aria-sort')).toBe('descending'));

    const again = await visit(page.url());
    const header = again.page.getByRole('table', { name: 'Coins' }).getByRole('columnheader', { name: '24h' });
    await holds(async () => {
      expect((await symbols(again.page)).sort()).toEqual([...chosen].sort());
      expect(await again.page.getByRole('searchbox', { name: 'Filter coins' }).inputValue()).toBe('co');
      expect(await header.getAttribute('aria-sort')).toBe('descending');
      const changes = (await again.page.locator('tl-asset-row .change24h').allInnerTexts()).map(percent);
      expect(changes).toEqual([...changes].sort((a, b) => b - a));
    });

    await again.page.getByRole('searchbox', { name: 'Filter coins' }).fill('zzz');
    await again.page.getByRole('button', { name: 'Clear the filter' }).click();
    await until('all coins again', async () => (await again.page.locator('tl-asset-table .count').innerText()) === '20 coins');
  });

  it('shows gainers and losers over 1h, 24h and 7d and a map by cap or volume', async () => {
    const { page } = await visit(simulatedUrl);
    await page.locator('tl-movers').waitFor();
    for (const [window, text] of [
      ['7d', '7 days'],
      ['1h', '1 hour'],
    ] as const) {
      await page.getByRole('group', { name: 'Change over' }).getByText(window, { exact: true }).click();
      const gainers = page.getByRole('region', { name: `Gainers, ${text}` });
      await holds(async () => {
        const changes = (await gainers.locator('tl-change').allInnerTexts()).map(percent);
        expect(changes).toEqual([...changes].sort((a, b) => b - a));
        // What rose by less than half a hundredth of a percent is shown as 0.00%.
        expect(changes.every((change) => change >= 0)).toBe(true);
        // In an hour in which every coin fell, it says so.
        if (changes.length === 0) expect(await gainers.innerText()).toContain('Nothing has risen in this time.');
        expect(page.url()).toContain(`window=${window}`);
      });
      await page
        .getByLabel(new RegExp(`coloured by their change over ${text}`))
        .first()
        .waitFor();
    }
    const map = page.locator('tl-heatmap');
    const boxes = () => map.locator('a').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width).join());
    const before = await until('a map of coins', async () => ((await map.locator('a').count()) === 20 ? boxes() : null));
    await page.getByRole('group', { name: 'Area shows' }).getByText('Volume', { exact: true }).click();
    await until('another map', async () => (await boxes()) !== before);
    await holds(async () => expect(page.url()).toContain('size=volume24h'));
    await map.locator('a').first().click();
    await until('a coin page', () => /\/coin\/[A-Z]+$/.test(new URL(page.url()).pathname));
  });
});

function percent(text: string): number {
  return Number(text.replace('\u2212', '-').replace(/[^\d.+-]/g, ''));
}
