import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { ScreenerRow } from '@tideline/contracts';
import { LIVE_SOCKET } from '../../core/live-socket';
import { ScreenerPage } from './screener-page';

function row(symbol: string, rank: number, rsi: number | null, change24h: number): ScreenerRow {
  return {
    ...{ symbol, name: `${symbol} coin`, rank, price: 10, change1h: 0, change24h, change7d: 0, volume24h: 1e6, marketCap: 1e9 },
    ...{ values: { 'rsi:14': rsi, 'volatility:30': 0.62, 'high:90d': -3 }, asOf: '2026-11-21T12:00:00.000Z', stale: false },
  };
}
const coins = [row('BTC', 1, 25, -2), row('ETH', 2, 55, 3), row('SOL', 3, null, 1)];

describe('ScreenerPage', () => {
  let harness: RouterTestingHarness;
  let http: HttpTestingController;

  async function open(url: string): Promise<HTMLElement> {
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl(url, ScreenerPage);
    return harness.routeNativeElement ?? document.body;
  }
  async function answer(data = coins): Promise<void> {
    http.expectOne((request) => request.url === '/api/v1/analytics/screener').flush({ data, page: { nextCursor: null, limit: 500 } });
    await harness.fixture.whenStable();
  }
  const text = (root: HTMLElement, selector: string): string =>
    (root.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const symbols = (root: HTMLElement): string[] =>
    [...root.querySelectorAll('tl-screener-row .symbol')].map(({ textContent }) => textContent ?? '');
  const button = (root: HTMLElement, name: string): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find((element) => element.textContent?.trim() === name);
  async function press(root: HTMLElement, name: string): Promise<void> {
    button(root, name)?.click();
    await harness.fixture.whenStable();
  }

  beforeEach(() => {
    localStorage.clear();
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '', component: ScreenerPage }], withComponentInputBinding()),
        ...[provideHttpClient(), provideHttpClientTesting()],
        { provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) },
      ],
    });
    http = TestBed.inject(HttpTestingController);
  });

  it('shows bones, then 3 coins with volatility 0.62 as 62.0%', async () => {
    const page = await open('/');
    expect(page.querySelectorAll('.bone')).toHaveLength(20);
    await answer();
    expect([symbols(page), text(page, '.count')]).toEqual([['BTC', 'ETH', 'SOL'], '3 coins']);
    expect(text(page, 'tl-screener-row')).toContain('62.0%');
  });

  it('finds BTC below RSI 30, says that SOL could not be judged, and builds the address', async () => {
    const page = await open('/');
    await answer();
    await press(page, 'Oversold: RSI below 30');
    expect([symbols(page), text(page, '.count')]).toEqual([
      ['BTC'],
      '1 of 3 coins. 1 coin could not be judged: a figure is not known yet.',
    ]);
    expect(TestBed.inject(Router).url).toBe('/?where=rsi:14~lt~30&sort=rsi:14&order=asc');
  });

  it('says inline that RSI 130 cannot be, filters nothing by it, and by 30 as soon as it is that', async () => {
    const page = await open('/');
    await answer();
    await press(page, 'Add a filter');
    const field = page.querySelector<HTMLInputElement>('tl-filter-builder input');
    const type = async (value: string): Promise<void> => {
      if (field) field.value = value;
      field?.dispatchEvent(new Event('input'));
      await harness.fixture.whenStable();
    };
    expect(text(page, '.fault')).toBe('');
    await type('130');
    expect([text(page, '.fault'), symbols(page).length]).toEqual(['RSI (14) lies between 0 and 100.', 3]);
    await type('30');
    expect([text(page, '.fault'), symbols(page), field?.value]).toEqual(['', ['BTC'], '30']);
  });

  it('says that no coin meets both, and that without the RSI one would be 2 coins', async () => {
    const page = await open('/?where=rsi:14~lt~30,change24h~gt~0');
    await answer();
    expect(text(page, 'tl-notice .title')).toBe('No coin meets this');
    await press(page, 'Without “RSI (14) below 30”: 2 coins');
    expect(symbols(page)).toEqual(['ETH', 'SOL']);
  });

  it('sorts by RSI, largest first and the unknown last, turned by a second press', async () => {
    const page = await open('/');
    await answer();
    await press(page, 'RSI 14');
    expect(symbols(page)).toEqual(['ETH', 'BTC', 'SOL']);
    expect(text(page, '[aria-sort=descending]')).toBe('RSI 14');
    await press(page, 'RSI 14');
    expect(symbols(page)).toEqual(['BTC', 'ETH', 'SOL']);
  });

  it('saves a screen under a name and offers to rename and delete it', async () => {
    const page = await open('/?where=rsi:14~lt~40');
    await answer();
    await press(page, 'Save this screen');
    page.querySelector('tl-screen-bar form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await harness.fixture.whenStable();
    expect(text(page, '.fault')).toBe('Give it a name.');
    const field = page.querySelector<HTMLInputElement>('tl-screen-bar input');
    if (field) field.value = 'Cheap';
    field?.dispatchEvent(new Event('input'));
    page.querySelector('tl-screen-bar form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await harness.fixture.whenStable();
    expect(text(page, '[aria-pressed=true]')).toBe('Cheap');
    expect([button(page, 'Rename'), button(page, 'Delete')].every(Boolean)).toBe(true);
    await press(page, 'Delete');
    expect(text(page, 'tl-screen-bar [role=status]')).toContain('“Cheap” was deleted.');
  });

  it('says that the coins failed and asks again when told to', async () => {
    const page = await open('/');
    http.expectOne((request) => request.url === '/api/v1/analytics/screener').flush({}, { status: 503, statusText: 'down' });
    await harness.fixture.whenStable();
    expect(text(page, 'tl-failed .title')).toBe('Coins could not be loaded');
    button(page, 'Try again')?.click();
    await answer();
    expect(text(page, '.count')).toBe('3 coins');
  });
});
