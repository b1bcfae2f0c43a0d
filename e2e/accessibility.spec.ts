import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { violations } from './stage/axe';
import { describeJourneys, simulatedFolder, simulatedUrl } from './stage/journey';
import { mailedToken } from './stage/outbox';
import { desktop, phone } from './stage/watched-page';

const press = (page: Page, name: string): Promise<void> => page.getByRole('main').getByRole('button', { name }).click();

const pages: { name: string; path: string; prepare?: (page: Page) => Promise<void> }[] = [
  { name: 'the overview', path: '/' },
  { name: 'a coin', path: '/coin/BTC', prepare: (page) => page.getByText('from 3 venues').click() },
  {
    name: 'a coin as a table with a range of one’s own',
    path: '/coin/ETH?interval=1h',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.getByRole('group', { name: 'Time range' }).getByText('Custom').click();
    },
  },
  { name: 'the screener', path: '/screener?where=rsi:14~gt~1', prepare: (page) => page.getByRole('button', { name: 'Columns' }).click() },
  { name: 'a screener without a match', path: '/screener?where=price~lt~0' },
  { name: 'the volatility ranking', path: '/screener?view=volatility' },
  { name: 'correlation', path: '/correlation?pair=BTC,ETH', prepare: (page) => page.getByRole('button', { name: '20 coins' }).click() },
  { name: 'market alerts', path: '/alerts' },
  {
    name: 'a chart with indicators, a log scale and a fault in its address',
    path: '/coin/BTC?indicators=sma:20,rsi:14,macd,nope&scale=log',
  },
  { name: 'a chart that compares coins', path: '/coin/BTC?compare=ETH,SOL&type=line' },
  {
    name: 'the picker of indicators',
    path: '/coin/BTC?indicators=macd',
    prepare: (page) => page.getByRole('button', { name: 'Indicators' }).click(),
  },
  { name: 'the drawings', path: '/coin/BTC', prepare: (page) => page.getByRole('button', { name: 'Drawings' }).click() },
  { name: 'data health', path: '/health' },
  { name: 'the search', path: '/health', prepare: (page) => page.keyboard.press('/') },
  { name: 'a page that is not there', path: '/nothing' },
  { name: 'signing in, with faults', path: '/sign-in?return=/security', prepare: (page) => press(page, 'Sign in') },
  { name: 'registering, with faults', path: '/register', prepare: (page) => press(page, 'Create account') },
  { name: 'a forgotten password', path: '/forgot-password' },
  { name: 'a new password', path: `/reset-password#token=${'x'.repeat(43)}` },
  { name: 'a new password without a link', path: '/reset-password' },
  { name: 'confirming an address', path: `/verify-email#token=${'x'.repeat(43)}` },
  { name: 'confirming an address without a link', path: '/verify-email' },
  { name: 'preferences', path: '/preferences' },
  { name: 'setting up', path: `/set-up#token=${'x'.repeat(43)}` },
];

describeJourneys('WCAG 2.2 AA', (visit) => {
  for (const { name, path, prepare } of pages) {
    it(`is kept by ${name}, dark and light, at 1440 and at 390 px`, async () => {
      for (const viewport of [desktop, phone]) {
        const { page } = await visit(simulatedUrl + path, { viewport, colorScheme: 'dark' });
        await page.getByRole('heading', { level: 1 }).waitFor();
        await prepare?.(page);
        await page.waitForLoadState('networkidle');
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          expect(await violations(page)).toEqual([]);
        }
      }
    });
  }

  it('is kept by the profile, the security page, its dialog and the menu of the account, dark and light, at 1440 and at 390 px', async () => {
    const email = `someone-${randomUUID().slice(0, 8)}@example.org`;
    const password = 'green lanterns over water';
    const { page, faults } = await visit(`${simulatedUrl}/sign-in?return=/security`);
    const post = (path: string, data: object) => page.request.post(`${simulatedUrl}/api/v1/auth/${path}`, { data });
    await post('register', { email, password, displayName: 'Someone' });
    await post('verify-email', { token: await mailedToken(simulatedFolder, email, 'Confirm your address') });
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('This device').waitFor();
    // High enough that nothing lies half under the bar at the bottom, from where it can be scrolled free.
    const highPhone = { ...phone, height: 3000 };
    const check = async (): Promise<void> => {
      for (const viewport of [desktop, highPhone]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          expect([page.url(), viewport.width, colorScheme, await violations(page)]).toEqual([page.url(), viewport.width, colorScheme, []]);
        }
      }
    };
    await page.getByRole('button', { name: 'Account of Someone' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor({ state: 'detached' });
    for (const name of ['Change address', 'Change password', 'Create key']) await page.getByRole('button', { name }).click();
    await check();
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Account of Someone' }).click();
    await page.getByRole('menuitem', { name: 'Profile' }).click();
    await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
    await check();
    // The answer that made the dialog ask.
    expect(faults.splice(0).filter((fault) => !/403/.test(fault))).toEqual([]);
  });
});
