import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describeJourneys, simulatedUrl } from './stage/journey';
import { desktop, phone } from './stage/watched-page';

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

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
  { name: 'market moves', path: '/alerts' },
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
});

/** What axe finds, one line for each kind. Evaluated by the debugger, which the content security policy does not bind. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (values) => {
    const { axe: runner } = globalThis as unknown as { axe: { run: (context: Document, options: object) => Promise<AxeResult> } };
    const { violations: found } = await runner.run(document, { runOnly: { type: 'tag', values } });
    return found.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(' | ')}`,
    );
  }, tags);
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: string[] }[] }[];
}
