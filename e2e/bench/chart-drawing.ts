import type { Browser, Page } from 'playwright-core';
import { openPage } from '../stage/watched-page';
import { median, print } from './figures';

const rounds = 5;
const minute = 60_000;
const day = 86_400_000;
const sizes = [
  { days: 1, candles: 1_000, reach: 300 },
  { days: 70, candles: 100_000, reach: 1_000 },
];

/**
 * From the answer with the candles to the last stroke of the picture: parsing, the store, the chart's own component and ECharts. The real
 * page asks for a range of its own at one minute; the API would give 5,000 at once, so the answer is replaced by one with all of them.
 * The page is warm: what draws charts was loaded by another coin's. Baseline: 5,000 strokes on a canvas of the same size.
 */
export async function measureChart(browser: Browser, url: string): Promise<void> {
  const drawn = new Map<number, number[]>(sizes.map(({ candles }) => [candles, []]));
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { days, candles } of sizes) {
      const { page, context } = await openPage(browser);
      await page.addInitScript(countStrokes);
      await page.goto(`${url}/coin/ETH`);
      await page.locator('tl-candle-chart canvas').first().waitFor();
      await page.waitForTimeout(1_000);
      drawn.get(candles)?.push(await drawOnce(page, days, candles));
      bare.push(await page.evaluate(strokeBareCanvas));
      await context.close();
    }
  }
  for (const { candles, reach } of sizes) {
    print({
      bench: `chart, ${candles} candles drawn`,
      unit: 'ms',
      value: median(drawn.get(candles) ?? []),
      baseline: median(bare),
      rounds,
      reach,
    });
  }
}

async function drawOnce(page: Page, days: number, count: number): Promise<number> {
  await showSeries(page, days, count);
  return page.evaluate(() => {
    const answers = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const answer = answers.find(({ name }) => name.includes('interval=1m&from'));
    const { strokes } = globalThis as unknown as { strokes: number[] };
    const began = answer?.responseEnd ?? NaN;
    // The first burst after the answer: later ones belong to the crosshair or to what is live.
    const after = strokes.filter((at) => at > began);
    const end = after.findIndex((at, index) => (after[index + 1] ?? Infinity) - at > 400);
    return (after[end] ?? NaN) - began;
  });
}

/** Leads a page on which ETH's chart stands to a range of its own with so many candles of one minute, all in one answer. */
export async function showSeries(page: Page, days: number, count: number, settings = ''): Promise<void> {
  const to = Math.floor(Date.now() / day) * day;
  const from = to - days * day;
  const candles = Array.from({ length: count }, (_, i) => {
    const wave = 3_000 + 200 * Math.sin(i / 3_000) + 20 * Math.sin(i / 17);
    return [to - (count - i) * minute, wave, wave + 4, wave - 4, wave + 2 * Math.sin(i), 10 + (i % 13)];
  });
  const body = JSON.stringify({ symbol: 'ETH', interval: '1m', candles, lastIsOpen: false });
  await page.route(/\/market\/candles\/ETH\?.*interval=1m/, (route) => route.fulfill({ contentType: 'application/json', body }));
  const text = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const path = `/coin/ETH?interval=1m&from=${text(from)}&to=${text(to - day)}${settings}`;
  await page.evaluate((address) => {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.waitForFunction(
    (needle) => performance.getEntriesByType('resource').some(({ name }) => name.includes(needle)),
    'interval=1m&from',
  );
  await page.waitForTimeout(2_500);
}

/** In the page, before anything else: notes when anything is painted on a canvas. */
export function countStrokes(): void {
  const strokes: number[] = [];
  Object.assign(globalThis, { strokes });
  const pen = CanvasRenderingContext2D.prototype;
  for (const name of ['fill', 'stroke', 'fillRect', 'strokeRect', 'fillText', 'clearRect'] as const) {
    const original = Reflect.get(pen, name) as (this: CanvasRenderingContext2D, ...values: unknown[]) => void;
    Object.assign(pen, {
      [name](this: CanvasRenderingContext2D, ...values: unknown[]): void {
        original.apply(this, values);
        strokes.push(performance.now());
      },
    });
  }
}

/** In the page: how long bare strokes take, with nothing around them. */
function strokeBareCanvas(): number {
  const canvas = document.createElement('canvas');
  canvas.width = 900;
  canvas.height = 500;
  const pen = canvas.getContext('2d');
  const began = performance.now();
  for (let i = 0; i < 5_000 && pen !== null; i += 1) {
    pen.beginPath();
    pen.moveTo(i % 900, 100);
    pen.lineTo(i % 900, 400);
    pen.stroke();
  }
  return performance.now() - began;
}
