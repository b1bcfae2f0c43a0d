import type { Page } from 'playwright-core';
import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';
import { phone } from './stage/watched-page';

const chart = (page: Page) => page.getByRole('application', { name: /candles/ });
const entry = (page: Page, title: string) => page.locator('tl-pane-legend li').filter({ hasText: title });
const titles = (page: Page) => page.locator('tl-pane-legend .title').allInnerTexts();
const figures = async (page: Page, title: string): Promise<string> =>
  (await entry(page, title).locator('.figure').allInnerTexts()).join(' ');
const drawing = (page: Page) => page.locator('tl-chart-overlay line.drawing');

async function ready(page: Page): Promise<void> {
  await page.locator('tl-candle-chart canvas').first().waitFor();
  await until('a newest candle', async () => (await page.locator('tl-candle-legend dl').innerText()).includes('Close'));
}

async function place(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await chart(page).boundingBox();
  if (box === null) throw new Error('the chart has no place');
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

describeJourneys('the chart', (visit) => {
  it('takes RSI and MACD from the picker, moves them with the live candle, and shows the same to whoever gets the address', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC`);
    await ready(page);
    await page.getByRole('button', { name: 'Indicators' }).click();
    const picker = page.getByRole('dialog', { name: 'Indicators' });
    await picker.getByRole('searchbox', { name: 'Search indicators' }).fill('relative');
    await picker.getByRole('searchbox').press('Enter');
    await picker.getByRole('searchbox').fill('macd');
    await picker.getByRole('button', { name: 'Add MACD' }).click();
    await picker.getByLabel('period').fill('0');
    await picker.getByRole('alert').filter({ hasText: 'period must be a whole number' }).waitFor();
    // Digit by digit, since each of them already makes another indicator.
    await picker.getByLabel('period').press('Control+a');
    await page.keyboard.type('21');
    await until('21 in the address', () => page.url().includes('indicators=rsi:21,macd:12:26:9'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('9');
    await until('both in the address', () => page.url().includes('indicators=rsi:9,macd:12:26:9'));
    await page.keyboard.press('Escape');

    const before = await until('a value of RSI', async () => /^\d/.test(await figures(page, 'RSI 9')) && (await figures(page, 'RSI 9')));
    await until('another value of RSI with the forming candle', async () => (await figures(page, 'RSI 9')) !== before);

    const shared = await visit(page.url());
    await ready(shared.page);
    await holds(async () => expect(await titles(shared.page)).toEqual(['RSI 9', 'MACD 12 26 9']));
    await until('values of MACD', async () => /\d/.test(await figures(shared.page, 'MACD')));
    await shared.page.getByRole('button', { name: 'Remove MACD 12 26 9' }).click();
    await until('RSI alone', async () => (await titles(shared.page)).join() === 'RSI 9' && shared.page.url().endsWith('indicators=rsi:9'));
  });

  it('shows what the API says: SMA 20 of the closed candle before the newest', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/ETH?interval=1h&range=7d&indicators=sma:20`);
    await ready(page);
    await chart(page).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await holds(async () => {
      const answer = await fetch(`${simulatedUrl}/api/v1/market/candles/ETH?interval=1h&limit=25`);
      const { candles } = (await answer.json()) as { candles: number[][] };
      // Both at once: a full hour may begin meanwhile, which moves what the crosshair is on.
      const shown = await page.evaluate(() => ({
        time: document.querySelector('tl-candle-legend .time dd')?.textContent ?? '',
        average: document.querySelector('tl-pane-legend .figure')?.textContent ?? '',
      }));
      const index = candles.findIndex(([openAt]) => openAt === Date.parse(`${shown.time} UTC`));
      const closes = candles.slice(0, -1).slice(Math.max(0, index - 19), index + 1);
      expect(closes).toHaveLength(20);
      const sum = closes.reduce((total, candle) => total + (candle[4] ?? NaN), 0);
      expect(Number(shown.average.replace(/[^\d.]/g, ''))).toBeCloseTo(sum / 20, 1);
    });
  });

  it('compares BTC with two coins as percent from a common start', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC?range=7d&interval=1h`);
    await ready(page);
    await page.getByRole('button', { name: 'Compare' }).click();
    const picker = page.getByRole('dialog', { name: 'Compare with' });
    for (const coin of ['Ethereum', 'Solana']) {
      await picker.getByRole('searchbox').fill(coin);
      await picker.getByRole('button', { name: coin, exact: false }).first().click();
    }
    await page.keyboard.press('Escape');
    await until('both in the address', () => page.url().includes('compare=ETH,SOL'));
    for (const symbol of ['BTC', 'ETH', 'SOL']) {
      await until(`percent of ${symbol}`, async () => /^[+−]?\d+\.\d\d%$/.test(await figures(page, symbol)));
    }
    await until('no log scale', () => page.getByRole('button', { name: 'Log', exact: true }).isDisabled());
    await page.getByRole('button', { name: 'Remove ETH' }).click();
    await until('SOL alone', async () => (await titles(page)).join() === 'BTC,SOL');
  });

  it('leaves out what of an address it does not understand, and says so', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC?indicators=nope,sma:0,ema:10&type=pie&scale=log&compare=%E2%82%AC`);
    await ready(page);
    await page.getByText('“nope” is no indicator.').waitFor();
    await page.getByText('“pie” is no type').waitFor();
    const log = page.getByRole('button', { name: 'Log', exact: true });
    await holds(async () => expect([await titles(page), await log.getAttribute('aria-pressed')]).toEqual([['EMA 10'], 'true']));
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await until('no notice', async () => (await page.getByText('“nope” is no indicator.').count()) === 0);
  });

  it('says how many candles an average of 5,000 weeks needs and how many there are', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC?interval=1w&range=90d&indicators=sma:5000`);
    await ready(page);
    await entry(page, 'SMA 5000')
      .getByText(/needs 5,000 candles, \d+ are there/)
      .waitFor();
  });

  it('keeps a price line drawn by mouse and one by its figure, moves one by keys and removes it', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/LTC`);
    await ready(page);
    await page.getByRole('button', { name: 'Draw a price line' }).click();
    const at = await place(page, 0.4, 0.3);
    await page.mouse.click(at.x, at.y);
    await until('a line', async () => (await drawing(page).count()) === 1);
    const before = await drawing(page).getAttribute('y1');
    await page.keyboard.press('Shift+ArrowUp');
    await until('the line higher', async () => Number(await drawing(page).getAttribute('y1')) < Number(before) - 5);

    await page.getByRole('button', { name: 'Drawings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Drawings' });
    await dialog.getByRole('textbox', { name: 'Price' }).fill('77.5');
    await page.keyboard.press('Enter');
    await dialog.getByText('Price line 77.5').waitFor();
    await page.keyboard.press('Escape');

    await page.reload();
    await ready(page);
    await until('both lines again', async () => (await drawing(page).count()) === 2);
    await chart(page).focus();
    await page.keyboard.press('d');
    await page.keyboard.press('Delete');
    await until('one line', async () => (await drawing(page).count()) === 1);
  });

  it('saves a picture that is named after coin, interval and time', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC?range=7d&interval=1h&indicators=rsi:14`);
    await ready(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save picture' }).click();
    expect((await download).suggestedFilename()).toMatch(/^BTC-1h-\d{4}-\d\d-\d\dT\d{4}\.png$/);
  });

  it('is used with a finger at 390 px: an indicator is added, a tap shows the crosshair, nothing scrolls sideways', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC`, { viewport: phone, isMobile: true, hasTouch: true });
    await ready(page);
    await page.getByRole('button', { name: 'Indicators' }).tap();
    await page.getByRole('button', { name: 'Add Relative strength index' }).tap();
    await page.getByRole('button', { name: 'Close' }).tap();
    await until('RSI in a pane', async () => (await titles(page)).join() === 'RSI 14');
    await chart(page).scrollIntoViewIfNeeded();
    const at = await place(page, 0.3, 0.3);
    await page.touchscreen.tap(at.x, at.y);
    await until('the crosshair', async () => (await page.locator('tl-chart-overlay .cross').count()) > 0);
    for (const tool of await page.locator('tl-chart-toolbar button').all())
      expect((await tool.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
