import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { LivePriceItem, MarketOverview, PricesEvent, VenueState, VenuesEvent } from '@tideline/contracts';
import { Connectivity } from './connectivity';
import { LivePrices } from './live-prices';
import { MarketData } from './market-data';
import { MarketStatus } from './market-status';
import type { RealtimeState } from './realtime-client';
import { RealtimeClient } from './realtime-client';

const start = Date.parse('2026-11-21T12:00:00.000Z');

function item(symbol: string, price: number, at = start): LivePriceItem {
  return { symbol, price, change24h: 1, volume24h: 1, asOf: new Date(at).toISOString(), stale: false };
}

describe('market status and live prices', () => {
  const online = signal(true);
  const state = signal<RealtimeState>('connecting');
  const overview = signal<Pick<MarketOverview, 'dataMode'> | undefined>(undefined);
  let prices: (event: PricesEvent) => void;
  let venues: (event: VenuesEvent) => void;
  let status: MarketStatus;

  const tick = (...items: LivePriceItem[]): void =>
    prices({ channel: 'prices', seq: 1, frameAt: new Date(Date.now()).toISOString(), items });
  const hear = (...states: VenueState[]): void => {
    const counts = { tradesReceived: 0, reconnects: 0, gapsFound: 0, gapsRepaired: 0, rejectedMessages: 0 };
    const one = (status: VenueState, i: number): VenuesEvent['venues'][number] => ({
      ...{ venue: `v${i}`, status, reason: null, lastMessageAt: null, lagMs: null, clockOffsetMs: null },
      ...counts,
    });
    venues({ channel: 'venues', seq: 1, venues: states.map(one) });
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: start });
    online.set(true);
    state.set('live');
    overview.set({ dataMode: 'live' });
    const subscribe = (channel: string, next: never): (() => void) => {
      if (channel === 'prices') prices = next;
      else venues = next;
      return () => undefined;
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: Connectivity, useValue: { online } },
        { provide: RealtimeClient, useValue: { state, subscribe } },
        { provide: MarketData, useValue: { overview: { value: overview }, assets: { value: signal(undefined) } } },
      ],
    });
    status = TestBed.inject(MarketStatus);
  });

  afterEach(() => {
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });

  it('connects until a price and the data mode are known, then all is well', () => {
    expect(status.state()).toBe('connecting');
    tick(item('BTC', 100));
    overview.set(undefined);
    expect(status.state()).toBe('connecting');
    overview.set({ dataMode: 'simulated' });
    expect([status.state(), status.dataMode()]).toEqual(['well', 'simulated']);
  });

  it('is degraded with 2 of 3 venues live, stale with none, and does not count a disabled one', () => {
    tick(item('BTC', 100));
    hear('live', 'live', 'down');
    expect([status.state(), status.liveVenues().length, status.activeVenues().length]).toEqual(['degraded', 2, 3]);
    hear('down', 'stale', 'connecting');
    expect(status.state()).toBe('stale');
    hear('live', 'disabled', 'live');
    expect(status.state()).toBe('well');
  });

  it('calls prices old after 31 s without a frame, not after 29 s', () => {
    tick(item('BTC', 100));
    jest.advanceTimersByTime(29_000);
    expect(status.state()).toBe('well');
    jest.advanceTimersByTime(2000);
    expect(status.state()).toBe('stale');
  });

  it('says disconnected before stale, and offline before both', () => {
    tick(item('BTC', 100));
    state.set('reconnecting');
    expect(status.state()).toBe('disconnected');
    online.set(false);
    expect(status.state()).toBe('offline');
  });

  it('keeps the newest price of each asset and the time of the freshest', () => {
    const live = TestBed.inject(LivePrices);
    expect(live.of('BTC')()).toBeUndefined();
    tick(item('BTC', 100), item('ETH', 10, start - 5000));
    tick(item('BTC', 101, start + 250));
    expect([live.of('BTC')()?.price, live.of('ETH')()?.price, live.freshestAt()]).toEqual([101, 10, start + 250]);
  });
});
