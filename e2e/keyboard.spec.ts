import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';

describeJourneys('the keyboard alone', (visit) => {
  it('skips to the content, finds Ethereum with "/", opens it, and walks the chart and the controls', async () => {
    const { page } = await visit(simulatedUrl);
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    await holds(async () => expect(await focused()).toBe('Skip to content'));
    await page.keyboard.press('Enter');
    await holds(async () => expect(await page.evaluate(() => document.activeElement?.id)).toBe('main'));

    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: 'Search coins, pages and actions' });
    await box.waitFor();
    await until('the focus in the search', () => box.evaluate((input) => input === document.activeElement));
    await page.keyboard.type('ethereum');
    await page.getByRole('option', { name: /Ethereum ETH/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Ethereum/ }).waitFor();
    await holds(async () => expect(new URL(page.url()).pathname).toBe('/coin/ETH'));
    await holds(async () => expect(await page.evaluate(() => document.activeElement?.id)).toBe('main'));

    await until('the range control in focus', async () => {
      await page.keyboard.press('Tab');
      return page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value === '1d');
    });
    await page.keyboard.press('ArrowRight');
    await until('7 days in the address', () => page.url().includes('range=7d'));
    await until('the chart in focus', async () => {
      await page.keyboard.press('Tab');
      return page.evaluate(() => document.activeElement?.getAttribute('role') === 'application');
    });
    const time = page.locator('tl-candle-legend .time dd');
    const newest = await time.innerText();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowLeft');
    await until('an earlier candle in the legend', async () => (await time.innerText()) !== newest);
  });

  it('goes from coin to coin with the arrow keys and opens the search with Ctrl-K, closed by Escape', async () => {
    const { page } = await visit(simulatedUrl);
    await page.getByRole('link', { name: 'Bitcoin BTC' }).first().focus();
    await page.keyboard.press('ArrowDown');
    await holds(async () => expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Ethereum'));
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog', { name: 'Search coins, pages and actions' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});
