import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { FakeCoinbase } from '../backend/test/fake-venues/fake-coinbase';
import { FakeCoinGecko } from '../backend/test/fake-venues/fake-coingecko';
import { violations } from './stage/axe';
import { describeJourneys } from './stage/journey';
import { mailedToken } from './stage/outbox';
import { RunningApp } from './stage/running-app';
import { holds, until } from './stage/until';
import { desktop, phone } from './stage/watched-page';

const admin = { email: 'ada@example.org', password: 'tides come in and go out' };
const password = 'green lanterns over water';
const isTold = 'You were signed out: this session was ended';

async function signIn(page: Page, email: string, typed: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(typed);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

describeJourneys('an administrator', (visit) => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.start({ MARKET_MODE: 'simulated', ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  }, 90_000);
  afterAll(() => app.stop());

  async function person(page: Page, displayName: string): Promise<string> {
    const email = `someone-${randomUUID().slice(0, 8)}@example.org`;
    const post = (path: string, data: object) => page.request.post(`${app.url}/api/v1/auth/${path}`, { data });
    await post('register', { email, password, displayName });
    await post('verify-email', { token: await mailedToken(app.folder, email, 'Confirm your address') });
    return email;
  }

  it('finds a user who is looking at the dashboard and deactivates them: told within 2 s, they go on as a visitor until they are activated again', async () => {
    const user = await visit(`${app.url}/sign-in`);
    const email = await person(user.page, 'Grace');
    await signIn(user.page, email, password);
    await user.page.getByRole('button', { name: 'Account of Grace' }).waitFor();
    await user.page.getByRole('row').nth(5).waitFor();

    // A deep link leads over signing in, and back to what was looked for.
    const { page } = await visit(`${app.url}/admin/users?status=active`);
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await signIn(page, admin.email, admin.password);
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search by name' }).fill(email.toUpperCase());
    await page.getByText('1 account', { exact: true }).waitFor();
    const asked = `?status=active&search=${encodeURIComponent(email.toUpperCase()).replace('%40', '@')}`;
    await holds(async () => expect(new URL(page.url()).search).toBe(asked));
    await page.getByRole('link', { name: 'Grace' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grace' }).waitFor();
    const askedAt = performance.now();
    await page.getByRole('button', { name: 'Deactivate account' }).click();
    await page.getByText('Grace is signed out everywhere at once').waitFor();
    const pressMs = performance.now() - askedAt;
    await holds(async () => expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Access'));

    const pressedAt = performance.now();
    await page.getByRole('button', { name: 'Deactivate account' }).click();
    await user.page.getByText(isTold).waitFor();
    // What pressing and showing take on this machine without asking the server is no part of it, on both pages.
    expect(performance.now() - pressedAt).toBeLessThan(2000 + 3 * pressMs);
    await page.getByText('Grace is deactivated.').waitFor();
    await page.getByText('Signed in nowhere.').waitFor();

    // They stay where they are, and prices go on.
    await user.page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
    const prices = () => user.page.getByRole('table', { name: 'Coins' }).innerText();
    const before = await prices();
    await until('prices that move for a visitor', async () => (await prices()) !== before);
    await user.page.goto(`${app.url}/sign-in`);
    await signIn(user.page, email, password);
    await user.page.getByText('This account was switched off by an administrator.').waitFor();

    await page.getByRole('link', { name: 'What was done to this account' }).click();
    const deed = page.getByRole('row').filter({ hasText: 'Changed an account' });
    await deed.filter({ hasText: 'status: disabled' }).waitFor();
    await deed.getByRole('link', { name: 'Administrator' }).waitFor();
    await holds(async () => expect(await page.getByRole('searchbox', { name: 'Done to' }).inputValue()).toBe(email));

    await page.goBack();
    await page.getByRole('button', { name: 'Activate account' }).click();
    await page.getByRole('button', { name: 'Activate account' }).click();
    await page.getByText('Grace is activated and can sign in again.').waitFor();
    await user.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await user.page.getByRole('button', { name: 'Account of Grace' }).waitFor();
    // What was refused to the deactivated account.
    expect(user.faults.splice(0).filter((fault) => !/40[13]/.test(fault))).toEqual([]);
  }, 120_000);

  it('cannot lock everybody out: the last one is told so where they tried', async () => {
    const { page, faults } = await visit(`${app.url}/sign-in?return=/admin/users?role=admin`);
    await signIn(page, admin.email, admin.password);
    await page.getByRole('row').filter({ hasText: 'You' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Deactivate account' }).click();
    await page.getByText('This is your own account: you are signed out at once').waitFor();
    await page.getByRole('button', { name: 'Deactivate account' }).click();
    await page.getByRole('alert').getByText('This is the last active administrator').waitFor();
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    expect(faults.splice(0).filter((fault) => !/409/.test(fault))).toEqual([]);
  });

  it('hands on a link that confirms an address, and makes that person an administrator once they have confirmed it', async () => {
    const { page, faults } = await visit(`${app.url}/sign-in?return=/admin/users?verified=false`);
    const email = `someone-${randomUUID().slice(0, 8)}@example.org`;
    await page.request.post(`${app.url}/api/v1/auth/register`, { data: { email, password, displayName: 'Barbara' } });
    await signIn(page, admin.email, admin.password);
    await page.getByRole('link', { name: 'Barbara' }).click();
    await page.getByRole('button', { name: 'Mail the link again' }).click();
    await page.getByText(`A new link is on its way to ${email}`).waitFor();
    await page.getByRole('button', { name: 'Make a link to hand on' }).click();
    const link = await page.locator('code').filter({ hasText: '#token=' }).innerText();
    expect(link).toMatch(/\/verify-email#token=[\w-]{20,}$/);

    await page.getByRole('button', { name: 'Make administrator' }).click();
    await page.getByText('Barbara will see and change everything').waitFor();
    await page.getByRole('button', { name: 'Make administrator' }).click();
    await page.getByRole('alert').getByText('This address is not confirmed yet').waitFor();

    const token = link.split('#token=')[1];
    await page.request.post(`${app.url}/api/v1/auth/verify-email`, { data: { token } });
    await page.getByRole('button', { name: 'Make administrator' }).click();
    await page.getByText('Barbara is an administrator now.').waitFor();
    expect(faults.splice(0).filter((fault) => !/422/.test(fault))).toEqual([]);
  });

  it('puts the second asset first by keyboard, switches one off and keeps its history', async () => {
    const { page } = await visit(`${app.url}/sign-in?return=/admin/assets`);
    await signIn(page, admin.email, admin.password);
    const rows = page.getByRole('row').filter({ has: page.getByRole('switch') });
    const symbols = async () => (await rows.locator('b').allInnerTexts()).slice(0, 2);
    await rows.nth(2).waitFor();
    const [first = '', second = ''] = await symbols();
    await page.getByRole('button', { name: `Move ${second} up` }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(`${second} is number 1 of`).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await holds(async () => expect([await symbols(), await focused()]).toEqual([[second, first], `Move ${second} up`]));
    const follow = page.getByRole('switch', { name: `Follow ${first}` });
    await follow.press('Space');
    await page.getByText(`${first} is followed no more. Its history is kept.`).waitFor();
    await follow.press('Space');
    await page.getByText(`${first} is followed.`).waitFor();
    await page.reload();
    await rows.nth(2).waitFor();
    await holds(async () => expect(await symbols()).toEqual([second, first]));
  });

  it('is told so when the account is not one of an administrator', async () => {
    const { page } = await visit(`${app.url}/sign-in?return=/admin/statistics`);
    await signIn(page, await person(page, 'Alan'), password);
    await page.getByRole('heading', { level: 1, name: 'Not for this account' }).waitFor();
    expect([new URL(page.url()).pathname, await violations(page)]).toEqual(['/admin/statistics', []]);
    await page.getByRole('button', { name: 'Account of Alan' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Administration' }).count()).toBe(0);
  });

  it('finds all pages within WCAG 2.2 AA, dark and light, at 1440 and at 390 px', async () => {
    const { page } = await visit(`${app.url}/sign-in?return=/admin/users`, { colorScheme: 'dark' });
    await signIn(page, admin.email, admin.password);
    const name = page.getByRole('row').getByRole('link').first();
    await name.waitFor();
    const account = (await name.getAttribute('href')) ?? '';
    const prepare: Record<string, () => Promise<unknown>> = {
      '/admin/users': () => page.getByRole('row').nth(1).waitFor(),
      [account]: () => page.getByRole('button', { name: 'Deactivate account' }).click(),
      '/admin/statistics': () => page.getByText('Show as table').first().click(),
      '/admin/assets': () => page.getByRole('button', { name: 'Add asset' }).click(),
      '/admin/audit-log': () => page.getByRole('combobox', { name: 'When' }).selectOption('days'),
    };
    for (const [path, ready] of Object.entries(prepare)) {
      await page.goto(app.url + path);
      await ready();
      for (const viewport of [desktop, phone]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          expect([path, await violations(page)]).toEqual([path, []]);
        }
      }
      await page.setViewportSize(desktop);
    }
  }, 120_000);
});

describeJourneys('an administrator of a live market', (visit) => {
  const coinbase = new FakeCoinbase({ pairs: ['BTC-USD', 'XMR-USD', 'FOO-USD'] });
  const coingecko = new FakeCoinGecko([{ id: 'fool-coin', symbol: 'foo', name: 'Fool Coin', current_price: 2 }]);
  let app: RunningApp;

  beforeAll(async () => {
    await coinbase.start();
    app = await RunningApp.start({
      ...{ MARKET_MODE: 'live', VENUES: 'coinbase', ASSETS: 'BTC', ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
      ...{ COINBASE_WS_URL: coinbase.wsUrl, COINBASE_REST_URL: coinbase.restUrl, COINGECKO_URL: await coingecko.start() },
    });
  }, 90_000);
  afterAll(async () => {
    await app.stop();
    await coinbase.stop();
    coingecko.stop();
  });

  const hears = (pair: string): boolean =>
    [...coinbase.clients].some(({ subscriptions }) => [...subscriptions].some((key) => key.includes(pair)));

  it('adds an asset by its CoinGecko id and another by a pair: both are followed, and a visitor sees their prices', async () => {
    const { page, faults } = await visit(`${app.url}/sign-in?return=/admin/assets`);
    await signIn(page, admin.email, admin.password);
    await page.getByRole('button', { name: 'Add asset' }).click();
    const named = page.getByRole('textbox', { name: 'CoinGecko id' });
    await named.fill('no-such-coin');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('CoinGecko knows no coin').waitFor();
    await named.fill('fool-coin');
    await page.keyboard.press('Enter');
    await page.getByText('FOO is added. Its history is being fetched.').waitFor();
    await page.getByRole('row').filter({ hasText: 'Fool Coin' }).getByRole('switch', { name: 'Follow FOO', checked: true }).waitFor();
    await until('FOO at the venue', () => hears('FOO-USD'));

    await page.getByRole('button', { name: 'Add asset' }).click();
    await page.getByText('Pair', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Pair' }).fill('xmr-usd');
    await page.getByRole('button', { name: 'Add and follow' }).click();
    await page.getByText('XMR is added. Its history is being fetched.').waitFor();
    await until('XMR at the venue', () => hears('XMR-USD'));

    const visitor = await visit(`${app.url}/`);
    const coins = visitor.page.getByRole('table', { name: 'Coins' });
    coinbase.trade('FOO-USD', 2.25, 10, 'buy');
    coinbase.trade('XMR-USD', 321.5, 1, 'sell');
    await coins.getByRole('row').filter({ hasText: 'Fool Coin' }).getByText('2.25').first().waitFor();
    await coins.getByRole('row').filter({ hasText: 'Monero' }).getByText('321.50').first().waitFor();
    // The coin that nobody knows.
    expect(faults.splice(0).filter((fault) => !/422/.test(fault))).toEqual([]);
  });
});
