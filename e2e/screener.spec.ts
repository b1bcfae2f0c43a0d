import type { Page } from 'playwright-core';
import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';

const count = (page: Page) => page.locator('tl-screener-page .count').innerText();
async function figures(page: Page, head: string): Promise<number[]> {
  const at = await page
    .getByRole('columnheader')
    .evaluateAll((heads, text) => heads.findIndex((element) => element.textContent?.trim() === text), head);
  // Rows outside the screen are not laid out, so that they have no inner text.
  const texts = await page
    .locator(`tl-screener-row > :nth-child(${at + 1})`)
    .evaluateAll((cells) => cells.map((cell) => cell.textContent?.replace(cell.querySelector('.label')?.textContent ?? '', '') ?? ''));
  return texts.map((text) => Number(text.replace('\u2212', '-').replace(/[^\d.-]/g, '')));
}

describeJourneys('the screener', (visit) => {
  it('filters by RSI, sorts by it, saves the screen, and has it after a reload', async () => {
    const { page } = await visit(`${simulatedUrl}/screener`);
    await until('20 coins', async () => (await count(page)) === '20 coins');
    // The back-fill may still be at work on some of them.
    const known = async () => (await figures(page, 'RSI 14')).filter((value) => value > 0 && value < 100);
    await until('RSI of every coin', async () => (await known()).length === 20, 45_000, 500);
    const middle = (await known()).sort((a, b) => a - b)[10] ?? 50;

    await page.getByRole('button', { name: 'Add a filter' }).click();
    const number = page.getByRole('textbox', { name: 'Number' });
    await number.fill('130');
    const alert = page.locator('tl-screener-page').getByRole('alert');
    await holds(async () => expect(await alert.innerText()).toBe('RSI (14) lies between 0 and 100.'));
    await number.fill(middle.toFixed(1));
    await until('some of the coins', async () => /^\d+ of 20 coins/.test(await count(page)));
    await page.getByRole('columnheader', { name: 'RSI 14' }).getByRole('button').click();
    const found = await until('the largest RSI first', async () => {
      const values = await figures(page, 'RSI 14');
      return values.length > 1 && values.every((value, i) => value <= (values[i - 1] ?? middle)) && values.length;
    });
    expect(found).toBeLessThan(20);

    await page.getByRole('button', { name: 'Save this screen' }).click();
    await page.getByRole('textbox', { name: 'Name of the screen' }).fill('Lower half');
    await page.keyboard.press('Enter');
    const chip = page.getByRole('button', { name: 'Lower half', exact: true });
    await chip.waitFor();
    const address = page.url();
    await page.getByRole('button', { name: 'All coins' }).click();
    await until('all coins again', async () => (await count(page)) === '20 coins');

    await page.reload();
    await chip.click();
    await until('the saved screen', async () => /^\d+ of 20 coins/.test(await count(page)));
    await holds(async () => expect(page.url()).toBe(address));
    await page.getByRole('button', { name: 'Delete “Lower half”' }).click();
    await page.getByText('“Lower half” was deleted.').waitFor();
    await holds(async () => expect(await chip.count()).toBe(0));
  });

  it('adds a column and ranks the coins by volatility', async () => {
    const { page } = await visit(`${simulatedUrl}/screener`);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Change, 1 hour' }).check();
    await page.getByRole('columnheader', { name: '1h', exact: true }).waitFor();
    await holds(async () => expect(page.url()).toContain('columns=price,change1h'));
    await page.getByRole('group', { name: 'What is listed' }).getByText('Volatility').click();
    await page.getByRole('heading', { name: 'Volatility ranking' }).waitFor();
    await until('every coin', async () => (await page.locator('tl-volatility-ranking li a').count()) === 20);
  });

  it('says what would help when no coin meets the filters', async () => {
    const { page } = await visit(`${simulatedUrl}/screener?where=marketCap~gt~0,price~gt~1000000000`);
    await page.getByRole('button', { name: 'Without “Price above $1B”: 20 coins' }).click();
    await until('all coins', async () => (await count(page)) === '20 coins');
  });
});
