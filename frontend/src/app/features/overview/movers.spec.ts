import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { AssetSummary } from '@tideline/contracts';
import { LivePrices } from '../../core/live-prices';
import { MarketData } from '../../core/market-data';
import { Money } from '../../core/money';
import { Movers } from './movers';

const coin = (symbol: string, change24h: number): Partial<AssetSummary> => ({ symbol, name: symbol, price: 1, change24h });

describe('the movers', () => {
  it.each([
    [[], ['Nothing has fallen in this time.']],
    [
      [-1, -2],
      ['B', 'A', 'No other coin has fallen.'],
    ],
    [
      [-1, -2, -3, -4, -5],
      ['E', 'D', 'C', 'B', 'A'],
    ],
  ])('with falls of %j say %j', async (falls, rows) => {
    const coins = [coin('UP', 3), ...falls.map((change, i) => coin('ABCDE'.charAt(i), change))];
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        { provide: MarketData, useValue: { assets: { value: signal(coins), failure: signal(null) } } },
        { provide: LivePrices, useValue: { of: () => signal(undefined) } },
        { provide: Money, useValue: { of: (price: number) => price } },
      ],
    });
    const fixture = TestBed.createComponent(Movers);
    fixture.componentRef.setInput('window', '24h');
    await fixture.whenStable();
    const lists = [...(fixture.nativeElement as HTMLElement).querySelectorAll('section')];
    const said = [...(lists[1]?.querySelectorAll('li') ?? [])].map((row) =>
      (row.querySelector('a')?.firstChild ?? row).textContent?.trim(),
    );
    expect(said).toEqual(rows);
  });
});
