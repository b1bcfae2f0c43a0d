import type { Browser, Page } from 'playwright-core';
import { openPage } from '../stage/watched-page';
import { countStrokes, showSeries } from './chart-drawing';
import { median, percentile, print } from './figures';

const rounds = 5;
const candles = 100_000;
const days = 70;
const drags = 8;
const stepsPerDrag = 40;
/** Four panes of their own, below the price with two overlays and its volume. */
const settings = '&indicators=sma:20,bb:20:2,rsi:14,macd:12:26:9,atr:14,stoch';
/** Presses of `+`: leaves about 7,000 candles in view, which are merged into as many bars as fit. */
const zooms = 12;
/** 20 frames a second. */
const reachMs = 50;

/**
 * Dragging through 100,000 candles with four panes of indicators by a real mouse: the time from one drawn frame to the next, where a frame
 * counts only if something was painted on the canvas since the last one. Baseline: frames of a blank page under the same mouse.
 */
export async function measureScrolling(browser: Browser, url: string): Promise<void> {
  const gaps: number[][] = [];
  const bare: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page, context } = await openPage(browser);
    await page.addInitScript(countStrokes);
    await page.goto(`${url}/coin/ETH`);
    await page.locator('tl-candle-chart canvas').first().waitFor();
    await page.waitForTimeout(1_000);
    await showSeries(page, days, candles, settings);
    await page.getByRole('application').focus();
    for (let i = 0; i < zooms; i += 1) await page.keyboard.press('+');
    await page.waitForTimeout(500);
    gaps.push(await frameGaps(page, true));
    await page.goto('about:blank');
    bare.push(await frameGaps(page, false));
    await context.close();
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const value = median(gaps.map(mean));
  print({
    ...{ bench: 'chart, scrolling 100,000 candles with four panes', unit: 'ms per drawn frame', value, baseline: median(bare.map(mean)) },
    ...{ framesPerSecond: 1_000 / value, p95: median(gaps.map((round) => percentile(round, 0.95))), frames: gaps.flat().length },
    ...{ rounds, reach: reachMs },
  });
}

/** Drags to the right again and again, and gives the times between frames, of drawn ones only where asked. */
async function frameGaps(page: Page, drawnOnly: boolean): Promise<number[]> {
  await page.evaluate(noteFrames, drawnOnly);
  const box = (await page.locator(drawnOnly ? '[role=application]' : 'html').boundingBox()) ?? { x: 100, y: 100, width: 800, height: 400 };
  const left = box.x + 20;
  const right = box.x + Math.min(box.width, 1_200) - 120;
  const gaps: number[] = [];
  for (let drag = 0; drag < drags; drag += 1) {
    await page.mouse.move(left, box.y + 100);
    await page.mouse.down();
    await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.splice(0));
    for (let i = 1; i <= stepsPerDrag; i += 1) await page.mouse.move(left + ((right - left) * i) / stepsPerDrag, box.y + 100);
    const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.splice(0));
    await page.mouse.up();
    gaps.push(...frames.slice(1).map((at, i) => at - (frames[i] ?? at)));
  }
  return gaps;
}

/** In the page: notes when each frame begins; where asked, only if a canvas was painted on since the one before. */
function noteFrames(drawnOnly: boolean): void {
  const frames: number[] = [];
  const { strokes = [] } = globalThis as unknown as { strokes?: number[] };
  Object.assign(globalThis, { frames });
  let painted = strokes.length;
  const note = (at: number): void => {
    if (!drawnOnly || strokes.length > painted) frames.push(at);
    painted = strokes.length;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}
