import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { AssetSummary } from '@tideline/contracts';
import { LIVE_SOCKET } from '../../core/live-socket';
import { OverviewPage } from './overview-page';

function asset(symbol: string, name: string, rank: number, change24h: number, change1h: number): AssetSummary {
  return {
    ...{ symbol, name, rank, change24h, change1h, coingeckoId: null, price: 10, change7d: 0, volume24h: 1e6, marketCap: 1e9 / rank },
    ...{ sparkline7d: [1, 2], asOf: '2026-11-21T12:00:00.000Z', stale: false, dataMode: 'simulated' },
  };
}

const coins = [asset('BTC', 'Bitcoin', 1, -2, 0.5), asset('ETH', 'Ethereum', 2, 3, -0.25), asset('SOL', 'Solana', 3, 1, 0.75)];
const overview = { marketCap: 2.4e12, volume24h: 9e10, btcDominance: 54.7, advancers: 2, decliners: 1, asOf: null, dataMode: 'simulated' };

describe('OverviewPage', () => {
  let harness: RouterTestingHarness;
  let http: HttpTestingController;

  async function open(url: string): Promise<HTMLElement> {
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl(url, OverviewPage);
    return harness.routeNativeElement ?? document.body;
  }

  async function answer(): Promise<void> {
    http.expectOne((request) => request.url === '/api/v1/assets').flush({ data: coins, page: { nextCursor: null, limit: 500 } });
    http.expectOne('/api/v1/market/overview').flush(overview);
    await harness.fixture.whenStable();
  }

  const texts = (root: HTMLElement, selector: string): string[] =>
    [...root.querySelectorAll(selector)].map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim());
  const button = (root: HTMLElement, text: string): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find((element) => element.textContent?.trim() === text);

  beforeEach(() => {
    // jsdom lays nothing out, so there is nothing to observe either.
    globalThis.ResizeObserver = class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    };
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '', component: OverviewPage }], withComponentInputBinding()),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) },
      ],
    });
    http = TestBed.inject(HttpTestingController);
  });

  it('shows rows of placeholders until the coins are here, then counts 3 coins and $2.40 T', async () => {
    const page = await open('/');
    expect(page.querySelectorAll('tl-asset-row-placeholder')).toHaveLength(20);
    await answer();
    expect(page.querySelectorAll('tl-asset-row-placeholder')).toHaveLength(0);
    expect(texts(page, '.count')).toEqual(['3 coins']);
    expect(texts(page, 'dd')[0]).toContain('$2.40 T');
    expect(texts(page, 'tl-data-mode-mark')).toEqual(['Simulated market']);
  });

  it('lists ETH +3 and SOL +1 as the gainers of 24h, BTC as the loser; over 1h SOL and BTC gained', async () => {
    const page = await open('/');
    await answer();
    const symbols = (list: number): string[] => texts(page.querySelectorAll<HTMLElement>('tl-movers section')[list] ?? page, 'a');
    expect([symbols(0), symbols(1)]).toEqual([['ETH Ethereum', 'SOL Solana'], ['BTC Bitcoin']]);
    page.querySelector<HTMLInputElement>('input[value="1h"]')?.click();
    await harness.fixture.whenStable();
    expect([symbols(0), symbols(1)]).toEqual([['SOL Solana', 'BTC Bitcoin'], ['ETH Ethereum']]);
    expect(TestBed.inject(Router).url).toBe('/?window=1h');
  });

  it('reads sort, order and filter from the URL', async () => {
    const page = await open('/?sort=change24h&order=asc&q=o');
    await answer();
    expect(page.querySelector('[aria-sort]')?.textContent?.trim()).toBe('24h');
    expect(page.querySelector('[aria-sort]')?.getAttribute('aria-sort')).toBe('ascending');
    expect(texts(page, '.count')).toEqual(['2 of 3 coins']);
  });

  it('sorts by price, largest first, turns it with a second press, and keeps both in the URL', async () => {
    const page = await open('/');
    await answer();
    button(page, 'Price, USD')?.click();
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/?sort=price');
    button(page, 'Price, USD')?.click();
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/?sort=price&order=asc');
  });

  it('takes nonsense in the URL for what holds by default', async () => {
    const page = await open('/?sort=;drop&window=3y&size=x');
    await answer();
    expect(page.querySelector('[aria-sort]')?.textContent?.trim()).toBe('#');
    expect(page.querySelector<HTMLInputElement>('tl-segmented input:checked')?.value).toBe('24h');
  });

  it('says that nothing matches "zzz" and clears the filter with one press', async () => {
    const page = await open('/?q=zzz');
    await answer();
    expect(texts(page, 'tl-asset-table .title')).toEqual(['No coin matches “zzz”.']);
    button(page, 'Clear the filter')?.click();
    await harness.fixture.whenStable();
    expect([TestBed.inject(Router).url, texts(page, '.count')]).toEqual(['/', ['3 coins']]);
  });

  it('says that the coins failed, keeps the market figures, and asks again when told to', async () => {
    const page = await open('/');
    http.expectOne((request) => request.url === '/api/v1/assets').flush({}, { status: 503, statusText: 'down' });
    http.expectOne('/api/v1/market/overview').flush(overview);
    await harness.fixture.whenStable();
    expect(texts(page, 'tl-asset-table .title')).toEqual(['Coins could not be loaded']);
    expect(texts(page, 'dd')[0]).toContain('$2.40 T');
    button(page, 'Try again')?.click();
    http.expectOne((request) => request.url === '/api/v1/assets').flush({ data: coins, page: { nextCursor: null, limit: 500 } });
    await harness.fixture.whenStable();
    expect(texts(page, '.count')).toEqual(['3 coins']);
  });
});
