import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describeJourneys, simulatedFolder, simulatedUrl } from './stage/journey';
import { mailedToken } from './stage/outbox';
import { holds } from './stage/until';

const firstPassword = 'green lanterns over water';
const secondPassword = 'seven quiet rivers north';

const newAddress = (): string => `someone-${randomUUID().slice(0, 8)}@example.org`;
const password = (page: Page, name = 'Password') => page.getByRole('textbox', { name, exact: true });

async function signIn(page: Page, email: string, typed: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await password(page).fill(typed);
  await page.keyboard.press('Enter');
}

async function register(page: Page, email: string): Promise<void> {
  await page.getByLabel('Name').fill('Someone');
  await page.getByLabel('E-mail address').fill(email);
  await password(page).fill(firstPassword);
  await page.keyboard.press('Enter');
  await page.getByText('Look into your mailbox').waitFor();
}

describeJourneys('an account', (visit) => {
  it('is registered and confirmed, seen and ended on a second device, and opened again with a new password', async () => {
    const email = newAddress();
    const { page, faults } = await visit(`${simulatedUrl}/register`);
    await register(page, email);

    await page.goto(`${simulatedUrl}/verify-email#token=${await mailedToken(simulatedFolder, email, 'Confirm your address')}`);
    await page.getByRole('button', { name: 'Confirm address' }).waitFor();
    await page.waitForURL(`${simulatedUrl}/verify-email`);
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await page.getByText('The address is confirmed').waitFor();

    // A deep link to what needs an account leads over signing in.
    await page.goto(`${simulatedUrl}/security`);
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await signIn(page, email, firstPassword);
    await page.getByRole('heading', { level: 1, name: 'Security' }).waitFor();
    await page.getByText('This device').waitFor();
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/eyJ|[\w-]{43}/);

    // It is still signed in after a reload.
    await page.reload();
    await page.getByText('This device').waitFor();

    const second = await visit(`${simulatedUrl}/sign-in?return=/security`);
    await signIn(second.page, email, firstPassword);
    const sessions = second.page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem');
    await second.page.getByRole('button', { name: 'Sign out all others' }).waitFor();
    await holds(async () => expect(await sessions.count()).toBe(2));
    await second.page.getByRole('button', { name: 'Sign out', exact: false }).last().click();
    await second.page.getByText('is signed out.').waitFor();

    // The first one learns of it with what it does next, and stays where it is.
    await page.getByRole('button', { name: 'Download my data' }).click();
    await page.getByText('this session was ended').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/security');
    faults.splice(0);

    await page.goto(`${simulatedUrl}/forgot-password`);
    await page.getByLabel('E-mail address').fill(email);
    await page.keyboard.press('Enter');
    await page.getByText('Look into your mailbox').waitFor();
    await page.goto(`${simulatedUrl}/reset-password#token=${await mailedToken(simulatedFolder, email, 'Choose a new password')}`);
    await password(page, 'New password').fill(secondPassword);
    await page.keyboard.press('Enter');
    await page.getByText('The new password is set').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await signIn(page, email, secondPassword);
    await page.getByRole('button', { name: 'Account of Someone' }).waitFor();
    faults.splice(0);
    second.faults.splice(0);
  }, 120_000);

  it('is left in every tab at once', async () => {
    const email = newAddress();
    const { page, context } = await visit(`${simulatedUrl}/register`);
    await register(page, email);
    await page.goto(`${simulatedUrl}/verify-email#token=${await mailedToken(simulatedFolder, email, 'Confirm your address')}`);
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await page.getByText('The address is confirmed').waitFor();
    const other = await context.newPage();
    await other.goto(simulatedUrl);
    await page.goto(`${simulatedUrl}/sign-in?return=//evil.example/`);
    await signIn(page, email, firstPassword);
    await page.waitForURL(`${simulatedUrl}/`);
    await other.getByRole('button', { name: 'Account of Someone' }).waitFor();
    await page.getByRole('button', { name: 'Account of Someone' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    for (const tab of [page, other]) await tab.getByRole('link', { name: 'Sign in' }).waitFor();
  }, 120_000);

  it('tells what is wrong with a form beside the fields, and keeps what was typed', async () => {
    const { page, faults } = await visit(`${simulatedUrl}/register`);
    await page.getByLabel('Name').fill('Someone');
    await page.getByLabel('E-mail address').fill('someone');
    await password(page).fill('too short');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name);
    await page.getByText('E-mail address must be an e-mail address').waitFor();
    await holds(async () => expect(await focused()).toBe('email'));
    await page.getByLabel('E-mail address').fill(newAddress());
    await password(page).fill('q1w2e3r4t5y6');
    await page.keyboard.press('Enter');
    await page.getByText('Password is one of the most common passwords').waitFor();
    await holds(async () => expect([await focused(), await page.getByLabel('Name').inputValue()]).toEqual(['new-password', 'Someone']));
    faults.splice(0);
  });
});
