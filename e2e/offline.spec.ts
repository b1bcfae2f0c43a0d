import { describeJourneys, simulatedUrl } from './stage/journey';
import { RunningApp } from './stage/running-app';
import { holds, until } from './stage/until';

const expected = /ERR_INTERNET_DISCONNECTED/;

describeJourneys('a device that goes offline', (visit) => {
  it('says so, keeps the last picture, and moves again when the network is back', async () => {
    const { page, context, faults } = await visit(simulatedUrl);
    const pill = () => page.locator('tl-status-pill').innerText();
    const overview = page.getByRole('link', { name: 'Overview', exact: true });
    const price = page.getByRole('row').filter({ hasText: 'Bitcoin' }).first().locator('.price .price');
    // The page's parts are on the device once it was visited.
    await page.getByRole('link', { name: 'Bitcoin BTC' }).first().click();
    await page.getByRole('heading', { level: 1, name: /Bitcoin/ }).waitFor();
    await overview.click();
    await until('a price', async () => /\d/.test(await price.innerText()));

    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await until('the pill to tell', async () => (await pill()).includes('Offline'));
    const kept = await price.innerText();
    expect(kept).toMatch(/^[\d,]+\.\d+$/);
    await page.getByRole('link', { name: 'Ethereum ETH' }).first().click();
    await page.getByText('This device is offline.').first().waitFor();
    await overview.click();
    await holds(async () => expect(await price.innerText()).toBe(kept));
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
    faults.splice(0);

    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    await until('a price that moves', async () => (await price.innerText()) !== kept, 30_000);
    await until('the pill to tell', async () => (await pill()).includes('Simulated'));
    faults.splice(0);
  });

  it('opens from the device when the server is gone, says so, and comes back with it', async () => {
    const app = await RunningApp.start({ MARKET_MODE: 'simulated' });
    const { page, faults } = await visit(app.url, { serviceWorkers: 'allow' });
    await until('the app on the device', () => page.evaluate(wholeAppIsKept), 60_000, 250);
    await app.stop();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByText('The server does not answer.').first().waitFor();
    const again = await RunningApp.start({ MARKET_MODE: 'simulated', PORT: new URL(app.url).port });
    const price = page.getByRole('row').filter({ hasText: 'Bitcoin' }).first().locator('.price .price');
    await until('a price', async () => (await price.count()) > 0 && /\d/.test(await price.innerText()), 45_000);
    await page.close();
    await again.stop();
    expect(faults.filter((fault) => !/ERR_CONNECTION_REFUSED|504|ERR_EMPTY_RESPONSE|ERR_FAILED|WebSocket/.test(fault))).toEqual([]);
    faults.splice(0);
  }, 150_000);
});

/** In the page: whether the service worker has every file that it keeps ahead. */
async function wholeAppIsKept(): Promise<boolean> {
  const { assetGroups } = (await (await fetch('/ngsw.json')).json()) as { assetGroups: { installMode: string; urls: string[] }[] };
  const urls = assetGroups.filter(({ installMode }) => installMode === 'prefetch').flatMap((group) => group.urls);
  const kept = await Promise.all(urls.map((url) => caches.match(url)));
  return navigator.serviceWorker.controller !== null && kept.every((answer) => answer !== undefined);
}
