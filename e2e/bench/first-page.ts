import type { Browser, Page } from 'playwright-core';
import { openPage } from '../stage/watched-page';
import { median, print } from './figures';

const rounds = 5;
const settledMs = 4_000;

interface Load {
  bytes: number;
  paintMs: number;
  shift: number;
}

/** Cold loads of the overview, each beside one of a page that is a single heading. */
export async function measureFirstPage(browser: Browser, url: string): Promise<void> {
  const loads: Record<'ours' | 'bare', Load[]> = { ours: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    loads.bare.push(await load(browser, `${url}/bare`));
    loads.ours.push(await load(browser, url));
  }
  const of = (which: 'ours' | 'bare', figure: keyof Load): number => median(loads[which].map((one) => one[figure]));
  const line = (bench: string, unit: string, figure: keyof Load, reach: number): void =>
    print({ bench, unit, value: of('ours', figure), baseline: of('bare', figure), rounds, reach });
  line('first page, transferred', 'bytes', 'bytes', 200_000);
  line('first page, largest contentful paint', 'ms', 'paintMs', 1_500);
  line('first page, layout shift', 'score', 'shift', 0.05);
}

/** One load without cache. Counts what the page itself asks for, bodies and headers; not what the service worker puts by afterwards. */
async function load(browser: Browser, url: string): Promise<Load> {
  const { page, context } = await openPage(browser, { serviceWorkers: 'allow' });
  await page.route('**/bare', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bare</title><h1>Bare</h1>' }),
  );
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  let bytes = 0;
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(settledMs);
  const seen = await seenBy(page);
  await context.close();
  return { bytes, ...seen };
}

function seenBy(page: Page): Promise<{ paintMs: number; shift: number }> {
  return page.evaluate(async () => {
    const entries = (type: string): Promise<PerformanceEntry[]> =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
        setTimeout(() => resolve([]), 200);
      });
    const paints = await entries('largest-contentful-paint');
    const shifts = (await entries('layout-shift')) as (PerformanceEntry & { value: number; hadRecentInput: boolean })[];
    return {
      paintMs: paints.at(-1)?.startTime ?? NaN,
      shift: shifts.filter((shift) => !shift.hadRecentInput).reduce((sum, shift) => sum + shift.value, 0),
    };
  });
}
