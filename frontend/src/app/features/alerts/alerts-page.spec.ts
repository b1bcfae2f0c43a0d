import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { signal } from '@angular/core';
import type { MarketAlert } from '@tideline/contracts';
import { LIVE_SOCKET } from '../../core/live-socket';
import { MarketMoves } from '../../core/market-moves';
import { AlertsPage } from './alerts-page';

function move(id: number, symbol = 'BTC'): MarketAlert {
  const at = new Date(Date.now() - (100 - id) * 60_000).toISOString();
  return {
    ...{ id: String(id), symbol, direction: 'up', windowMinutes: 15, change: 3.4, zScore: 9.1, threshold: 8, price: 67_000 },
    ...{ startedAt: at, detectedAt: at, updatedAt: at, observations: 8628, foundLater: false, dataMode: 'simulated' },
  };
}

describe('AlertsPage', () => {
  const live = signal<readonly MarketAlert[]>([]);
  const newest = signal<MarketAlert | null>(null);
  let harness: RouterTestingHarness;
  let http: HttpTestingController;

  async function open(url: string): Promise<HTMLElement> {
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl(url, AlertsPage);
    return harness.routeNativeElement ?? document.body;
  }
  async function answer(data: MarketAlert[], nextCursor: string | null = null): Promise<string> {
    const request = http.expectOne(({ url }) => url === '/api/v1/market/alerts');
    request.flush({ data, page: { nextCursor, limit: 30 } });
    await harness.fixture.whenStable();
    return request.request.params.toString();
  }
  const text = (element: Element | null | undefined): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const rows = (page: HTMLElement): string[] => [...page.querySelectorAll('tl-move-row a')].map(text);

  beforeEach(() => {
    live.set([]);
    newest.set(null);
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '', component: AlertsPage }], withComponentInputBinding()),
        ...[provideHttpClient(), provideHttpClientTesting()],
        { provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) },
        { provide: MarketMoves, useValue: { live, newest } },
      ],
    });
    http = TestBed.inject(HttpTestingController);
  });

  it('asks for 30 days of all coins and says what happened in words', async () => {
    const page = await open('/');
    expect(await answer([move(2)])).toBe('period=30d&limit=30');
    expect(text(page.querySelector('tl-move-row p'))).toMatch(/^BTC rose 3\.4 % in 15 minutes, 9\.1 times its usual move /);
    expect(text(page.querySelector('.count'))).toBe('1 alert');
  });

  it('says that no alert for SOL is known yet in the last 7 days', async () => {
    const page = await open('/?symbol=sol&period=7d');
    expect(await answer([])).toBe('symbol=SOL&period=7d&limit=30');
    expect(text(page.querySelector('tl-notice .title'))).toBe('No alert for SOL known yet in the last 7 days');
  });

  it('marks a move that was found later and says what that means; one that was seen live has no mark', async () => {
    const page = await open('/');
    await answer([{ ...move(9), foundLater: true }, move(8)]);
    const marks = [...page.querySelectorAll('tl-move-row')].map((row) => row.querySelector<HTMLElement>('.later'));
    expect(marks.map(text)).toEqual(['found later', '']);
    expect(marks[0]?.title).toMatch(/was not watching .* five-minute closes/);
  });

  it('reads on from the cursor and ends with the last page', async () => {
    const page = await open('/');
    await answer([move(9), move(8)], 'next');
    page.querySelector<HTMLButtonElement>('.older button')?.click();
    expect(await answer([move(7, 'ETH')])).toContain('cursor=next');
    expect([rows(page), page.querySelector('.older')]).toEqual([['BTC', 'BTC', 'ETH'], null]);
  });

  it('keeps the button and says so when older ones fail', async () => {
    const page = await open('/');
    await answer([move(9)], 'next');
    page.querySelector<HTMLButtonElement>('.older button')?.click();
    http.expectOne(({ url }) => url === '/api/v1/market/alerts').flush({}, { status: 503, statusText: 'down' });
    await harness.fixture.whenStable();
    expect(text(page.querySelector('.older [role=alert]'))).toBe('Older alerts could not be loaded. Try again.');
    expect(page.querySelector<HTMLButtonElement>('.older button')?.disabled).toBe(false);
  });

  it('adds a live move of the chosen coin at the top and says it politely, and leaves out another coin', async () => {
    const page = await open('/?symbol=BTC');
    await answer([move(1)]);
    live.set([move(5), move(4, 'ETH')]);
    newest.set(move(5));
    await harness.fixture.whenStable();
    expect(rows(page)).toEqual(['BTC', 'BTC']);
    expect(text(page.querySelector('[aria-live=polite]'))).toMatch(/^BTC rose 3\.4 %/);
    newest.set(move(6, 'ETH'));
    await harness.fixture.whenStable();
    expect(text(page.querySelector('[aria-live=polite]'))).toBe('');
  });

  it('keeps the period in the address', async () => {
    const page = await open('/');
    await answer([]);
    page.querySelector<HTMLInputElement>('input[value="24h"]')?.click();
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/?period=24h');
  });
});
