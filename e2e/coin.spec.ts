import type { Page, Request } from 'playwright-core';
import { describeJourneys, simulatedUrl } from './stage/journey';
import { holds, until } from './stage/until';

const chart = (page: Page) => page.getByRole('application', { name: /candles/ });
const legend = (page: Page) => page.locator('tl-candle-legend dl').innerText();
const legendTime = async (page: Page): Promise<number> => Date.parse(`${await page.locator('tl-candle-legend .time dd').innerText()} UTC`);
const choose = (page: Page, group: string, option: string) =>
  page.getByRole('group', { name: group }).getByText(option, { exact: true }).click();
const isCandles = (request: Request): boolean => request.url().includes('/market/candles/');

/** Resolves when the chart is drawn: its canvas holds more than one colour. */
async function drawn(page: Page): Promise<void> {
  await until('a drawn chart', () =>
    page
      .locator('tl-candle-chart canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        const colours = new Set<number>();
        for (let i = 0; i < data.length; i += 4 * 97) colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
        return colours.size > 3;
      })
      .catch(() => false),
  );
}

async function pointAt(page: Page, share: number): Promise<number> {
  // While another range is loading there is no chart.
  const box = await until('a chart to point at', () => chart(page).boundingBox());
  await page.mouse.move(box.x + 14 + (box.width - 100) * share, box.y + box.height / 3);
  await page.mouse.move(box.x + 16 + (box.width - 100) * share, box.y + box.height / 3);
  return legendTime(page);
}

// One day for the whole file, also where midnight passes meanwhile.
const today = Date.now();
const day = (ago: number): string => new Date(today - ago * 86_400_000).toISOString().slice(0, 10);

describeJourneys('a coin', (visit) => {
  it('forms its newest candle live, marks the picture as simulated and lets trades run', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC`);
    await drawn(page);
    const before = { legend: await legend(page), picture: await picture(page), trade: await newestTrade(page) };
    expect(before.legend).toMatch(/Open\s+[\d,]+\.\d[\s\S]+Close\s+[\d,]+\.\d[\s\S]+Volume\s+[\d.]+/);
    await until('another newest candle', async () => (await legend(page)) !== before.legend);
    await until('another picture', async () => (await picture(page)) !== before.picture);
    await until('another newest trade', async () => (await newestTrade(page)) !== before.trade);
    expect(await page.locator('tl-data-mode-mark').first().innerText()).toMatch(/simulated/i);
    await holds(async () => expect(await page.title()).toMatch(/^BTC [\d,.]+ · Tideline$/));
    const height = (part: string) => page.locator(`.columns > ${part}`).evaluate((element) => element.getBoundingClientRect().height);
    await holds(async () => expect(await height('.tape')).toBe(await height('.chart')));
    const cut = await page.locator('tl-trade-tape .scroll').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(cut).toBe(0);
  });

  it('switches range and interval, keeps them in the address, and takes a range of one’s own', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/ETH`);
    await drawn(page);
    await choose(page, 'Time range', '30d');
    await until('30d in the address', () => page.url().includes('range=30d'));
    await until('a candle of 25 days ago at the left', async () => Date.now() - (await pointAt(page, 0.02)) > 25 * 86_400_000);
    await choose(page, 'Candle interval', '1d');
    await until('1d in the address', () => page.url().includes('interval=1d'));

    await choose(page, 'Time range', 'Custom');
    await page.getByLabel('From', { exact: true }).fill(day(5));
    await page.getByLabel('To (included)').fill(day(9));
    await page.locator('tl-coin-page').getByRole('alert').waitFor();
    await page.getByLabel('From', { exact: true }).fill(day(20));
    await page.getByRole('button', { name: 'Show range' }).click();
    await until(
      'both days in the address',
      () => page.url().includes(`from=${day(20)}&to=${day(9)}`) || page.url().includes(`to=${day(9)}`),
    );
    await drawn(page);
    expect(
      await until('the last hours of the range', async () => {
        const at = await legendTime(page);
        return at < Date.parse(day(8)) && at;
      }),
    ).toBeGreaterThanOrEqual(Date.parse(day(9)));

    const again = await visit(page.url());
    await drawn(again.page);
    await holds(async () => expect(await legendTime(again.page)).toBe(await legendTime(page)));
  });

  it('draws the newest 5000 of a range of 43,200 candles, and says so', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/LTC?from=${day(30)}&to=${day(1)}&interval=1m`);
    await drawn(page);
    await page.getByText('The newest 5000 candles of 1m are loaded').waitFor();
    await holds(async () => expect(await legendTime(page)).toBe(Date.parse(`${day(0)}T00:00:00.000Z`) - 60_000));
  });

  it('loads older history when the view is dragged, zoomed out or moved by keys', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/SOL?range=7d&interval=1h`);
    await drawn(page);
    const oldest = await pointAt(page, 0.02);
    const older = page.waitForRequest((request) => isCandles(request) && request.url().includes('to='));
    for (let i = 0; i < 3; i += 1) await drag(page, 0.9);
    await older;
    const dragged = await until('older candles by drag', async () => {
      const at = await pointAt(page, 0.02);
      return at < oldest && at;
    });
    for (let i = 0; i < 4; i += 1) await page.mouse.wheel(0, 400);
    const zoomed = await until('older candles by wheel', async () => {
      const at = await pointAt(page, 0.02);
      return at < dragged && at;
    });

    await page.mouse.move(0, 0);
    await chart(page).focus();
    await page.keyboard.press('0');
    await until('the newest candle again', async () => Date.now() - (await legendTime(page)) < 2 * 3_600_000);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowLeft');
    await until('the crosshair two hours back', async () => Date.now() - (await legendTime(page)) > 2 * 3_600_000);
    for (let i = 0; i < 12; i += 1) await page.keyboard.press('PageUp');
    await until('candles older than those seen by wheel', async () => {
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowLeft');
      return (await legendTime(page)) <= zoomed;
    });
  });

  it('can be read as a table', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/ADA?range=7d`);
    await page.getByRole('button', { name: 'Show as table' }).click();
    const rows = page.getByRole('region', { name: 'ADA candles, 30m' }).getByRole('row');
    await holds(async () => expect(await rows.count()).toBe(201));
    expect(await rows.nth(1).innerText()).toMatch(/\d{4}, \d\d:\d\d.*\s[\d.]+\s[\d.]+\s[\d.]+\s[\d.]+\s/);
    await page.getByRole('button', { name: 'Show as chart' }).click();
    await drawn(page);
  });

  it('tells where the price comes from: three venues whose weights make 100 %', async () => {
    const { page } = await visit(`${simulatedUrl}/coin/BTC`);
    await page.getByText('from 3 venues').click();
    const rows = page.locator('tl-price-sources tbody tr');
    await holds(async () => {
      const weights = (await rows.locator('td:nth-child(6)').allInnerTexts()).map((text) => Number.parseFloat(text));
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100, 0);
      expect(await rows.locator('td:nth-child(7)').allInnerTexts()).toEqual(['Used', 'Used', 'Used']);
    });
    const sheet = await page.locator('tl-price-sources .sheet').boundingBox();
    expect((sheet?.x ?? 0) + (sheet?.width ?? 0)).toBeLessThanOrEqual(1440);
  });

  it('says so when a coin is not tracked', async () => {
    const { page, faults } = await visit(`${simulatedUrl}/coin/NOPE`);
    await page.getByText('NOPE is not tracked here').waitFor();
    await page.getByRole('link', { name: 'All coins' }).last().click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(faults.every((fault) => fault.includes('404'))).toBe(true);
    faults.splice(0);
  });
});

function picture(page: Page): Promise<string> {
  return page
    .locator('tl-candle-chart canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

async function newestTrade(page: Page): Promise<string> {
  return page.locator('tl-trade-tape tbody tr').first().innerText();
}

/** Drags the picture to the right by a share of its width. */
async function drag(page: Page, share: number): Promise<void> {
  const box = await chart(page).boundingBox();
  if (box === null) throw new Error('the chart has no place');
  await page.mouse.move(box.x + 20, box.y + box.height / 3);
  await page.mouse.down();
  await page.mouse.move(box.x + 20 + box.width * share, box.y + box.height / 3, { steps: 6 });
  await page.mouse.up();
}
