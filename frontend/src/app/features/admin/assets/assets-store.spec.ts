import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { AdminAsset } from '@tideline/contracts';
import { LIVE_SOCKET } from '../../../core/live-socket';
import { AssetsStore } from './assets-store';

const path = '/api/v1/admin/assets';
const asset = (symbol: string, position: number, enabled = true): AdminAsset => ({
  ...{ symbol, name: symbol, coingeckoId: null, enabled, position, source: 'install', addedAt: '2026-11-21T09:00:00.000Z' },
  ...{ pairs: [], price: 1, stale: false },
});
const listOf = (symbols: string[]) => ({ data: symbols.map((symbol, i) => asset(symbol, i)), page: { nextCursor: null, limit: 1000 } });

describe('AssetsStore', () => {
  let store: AssetsStore;
  let http: HttpTestingController;
  const order = (): string => (store.assets() ?? []).map(({ symbol }) => symbol).join(' ');
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        ...[AssetsStore, provideHttpClient(), provideHttpClientTesting()],
        { provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) },
      ],
    });
    store = TestBed.inject(AssetsStore);
    http = TestBed.inject(HttpTestingController);
    TestBed.tick();
    http.expectOne(`${path}?limit=500`).flush(listOf(['BTC', 'ETH', 'SOL']));
  });

  it('shows two quick moves of SOL at once, sends one after the other, and then asks for the order', async () => {
    expect([store.move('SOL', -1), order(), store.move('SOL', -1), order()]).toEqual([1, 'BTC SOL ETH', 0, 'SOL BTC ETH']);
    await settle();
    const first = http.expectOne(`${path}/SOL`);
    expect(first.request.body).toEqual({ position: 1 });
    first.flush(asset('SOL', 1));
    await settle();
    const second = http.expectOne(`${path}/SOL`);
    expect(second.request.body).toEqual({ position: 0 });
    second.flush(asset('SOL', 0));
    await settle();
    http.expectOne(`${path}?limit=500`).flush(listOf(['SOL', 'BTC', 'ETH']));
    expect(order()).toBe('SOL BTC ETH');
  });

  it('asks nothing for BTC upwards and SOL downwards, which are at the ends', async () => {
    expect([store.move('BTC', -1), store.move('SOL', 1)]).toEqual([0, 2]);
    await settle();
    http.expectNone(`${path}/BTC`);
    http.expectNone(`${path}/SOL`);
  });

  it('takes the server’s order back when a move is refused, and says why', async () => {
    store.move('ETH', -1);
    await settle();
    http.expectOne(`${path}/ETH`).flush({ code: 'AUTH.FORBIDDEN', detail: 'no' }, { status: 403, statusText: 'Forbidden' });
    await settle();
    http.expectOne(`${path}?limit=500`).flush(listOf(['BTC', 'ETH', 'SOL']));
    expect([order(), store.moveFailure()?.problem?.code]).toEqual(['BTC ETH SOL', 'AUTH.FORBIDDEN']);
  });

  it('switches ETH off and keeps it in its place', async () => {
    const done = store.switch('ETH', false);
    const request = http.expectOne(`${path}/ETH`);
    expect(request.request.body).toEqual({ enabled: false });
    request.flush(asset('ETH', 1, false));
    await done;
    expect([order(), store.assets()?.[1]?.enabled]).toEqual(['BTC ETH SOL', false]);
  });
});
