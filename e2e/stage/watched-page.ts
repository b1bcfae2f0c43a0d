import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** A page whose faults are kept: console errors, uncaught errors, failed requests, answers of 400 and above, breaches of the content security policy. */
export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** What went wrong so far. A journey that provokes faults empties it. */
  faults: string[];
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/**
 * Opens a page in a context of its own (no cookies, no storage, no cache) in a fixed zone and language. Without a service worker, unless
 * asked for: a request that the page gave up looks like a failed one when it went through that.
 */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', timezoneId: 'UTC', serviceWorkers: 'block', ...options });
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) => {
    // A page that is left gives up what it was still asking for.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') faults.push(`request: ${request.url()} ${why}`);
  });
  context.on('response', (answer) => {
    if (answer.status() >= 400) faults.push(`answer: ${answer.status()} ${answer.url()}`);
  });
  await context.exposeFunction('tellBreach', (text: string) => void faults.push(`policy: ${text}`));
  await context.addInitScript(() => {
    const { tellBreach } = globalThis as unknown as { tellBreach: (text: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => tellBreach(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  return { page, context, faults };
}
