import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';
import { phone } from './stage/watched-page';

describeJourneys('correlation', (visit) => {
  it('walks the matrix to BTC and ETH, opens the pair, and the address brings it back', async () => {
    const { page } = await visit(`${simulatedUrl}/correlation?order=rank`);
    const grid = page.getByRole('grid', { name: 'Correlation matrix' });
    await grid.waitFor();
    await holds(async () => expect(await grid.getByRole('gridcell').count()).toBe(400));
    const cell = grid.getByRole('gridcell', { name: /^BTC and ETH: \d\.\d\d, \d+ observations$/ });
    await cell.focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await holds(async () => expect(await focused()).toMatch(/^BTC and (?!ETH)[A-Z]+: [-−]?\d\.\d\d, \d+ observations$/));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');

    const panel = page.getByRole('complementary', { name: 'Two coins side by side' });
    await panel.getByRole('heading', { name: 'BTC and ETH' }).waitFor();
    await holds(async () => {
      const r = (await cell.innerText()).trim();
      expect(await panel.locator('dd').first().innerText()).toBe(r);
      expect(Number(r)).toBeGreaterThan(0.3);
    });
    const lines = panel.getByRole('slider', { name: 'Both from 100' });
    await lines.focus();
    await holds(async () => expect(await lines.getAttribute('aria-valuetext')).toMatch(/BTC \d+\.\d, ETH \d+\.\d$/));
    const newest = await lines.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    await until('an earlier hour under the crosshair', async () => (await lines.getAttribute('aria-valuetext')) !== newest);
    await panel.getByRole('img', { name: /^Returns of BTC across and of ETH upwards, \d+ observations$/ }).waitFor();

    const again = await visit(page.url());
    await again.page.getByRole('complementary', { name: 'Two coins side by side' }).getByRole('heading', { name: 'BTC and ETH' }).waitFor();
    await holds(async () => expect(new URL(again.page.url()).searchParams.get('pair')).toBe('BTC,ETH'));
  });

  it('compares BTC, ETH and SOL over 7 days by ranks', async () => {
    const { page } = await visit(`${simulatedUrl}/correlation`);
    await page.getByRole('button', { name: '20 coins' }).click();
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await holds(async () => expect(await page.getByRole('alert').filter({ hasText: /./ }).innerText()).toBe('Choose at least two coins.'));
    for (const coin of ['BTC Bitcoin', 'ETH Ethereum', 'SOL Solana']) await page.getByRole('checkbox', { name: coin, exact: true }).check();
    await page.getByRole('button', { name: 'Compare these' }).click();
    await page.getByRole('group', { name: 'Period' }).getByText('7d', { exact: true }).click();
    await page.getByRole('group', { name: 'Method' }).getByText('Spearman').click();
    await until('nine cells', async () => (await page.getByRole('gridcell').count()) === 9);
    await until('the choice in the address', () => /period=7d/.test(page.url()) && /method=spearman/.test(page.url()));
    await holds(async () => expect(new URL(page.url()).searchParams.get('coins')).toBe('BTC,ETH,SOL'));
    await until('seven days of hours', async () => /16\d observations a pair/.test(await page.locator('.facts').innerText()));
  });

  it('opens a pair with a finger at 390 px, where only the matrix scrolls sideways', async () => {
    const { page } = await visit(`${simulatedUrl}/correlation?order=rank`, { viewport: phone, isMobile: true, hasTouch: true });
    await page.getByRole('gridcell', { name: /^ETH and BTC: / }).tap();
    await page.getByRole('heading', { name: 'ETH and BTC' }).waitFor();
    await page.getByRole('slider', { name: 'Both from 100' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await page.locator('tl-heat-grid .scroll').evaluate((area) => area.scrollWidth > area.clientWidth)).toBe(true);
  });
});
