import type { Page } from 'playwright-core';
import { describeJourneys } from './stage/journey';
import { RunningApp } from './stage/running-app';
import { holds, until } from './stage/until';

const person = { email: 'ada@example.org', password: 'tides come in and go out' };
const theme = (page: Page) => page.locator('html').getAttribute('data-theme');
const heads = (page: Page) => page.getByRole('columnheader').allInnerTexts();

async function signIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(person.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /^Account of/ }).waitFor();
}

describeJourneys('preferences of somebody with two devices', (visit) => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.start({ MARKET_MODE: 'simulated', ADMIN_EMAIL: person.email, ADMIN_PASSWORD: person.password });
  }, 90_000);
  afterAll(() => app.stop());

  it('are the same on both at once, survive a reload, and leave with who signs out', async () => {
    const first = await visit(`${app.url}/preferences`, { colorScheme: 'light', timezoneId: 'America/New_York' });
    await first.page.getByText('1.234,5', { exact: true }).click();
    await first.page.getByText('Saved in this browser.').waitFor();

    // What this browser kept is taken over at the first sign-in, with its time zone.
    await first.page.getByRole('link', { name: 'Sign in' }).click();
    await signIn(first.page);
    await first.page.getByText('is in your account now. Times are shown in America/New_York').waitFor();
    await first.page.getByText('Saved. The same on every device').waitFor();
    const second = await visit(`${app.url}/sign-in?return=/screener`, { colorScheme: 'light' });
    await signIn(second.page);
    await until('the time zone of the profile', () => second.page.getByText('Times in America/New_York').isVisible());
    expect(await theme(second.page)).toBeNull();

    await first.page.getByText('Dark', { exact: true }).click();
    await until('dark on the second device', async () => (await theme(second.page)) === 'dark', 5000);

    await first.page.getByRole('link', { name: 'Choose in the screener' }).click();
    await first.page.getByRole('button', { name: 'Columns' }).click();
    await first.page.getByRole('checkbox', { name: 'Market cap' }).uncheck();
    await until('one column less', async () => !(await heads(second.page)).some((head) => head.startsWith('Market cap')), 5000);

    await second.page.goto(`${app.url}/coin/BTC`);
    await first.page.goto(`${app.url}/preferences`);
    await first.page.getByRole('combobox', { name: 'Candles a chart begins with' }).selectOption('1h');
    await until('hours on the second device', () => second.page.getByRole('radio', { name: '1h', exact: true }).isChecked(), 5000);
    await first.page.getByText('Saved. The same on every device').waitFor();

    await first.page.reload();
    await until('the choices after a reload', () => first.page.getByRole('radio', { name: 'Dark' }).isChecked());
    await holds(async () => {
      expect(await first.page.getByRole('radio', { name: '1.234,5' }).isChecked()).toBe(true);
      expect(await first.page.getByRole('combobox', { name: 'Candles a chart begins with' }).inputValue()).toBe('1h');
    });

    await second.page.getByRole('button', { name: /^Account of/ }).click();
    await second.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await until('the visitor’s own theme', async () => (await theme(second.page)) === null);
    const kept = () => second.page.evaluate(() => localStorage.getItem('tideline.account-preferences'));
    await holds(async () => expect(await kept()).toBe('null'));
  });
});
