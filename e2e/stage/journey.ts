import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from './chromium';
import { openPage, type WatchedPage } from './watched-page';

/** The address of the app on the simulated market that all journeys share. */
export const simulatedUrl = process.env['TIDELINE_E2E_URL'] ?? '';
/** Its data folder. */
export const simulatedFolder = process.env['TIDELINE_E2E_FOLDER'] ?? '';

/**
 * Gives the journeys of a file a browser, and each one its own fresh pages through `visit`; after each journey its pages are closed
 * and must have been without faults.
 */
export function describeJourneys(
  title: string,
  body: (visit: (url: string, options?: BrowserContextOptions) => Promise<WatchedPage>) => void,
): void {
  describe(title, () => {
    let browser: Browser;
    const open: WatchedPage[] = [];

    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());
    afterEach(async () => {
      const visited = open.splice(0);
      await Promise.all(visited.map(({ context }) => context.close()));
      expect(visited.flatMap(({ faults }) => faults)).toEqual([]);
    });

    body(async (url, options) => {
      const watched = await openPage(browser, options);
      open.push(watched);
      await watched.page.goto(url);
      return watched;
    });
  });
}
