import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { LivePrices } from './live-prices';
import { MarketData } from './market-data';
import { Money } from './money';
import { PreferenceStore } from './preferences/preference-store';

describe('Money', () => {
  const live = signal<{ price: number } | undefined>(undefined);
  const listed = signal<{ symbol: string; price: number | null }[] | undefined>(undefined);
  const asked = signal<'USD' | 'EUR' | 'BTC'>('USD');
  let money: Money;

  beforeEach(() => {
    live.set(undefined);
    listed.set(undefined);
    TestBed.configureTestingModule({
      providers: [
        { provide: LivePrices, useValue: { of: () => live } },
        { provide: MarketData, useValue: { assets: { value: listed } } },
        { provide: PreferenceStore, useValue: { profile: () => ({ displayCurrency: asked() }) } },
      ],
    });
    money = TestBed.inject(Money);
  });

  it('turns $100,000 into 0.8 BTC at $125,000, by the live price before the listed one', () => {
    asked.set('BTC');
    listed.set([{ symbol: 'BTC', price: 125_000 }]);
    expect([money.of(100_000), money.currency(), money.sign()]).toEqual([0.8, 'BTC', '₿']);
    live.set({ price: 200_000 });
    expect(money.of(100_000)).toBe(0.5);
    expect([money.of(null), money.of(undefined)]).toEqual([null, undefined]);
  });

  it.each([
    ['BTC', 'while no price of Bitcoin is known'],
    ['EUR', 'as nobody here says what a euro costs'],
    ['USD', 'as asked for'],
  ] as const)('shows dollars for %s %s', (currency, _why) => {
    asked.set(currency);
    if (currency !== 'BTC') live.set({ price: 125_000 });
    expect([money.of(100), money.currency()]).toEqual([100, 'USD']);
  });
});
