import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import type { PublicTrade } from '@tideline/contracts';
import { RealtimeClient } from '../../core/realtime-client';
import { TradeTape } from './trade-tape';

const trade = (pair: string, second: number): PublicTrade => ({
  ...{ venue: 'kraken', pair, tradeId: String(second), price: 100 + second, quantity: 1, side: 'buy' },
  tradedAt: new Date(Date.UTC(2026, 10, 21, 14, 0, second)).toISOString(),
});

describe('the tape of trades', () => {
  let fixture: ComponentFixture<TradeTape>;
  const listeners = new Map<string, (event: { items: PublicTrade[] }) => void>();

  const scroller = (): HTMLElement => (fixture.nativeElement as HTMLElement).querySelector('.scroll') as HTMLElement;
  const prices = (): (string | undefined)[] =>
    [...(fixture.nativeElement as HTMLElement).querySelectorAll('tbody tr td:first-child')].map((cell) =>
      cell.textContent?.trim().split(' ').at(-1),
    );
  const said = (): string | undefined => (fixture.nativeElement as HTMLElement).querySelector('.held')?.textContent;

  async function happen(pair: string, second: number): Promise<void> {
    listeners.get(`trades:${pair}`)?.({ items: [trade(pair, second)] });
    await fixture.whenStable();
  }
  async function point(type: 'pointerenter' | 'pointerleave', pointerType: string): Promise<void> {
    scroller().dispatchEvent(Object.assign(new Event(type), { pointerType }));
    await fixture.whenStable();
  }

  beforeEach(async () => {
    listeners.clear();
    const subscribe = (channel: string, next: (event: { items: PublicTrade[] }) => void): (() => void) => {
      listeners.set(channel, next);
      return () => listeners.delete(channel);
    };
    TestBed.configureTestingModule({ providers: [{ provide: RealtimeClient, useValue: { subscribe } }] });
    fixture = TestBed.createComponent(TradeTape);
    fixture.componentRef.setInput('pairs', ['BTC-USD']);
    fixture.componentRef.setInput('decimals', 0);
    await fixture.whenStable();
    await happen('BTC-USD', 1);
  });

  it('shows the trade of 102 above that of 101', async () => {
    await happen('BTC-USD', 2);
    expect(prices()).toEqual(['102', '101']);
    expect(said()).toBeUndefined();
  });

  it('holds still while the mouse is over it, says so, and shows what came meanwhile when it has gone', async () => {
    await point('pointerenter', 'mouse');
    await happen('BTC-USD', 2);
    expect([prices(), said()]).toEqual([['101'], 'Held while you read']);
    await point('pointerleave', 'mouse');
    expect([prices(), said()]).toEqual([['102', '101'], undefined]);
  });

  it('holds still while it is scrolled down', async () => {
    scroller().scrollTop = 40;
    scroller().dispatchEvent(new Event('scroll'));
    await happen('BTC-USD', 2);
    expect(prices()).toEqual(['101']);
    scroller().scrollTop = 0;
    scroller().dispatchEvent(new Event('scroll'));
    await fixture.whenStable();
    expect(prices()).toEqual(['102', '101']);
  });

  it('is not held by a finger, which never leaves', async () => {
    await point('pointerenter', 'touch');
    await happen('BTC-USD', 2);
    expect(prices()).toEqual(['102', '101']);
  });

  it('holds nothing of BTC when ETH is shown', async () => {
    await point('pointerenter', 'mouse');
    fixture.componentRef.setInput('pairs', ['ETH-USD']);
    await fixture.whenStable();
    await happen('ETH-USD', 9);
    expect(prices()).toEqual(['109']);
  });
});
