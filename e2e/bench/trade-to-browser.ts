import type { Browser, Page } from 'playwright-core';
import { FakeKraken } from '../../backend/test/fake-venues/fake-kraken';
import { RunningApp } from '../stage/running-app';
import { until } from '../stage/until';
import { openPage } from '../stage/watched-page';
import { median, percentile, print } from './figures';

const rounds = 5;
const tradesPerRound = 60;
/** Further apart than a frame of the stream, and at any place within it. */
const apartMs = { least: 260, most: 510 };
const firstPrice = 64_000;
const step = 0.1;

/** When each price was seen, epoch ms. */
type Sightings = [price: number, at: number][];

/**
 * From the fake venue's send to the frame in which the browser shows the price. One venue and rising prices, so that the price shown is
 * the trade's. Baseline: a page that listens to the venue itself and shows nothing.
 */
export async function measureTrades(browser: Browser): Promise<void> {
  const venue = await new FakeKraken({ pairs: ['BTC-USD'] }).start();
  const app = await RunningApp.start({
    ...{ MARKET_MODE: 'live', VENUES: 'kraken', ASSETS: 'BTC', COINGECKO_URL: 'http://127.0.0.1:1' },
    ...{ KRAKEN_WS_URL: venue.wsUrl, KRAKEN_REST_URL: venue.restUrl },
  });
  try {
    await until('the app’s subscription', () => [...venue.clients].some(({ subscriptions }) => subscriptions.has('trade:BTC/USD')), 30_000);
    const bare = (await openPage(browser)).page;
    await listenToVenue(bare, venue.wsUrl);
    await until('the bare page’s subscription', () => venue.clients.size === 2, 10_000);
    venue.trade('BTC-USD', firstPrice, 0.01, 'buy');
    const { page } = await openPage(browser);
    await page.goto(app.url);
    await page.locator('tl-asset-row .price .price').first().waitFor();
    await watchPrice(page);

    const delays: Record<'ours' | 'bare', number[][]> = { ours: [], bare: [] };
    for (let round = 0; round < rounds; round += 1) {
      const sent = await sendTrades(venue, round);
      delays.ours.push(delaysOf(sent, await sightings(page)));
      delays.bare.push(delaysOf(sent, await sightings(bare)));
    }
    const p95 = (which: 'ours' | 'bare'): number => median(delays[which].map((round) => percentile(round, 0.95)));
    const all = delays.ours.flat();
    print({
      ...{ bench: 'trade at the venue to price in the browser', unit: 'ms p95', value: p95('ours'), baseline: p95('bare') },
      ...{ p50: percentile(all, 0.5), p99: percentile(all, 0.99), trades: all.length, unseen: rounds * tradesPerRound - all.length },
      ...{ rounds, reach: 600 },
    });
  } finally {
    await app.stop();
    await venue.stop();
  }
}

async function sendTrades(venue: FakeKraken, round: number): Promise<Sightings> {
  const sent: Sightings = [];
  for (let i = 0; i < tradesPerRound; i += 1) {
    const price = Math.round((firstPrice + step * (1 + round * tradesPerRound + i)) * 10) / 10;
    sent.push([price, Date.now()]);
    venue.trade('BTC-USD', price, 0.01, 'buy');
    await new Promise((resolve) => setTimeout(resolve, apartMs.least + Math.random() * (apartMs.most - apartMs.least)));
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return sent;
}

/** A trade whose price was passed over by a newer one in the same frame counts from its own send to that frame. */
function delaysOf(sent: Sightings, seen: Sightings): number[] {
  return sent.flatMap(([price, at]) => {
    const sighting = seen.find(([shown]) => shown >= price - step / 10);
    return sighting === undefined ? [] : [sighting[1] - at];
  });
}

function sightings(page: Page): Promise<Sightings> {
  return page.evaluate(() => (globalThis as unknown as { seen: Sightings }).seen.splice(0));
}

/** In the page: notes the frame in which a new price of the first row is painted. */
function watchPrice(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen: Sightings = [];
    Object.assign(globalThis, { seen });
    const cell = document.querySelector('tl-asset-row .price .price');
    if (cell === null) throw new Error('there is no price');
    new MutationObserver(() => {
      const price = Number(cell.textContent?.replace(/,/g, ''));
      requestAnimationFrame(() => setTimeout(() => seen.push([price, performance.timeOrigin + performance.now()])));
    }).observe(cell, { characterData: true, childList: true, subtree: true });
  });
}

function listenToVenue(page: Page, url: string): Promise<void> {
  return page.evaluate((address) => {
    const seen: Sightings = [];
    Object.assign(globalThis, { seen });
    const socket = new WebSocket(address);
    socket.onopen = () =>
      socket.send(JSON.stringify({ method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'], snapshot: false } }));
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as { channel?: string; data?: { price: number }[] };
      const price = frame.channel === 'trade' ? frame.data?.[0]?.price : undefined;
      if (price !== undefined) seen.push([price, performance.timeOrigin + performance.now()]);
    };
  }, url);
}
